"""Makes the README's picture of the running app: python -m tests.browser.picture"""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, expect

from tests.browser.chromium import chromium, ready
from tests.browser.server import serve

PICTURE = Path(__file__).with_name("picture.png")
ADDRESS = "/train?cell=lstm&task=sine"
SIZE = {"width": 1600, "height": 1130}


def take(page: Page, url: str) -> None:
    """Train an LSTM on the sine wave, go to the middle of it, and save what is seen."""
    page.goto(url + ADDRESS)
    ready(page)
    page.get_by_role("button", name="Train", exact=True).click(timeout=60_000)
    expect(page.get_by_text("Iteration 300 of 300 · done")).to_be_visible(timeout=60_000)
    page.locator(".rnnviz .stage").focus()
    page.keyboard.press("Home")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(1500)  # the bar of progress glides to its end
    page.screenshot(path=PICTURE)


def main() -> None:
    """Start the app and a browser, and take the picture."""
    with TemporaryDirectory() as folder, serve(Path(folder)) as server, chromium() as browser:
        take(browser.new_page(viewport=SIZE, color_scheme="light"), server.url)
        print(PICTURE.name)


if __name__ == "__main__":
    main()
