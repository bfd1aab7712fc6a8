"""Lessons: Markdown files with a header that says what to set up and what must hold there.

To add one, write a file `NUMBER-name.md` in this folder; the number is its place in the course, the name its address,
`/lessons?lesson=name`. A translation lies under the same file name in the folder of its language, such as `zh`. It has
title, choices and names of setups alone in its header. To check a file: `python -m rnnviz.lessons FILE`, or all of them
without FILE.

    +++
    title = "What the person reads"
    minutes = 8

    [predict]
    choices = ["One thing", "Another"]      # offered below the part Predict
    right = 2                               # which one comes true

    [setup.first]                           # one or more experiments, each with a name of its own
    name = "What the button says"
    opens = "train?cell=gru&task=sine"      # as in the address bar of Train & watch, Compare or Reference
    holds = ["loss < 0.01"]                 # see `rnnviz.lessons.claims`
    +++
    A few paragraphs.

    ## Predict
    ## Look
    ## Shows
    ## Question
    ## Answer
"""
