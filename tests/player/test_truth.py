"""What of a task's truth reaches the player."""

import numpy as np

from rnnviz.player import unpack
from rnnviz.player.scene import scene
from rnnviz.player.truth import SHOWN, Truth
from rnnviz.tracing.carriers import carried
from rnnviz.tracing.run import trace_run
from rnnviz.training.build import restore, start
from rnnviz.training.link import preset


def packed(task: str, **choices: object) -> tuple[dict[str, object], dict[str, np.ndarray], Truth]:
    config = preset("lstm", task).changed(device="cpu", **choices)
    made, checkpoint = config.make_task(), start(config)
    truth = Truth(made.truth(made.example()), carried(restore(config, checkpoint), made))
    return *unpack(scene(trace_run(config, checkpoint), run="run", layer="layer0", truth=truth).block), truth


def test_truths_are_packed_with_what_each_state_would_be() -> None:
    header, arrays, truth = packed("order", hidden=5, layers=2)
    names = [each["name"] for each in header["truths"]]  # type: ignore[attr-defined, index]
    assert names == ["first: X +, Y −", "second: X +, Y −"]
    for index, values in enumerate(truth.values.values()):
        np.testing.assert_allclose(arrays[f"truth.{index}"], values)
        for state in ("c", "h"):
            [found] = [
                each
                for each in truth.carried
                if each.address == f"layer0.{state}" and each.truth == list(truth.values)[index]
            ]
            np.testing.assert_allclose(arrays[f"truth.{index}.{state}"], found.fitted(values), atol=1e-5)


def test_a_few_units_are_named_each_once_the_best_first() -> None:
    header, _, truth = packed("dyck", hidden=5, layers=2)
    [described] = header["truths"]  # type: ignore[misc]
    carriers = described["carriers"]
    assert len(carriers) == SHOWN
    assert len({(each["layer"], each["unit"]) for each in carriers}) == SHOWN
    sizes = [abs(each["correlation"]) for each in carriers]
    assert sizes == sorted(sizes, reverse=True)
    best = max(float(np.abs(each.correlation).max()) for each in truth.carried)
    assert abs(sizes[0] - best) < 1e-3


def test_without_a_truth_there_is_none() -> None:
    header, arrays, _ = packed("sine")
    assert header["truths"] == []
    assert not [name for name in arrays if name.startswith("truth")]
