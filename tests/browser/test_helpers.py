"""The tools of the browser tests do what they say: serve, cut the network, notice what goes wrong."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import ready
from tests.browser.proxy import Proxy
from tests.browser.server import Server, free_port, serve
from tests.browser.watch import Watch

COUNTER = """
import time
import streamlit as st
time.sleep(0.5)
st.session_state.count = st.session_state.get("count", 0) + st.button("Add")
st.write(f"Count {st.session_state.count}")
"""


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("counter")
    script = folder / "counter.py"
    script.write_text(COUNTER, encoding="utf-8")
    with serve(folder, script) as running:
        yield running


def test_a_page_is_ready_when_its_script_has_run(counter: Server, page: Page, watch: Watch) -> None:
    page.goto(counter.url)
    ready(page)
    assert page.get_by_text("Count 0").is_visible()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Count 1")).to_be_visible()
    assert "Traceback" not in counter.printed()


def test_a_cut_network_comes_back_with_the_same_session(counter: Server, page: Page, watch: Watch) -> None:
    watch.allow("WebSocket|ERR_CONNECTION|ERR_EMPTY")
    with Proxy(counter.port) as proxy:
        page.goto(proxy.url)
        ready(page).get_by_role("button", name="Add").click()
        expect(page.get_by_text("Count 1")).to_be_visible()
        proxy.cut()
        expect(page.locator("[data-testid=stApp]")).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        proxy.mend()
        ready(page)
        expect(page.get_by_text("Count 1")).to_be_visible()


def test_errors_and_foreign_requests_are_noticed(page: Page) -> None:
    watch = Watch(page)
    page.set_content("<script>console.error('oh'); throw new Error('no')</script>")
    page.set_content("<img src='http://elsewhere.example/x.png'><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>")
    page.wait_for_load_state("load")
    seen = "\n".join(watch.problems())
    assert "console error: oh" in seen
    assert "uncaught exception: no" in seen
    assert "request to another host: http://elsewhere.example/x.png" in seen
    assert "data:" not in seen
    watch.allow("oh|no|elsewhere|ERR_NAME")
    assert watch.problems() == []


def test_a_script_that_does_not_start_says_why(tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="does not exist"),
        serve(tmp_path, tmp_path / "absent.py", wait=20),
    ):
        pass


def test_a_proxy_relays_cuts_and_mends() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, Proxy(listener.getsockname()[1]) as proxy:
        near = socket.create_connection(("127.0.0.1", proxy.port), timeout=5)
        far, _ = listener.accept()
        near.sendall(b"there")
        assert far.recv(10) == b"there"
        far.sendall(b"back")
        assert near.recv(10) == b"back"
        proxy.cut()
        with pytest.raises(ConnectionResetError):
            near.recv(10)
        near.close()
        far.close()
        proxy.mend()
        with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as again:
            far, _ = listener.accept()
            again.sendall(b"once more")
            assert far.recv(10) == b"once more"
            far.close()


def test_a_free_port_can_be_listened_on() -> None:
    with socket.create_server(("127.0.0.1", free_port())):
        pass
