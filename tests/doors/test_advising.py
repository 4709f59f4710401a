"""What the running product learns to suggest from."""

from pathlib import Path

from structlog.testing import capture_logs

from bot.advising import Adviser
from playbooks.shelf import Shelf


def test_what_a_company_has_labelled_is_learned_while_it_runs(tmp_path: Path) -> None:
    """The built-in messages and its own; a file that cannot be read takes nothing away, and the log says so."""
    own = tmp_path / "own.jsonl"
    own.write_text(
        '{"text": "zwirbel quabbel", "playbook": "C9", "triage": "handover", "lang": "en"}\n' * 2, "utf-8"
    )
    adviser = Adviser(shelf=lambda: Shelf(playbooks=()), own=own, pause=lambda _: None)
    assert adviser.advise("zwirbel") is None

    with capture_logs() as logs:
        adviser.learn()

    assert ["examples_not_read", "learned_to_suggest"] == [entry["event"] for entry in logs]
    advice = adviser.advise("my data is on a forum, thousands of customers leaked")
    assert advice is not None
    assert "data-breach" == advice.suggestions[0].playbook
    assert adviser.advise("  ") is None


def test_learning_ends_with_the_process() -> None:
    """Told to stop, it ends at its next rest, and does not take what is left of the stop's seconds."""
    rests: list[float] = []
    adviser = Adviser(shelf=lambda: Shelf(playbooks=()), pause=rests.append)
    adviser.stop()

    with capture_logs() as logs:
        adviser.learn()

    assert [] == logs
    assert 1 == len(rests)
    assert adviser.advise("my data is on a forum") is None


def test_what_keeps_it_from_learning_is_in_the_log() -> None:
    """A fault of ours is no silence."""

    def broken() -> Shelf:
        message = "no shelf"
        raise RuntimeError(message)

    with capture_logs() as logs:
        Adviser(shelf=broken, pause=lambda _: None).learn()

    assert ["not_learned_to_suggest"] == [entry["event"] for entry in logs]
