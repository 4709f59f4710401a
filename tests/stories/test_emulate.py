"""The Web API half of the story, against a Slack that nobody here wrote: emulate 0.12.2."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.manifest import as_mapping
from bot.stage import StageClock
from bot.wiring import Bot, build
from config.settings import read_settings
from playbooks.commands import (
    AddAction,
    Asked,
    CloseIncident,
    CompleteStep,
    OpenIncident,
    RequestId,
    SetHoldingLine,
    TakeCall,
)
from playbooks.incident import CallState, Incident
from playbooks.playbook import Language, PlaybookId, PlaybookKind, StepId, UnitId, UserId

pytestmark = pytest.mark.needs("emulate")
ANNOUNCEMENTS = "crisis-announcements"


@dataclass
class Elsewhere:
    """The product before somebody else's Slack."""

    bot: Bot
    clock: StageClock
    slack: WebClient

    def settle(self, **by: float) -> None:
        """Let time pass, and deliver what is owed."""
        self.clock.moment += timedelta(**by)
        self.bot.worker.round.settle_all()

    def incident(self) -> Incident:
        """The one incident."""
        return self.bot.desk.looking.named("INC-2026-0001", None)


@pytest.fixture
def elsewhere(migrated_database_url: str, tmp_path: Path) -> Iterator[Elsewhere]:
    """Emulate's Slack with our example company in it, allowing only what our manifest asks for."""
    written = (files("config") / "examples" / "directory.yaml").read_text("utf-8")
    names = sorted(set(re.findall(r"\bU0[A-Z]+\b", written)))
    seed = {
        "people": [name.lower() for name in names],
        "channels": [ANNOUNCEMENTS],
        "scopes": as_mapping()["oauth_config"]["scopes"]["bot"],
    }
    command = ["node", "tests/emulate/serve.mjs", json.dumps(seed)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        there = json.loads(process.stdout.readline())
        for name in names:
            written = re.sub(rf"\b{name}\b", there["people"][name.lower()], written)
        (tmp_path / "directory.yaml").write_text(written, "utf-8")
        settings = read_settings(
            {
                "SLACK_BOT_TOKEN": there["token"],
                "SLACK_SIGNING_SECRET": "a-signing-secret",
                "SLACK_API_URL": there["url"],
                "CRISIS_DATABASE_URL": migrated_database_url,
                "CRISIS_DIRECTORY": str(tmp_path / "directory.yaml"),
                "CRISIS_ANNOUNCEMENTS": there["channels"][ANNOUNCEMENTS],
                "CRISIS_LOG_KEY": "0123456789abcdef0123456789abcdef",
            }
        )
        slack = WebClient(token=there["token"], base_url=there["url"])
        clock = StageClock()
        bot = build(settings, clock)
        yield Elsewhere(bot, clock, slack)
        bot.database.close()
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)


def test_the_story_is_told_in_another_slack(elsewhere: Elsewhere) -> None:
    """Room, topic, pinned card, calls, edits, review and its thread are all accepted by a Slack we did not write."""
    desk = elsewhere.bot.desk
    unit = next(unit for unit in desk.directory().units)
    lead = next(c.user for c in desk.directory().contacts if "security" in c.roles)
    opening = OpenIncident(
        kind=PlaybookKind.CRISIS,
        playbook=PlaybookId("data-breach"),
        title="Customer file <!channel> on a forum",
        unit=UnitId(unit.id),
        country=unit.country,
        language=Language.FR,
    )
    incident = desk.crisis.open(opening, _asked(lead, "open"))
    elsewhere.settle()
    first = elsewhere.incident()
    assert first.room is not None
    assert "inc-2026-0001-data-breach" == first.room.name
    history = elsewhere.slack.conversations_history(channel=first.room.channel)["messages"]
    assert first.card is not None
    assert any(message["ts"] == first.card.ts for message in history)
    assert {CallState.SENT} == {call.state for call in first.calls}

    taken = first.calls[0]
    desk.crisis.carry_out(TakeCall(incident=incident.id, call=taken.id), _asked(taken.person, "take"))
    desk.crisis.carry_out(
        CompleteStep(incident=incident.id, step=StepId(first.steps[0].step.id), note="captured"),
        _asked(lead, "done"),
    )
    desk.crisis.carry_out(SetHoldingLine(incident=incident.id, text="We are checking."), _asked(lead, "line"))
    elsewhere.settle(minutes=6)
    lead = elsewhere.incident().lead
    desk.crisis.carry_out(CloseIncident(incident=incident.id, reason="a rehearsal"), _asked(lead, "close"))
    elsewhere.settle()
    action = AddAction(incident=incident.id, text="Verify the list", owner=lead, due=date(2026, 3, 20))
    desk.crisis.carry_out(action, _asked(lead, "action"))
    elsewhere.settle()

    last = elsewhere.incident()
    assert () == last.failures
    assert last.review is not None
    replies = elsewhere.slack.conversations_replies(channel=last.review.channel, ts=last.review.ts)[
        "messages"
    ]
    assert len(replies) > 1
    seen = desk.looking.everything(last)
    assert "sent" in [delivery.state for delivery in seen.deliveries if delivery.errand == "pin"]
    assert {"sent", "dropped"} >= {delivery.state for delivery in seen.deliveries}


def _asked(who: UserId, request: str) -> Asked:
    return Asked(by=who, request=RequestId(request))
