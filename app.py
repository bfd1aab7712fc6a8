"""rnnviz: opens up recurrent networks. Run with `streamlit run app.py`."""

from rnnviz.ui.shell import navigate

navigate()
