"""What every screen of ours owes to whoever looks at it, judged in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.machine import chromium

ARGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-quic"]
WORKED = (
    "button",
    "link",
    "textbox",
    "combobox",
    "checkbox",
    "radio",
    "dialog",
    "heading",
    "DisclosureTriangle",
)

# Of every word on the screen: the ratio of its brightness to what it stands on (WCAG 2.2, 1.4.3 and 2.5.8).
HARD_TO_SEE = """() => {
  const channels = (colour) => {
    const one = new OffscreenCanvas(1, 1).getContext("2d");
    one.fillStyle = colour; one.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = one.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const behind = (one) => {
    const layers = [];
    for (let at = one; at; at = at.parentElement) layers.push(channels(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const bright = (colour) => [0.2126, 0.7152, 0.0722].reduce((sum, share, i) => {
    const part = colour[i] / 255;
    return sum + share * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  }, 0);
  const shown = (one) => one.checkVisibility() && !one.closest(".unseen, option") && one.getClientRects().length;
  const found = new Set();
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const one = words.currentNode.parentElement;
    const text = words.currentNode.textContent.trim();
    if (!/[\\p{L}\\p{N}]/u.test(text) || !shown(one) || one.closest("[inert]")) continue;
    const under = behind(one);
    const [a, b] = [bright(over(channels(getComputedStyle(one).color), under)), bright(under)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.add(`${ratio.toFixed(1)}: ${text}`);
  }
  for (const one of document.querySelectorAll("button, summary, select, input:not([type=hidden])")) {
    const box = one.getBoundingClientRect();
    const small = box.width < 18 || box.height < 18;
    if (shown(one) && small) found.add(`${box.width}x${box.height}: ${one.textContent}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => found.add(`twice: #${id}`));
  if (document.documentElement.scrollWidth > innerWidth) found.add("wider than the window");
  return [...found];
}"""


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Start a Chromium that speaks to this machine only, and end it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGS)
        yield started
        started.close()


def nameless(page: Page) -> list[str]:
    """What a screen reader would meet without being able to say what it is."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        str(node.get("role"))
        for node in nodes
        if not node.get("ignored")
        and node.get("role", {}).get("value") in WORKED
        and not node.get("name", {}).get("value")
    ]


def photograph(page: Page, path: Path) -> None:
    """Keep a picture of a screen. A laden machine may fail to draw one at its first try; nothing is judged by it."""
    try:
        page.screenshot(path=path)
    except Error:
        page.screenshot(path=path)
