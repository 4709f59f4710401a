"""`crisis demo` as an operator meets it: what it prints, whom the page opens as, and how it ends."""

import signal
from pathlib import Path

import httpx
import pytest

from bot.clock import MovableClock
from bot.demo import as_installed
from bot.practice.workspace import Workspace
from tests.stories.running_demo import PATIENCE, running_demo


@pytest.mark.parametrize(
    ("language", "acting", "told"),
    [("en", "You act as", signal.SIGINT), ("fr", "Vous agissez en tant que", signal.SIGTERM)],
)
def test_the_last_line_opens_the_page_and_a_signal_ends_it_quietly(
    tmp_path: Path, language: str, acting: str, told: signal.Signals
) -> None:
    """
    The address comes last and opens as somebody who reads the settings' language.

    Ctrl-C and SIGTERM end it with exit 0, and nothing that looks like a fault is printed.
    """
    with running_demo(tmp_path, language) as demo:
        page = httpx.get(demo.address, timeout=PATIENCE, trust_env=False).raise_for_status().text
        pages = httpx.get(f"{demo.pages}/healthz", timeout=PATIENCE, trust_env=False)
        code, rest = demo.ends(told)

    assert f'<html lang="{language}">' in page
    assert acting in page
    assert {"alive": True} == pages.json()
    assert (0, "") == (code, rest)


def test_it_ends_quietly_even_at_the_moment_it_is_ready(tmp_path: Path) -> None:
    """A SIGTERM that comes as soon as the address is told is neither lost nor a fault."""
    with running_demo(tmp_path, "en") as demo:
        assert (0, "") == demo.ends(signal.SIGTERM)


def test_practice_allows_what_the_manifest_asks_for() -> None:
    """A scope or a command that the app does not ask Slack for is refused in practice too."""
    workspace = Workspace(MovableClock(), **as_installed())

    _, _, refused = workspace.call("reactions.add", {"channel": "C1", "timestamp": "1.0", "name": "eyes"})

    assert refused is not None
    assert "missing_scope" == refused["error"]
    assert frozenset({"/crisis", "/crise", "/reply"}) == workspace.commands
    expected = ["start_crisis", "start_crisis_from_message", "reply_from_message", "add_to_log"]
    assert expected == [one.callback_id for one in workspace.shortcuts]
