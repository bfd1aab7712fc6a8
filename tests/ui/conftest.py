"""The app without a browser: its pages run in this process, with torch loaded beforehand."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.ui.boot import boot
from rnnviz.words import use_language

APP = Path(__file__).parents[2] / "app.py"
Open = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


@pytest.fixture(autouse=True, scope="session")
def torch_trains() -> Iterator[None]:
    """No kernels become ready in the middle of a test: the numbers of later ones in this process would change."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rnnviz.kernels.workshop.WORKSHOP.begin", lambda cells, later: None)
        yield


@pytest.fixture
def open_train() -> Open:
    """Open Train & watch with parameters of the address, in a session of its own."""
    boot().begin()
    assert boot().wait(60), boot().error

    def opened(**query: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=30)
        for name, value in query.items():
            app.query_params[name.replace("__", ".")] = value
        return app.run().switch_page("pages/train.py").run()

    return opened
