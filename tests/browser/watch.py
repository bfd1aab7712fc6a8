"""What a page must never do, recorded while it is open: errors, and requests to other hosts."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page

_HERE = {"127.0.0.1", "localhost", None}  # None: data:, blob: and about:, which ask nobody


class Watch:
    """Records a page's console errors, uncaught exceptions and requests to hosts other than this machine."""

    def __init__(self, page: Page) -> None:
        self._seen: list[str] = []
        self._allowed: list[str] = []
        page.on("console", lambda said: self._note(said.type == "error", _line(said)))
        page.on("pageerror", lambda error: self._note(True, f"uncaught exception: {error}"))
        page.on("crash", lambda _: self._note(True, "the page crashed"))
        page.on("request", lambda request: self._note_foreign(request.url))
        page.on("websocket", lambda opened: self._note_foreign(opened.url))

    def allow(self, pattern: str) -> None:
        """Forgive what matches this regular expression, for a test that causes it on purpose."""
        self._allowed.append(pattern)

    def problems(self) -> list[str]:
        """Everything recorded so far that was not allowed."""
        return [line for line in self._seen if not any(re.search(p, line) for p in self._allowed)]

    def _note_foreign(self, url: str) -> None:
        self._note(urlsplit(url).hostname not in _HERE, f"request to another host: {url}")

    def _note(self, wrong: bool, line: str) -> None:
        if wrong:
            self._seen.append(line)


def _line(said: ConsoleMessage) -> str:
    """What was said, and which address it is about."""
    return f"console error: {said.text} ({said.location['url']})"
