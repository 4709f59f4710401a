"""An incident leaves as a file and is read by another installation: found there, marked, and asking nothing of anybody."""

from pathlib import Path

from bot.cli import main
from bot.files import CompanyFiles
from bot.stage import Stage, with_database
from tests.stories.scene import (
    API_TOKEN,
    INES,
    REF,
    RHYS,
    TITLE,
    api,
    close,
    everything_said,
    get,
    incident,
    page,
    read,
    room,
    start,
    whispered,
)


def test_an_incident_is_read_by_another_installation(
    stage: Stage, tmp_path: Path, company_files: CompanyFiles
) -> None:
    """Its page, its log and its lead are as they were; a command to it is refused, and time does nothing to it."""
    rhys = stage.player(RHYS)
    start(rhys)
    rhys.types(f"/crisis log {REF} the file is real", "general")
    stage.forward(minutes=7)
    close(rhys)
    posted = incident(stage).review
    assert posted is not None
    rhys.clicks(room(stage).messages[posted.ts], "ask:action")
    lesson = {"text": "Know the room", "person": RHYS, "due": "2026-03-09"}
    rhys.submits(rhys.fills(rhys.opens_form(), lesson))
    token = {"Authorization": f"Bearer {API_TOKEN}"}
    exported = get(f"{stage.address}/api/incidents/{REF}/export", token)
    file = tmp_path / "incident.json"
    file.write_bytes(exported.content)
    url = f"sqlite:///{tmp_path / 'theirs.db'}"
    settings = with_database(stage.settings, url)
    (key,) = settings.log_keys
    environ = {
        "CRISIS_DATABASE_URL": url,
        "CRISIS_LOG_KEY": key.get_secret_value(),
    }
    assert 0 == main(["incidents", "import", str(file)], environ)

    with Stage(settings, files=company_files) as there:
        there.clock.moment = stage.clock.now()
        there.forward(days=42, hours=8)  # A Monday, on which administrators hear what is late.

        assert "Know the room" in read(page(there, "/lessons"))
        assert not there.bot.desk.learning.look()
        assert [] == everything_said(there)
        ours, theirs = (api(one, f"/api/incidents/{REF}/log?limit=1000")["entries"] for one in (stage, there))
        assert [{**one, "recorded_at": ""} for one in ours[: len(theirs) - 1]] == [
            {**one, "recorded_at": ""} for one in theirs[:-1]
        ]
        assert "incident_brought" == theirs[-1]["kind"]
        shown = read(page(there))
        assert TITLE in shown
        assert "taken over from another installation" in shown
        assert api(stage)["lead"] == api(there)["lead"]
        (found,) = get(f"{there.address}/api/search?q=customer file", token).json()
        assert (REF, True) == (found["ref"], found["imported"])
        ines = there.player(INES)
        ines.types(f"/crisis log {REF} one more line", "general")
        assert "il est terminé et se lit seulement" in whispered(ines)
