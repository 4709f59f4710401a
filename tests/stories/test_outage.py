"""N2 as one story: a quarter of an hour in which Slack fails in every way it has, and then is there again."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.files import CompanyFiles
from bot.stage import Stage, with_database
from config.settings import read_settings
from playbooks.ports import Clock
from playbooks.routing import MAIL, SLACK, Reach
from tests.faults.test_outages import check_nothing_is_doubled
from tests.stories.scene import API_TOKEN, IMOGEN, POPPY, RHYS, SAOIRSE, api, page, read, start_unsettled
from tests.stories.test_means import SMS, Files, by, call_of, hooks, mails, with_means

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

HALF_AN_HOUR = timedelta(minutes=30)
# What a Slack in trouble does by turns: it answers 5xx, or nothing, before or after it has done the work.
IN_TROUBLE: tuple[dict[str, Any], ...] = (
    {"status": 503},
    {"drop": "before"},
    {"status": 500},
    {"drop": "after"},
)


class Heard(list[Any]):
    """A journal that also knows when it heard each call."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.moments: list[tuple[datetime, str]] = []  # and about whom, or else what was asked

    def append(self, entry: Any) -> None:
        """Hear one."""
        super().append(entry)
        self.moments.append((self.clock.now(), entry["args"].get("users", entry["method"])))


def fails(stage: Stage) -> None:
    """Slack begins to fail."""
    stage.workspace.faults.next("conversations.create", drop="after")
    stage.workspace.faults.next("chat.postMessage", channel=IMOGEN, drop="after")
    for terms in IN_TROUBLE * 500:
        stage.workspace.faults.next("*", **terms)


@pytest.fixture
def stage(migrated_database_url: str, journal: Path, company_files: CompanyFiles) -> Iterator[Stage]:
    """Imogen has mail beside Slack and Poppy a text message, both only after half an hour; the fallback is three minutes."""
    people = with_means(company_files.directory())
    orders = {
        IMOGEN: (Reach(means=SLACK), Reach(means=MAIL, after=HALF_AN_HOUR)),
        POPPY: (Reach(means=SLACK), Reach(means=SMS, after=HALF_AN_HOUR)),
    }
    contacts = tuple(replace(c, reach=orders.get(c.user, c.reach)) for c in people.contacts)
    files = Files(company_files, replace(people, contacts=contacts))
    settings = with_database(read_settings({"CRISIS_API_TOKEN": API_TOKEN}), migrated_database_url)
    with Stage(settings, files=files, outside=True) as standing:  # type: ignore[arg-type]  # It keeps the port.
        standing.workspace.journal = Heard(standing.clock)
        yield standing
        standing.workspace.write_journal(journal)


def tries(stage: Stage, about: str, since: datetime) -> list[float]:
    """When something was tried, in seconds."""
    heard = stage.workspace.journal
    assert isinstance(heard, Heard)
    return [(at - since).total_seconds() for at, what in heard.moments if what == about and at > since]


def test_n2_fifteen_minutes_without_slack_are_bridged_and_caught_up_without_a_repeat(stage: Stage) -> None:
    """
    Tried again ever more seldom and not in step; mail and a text message at minute three; then everything, once.

    Slack has made the room and taken Imogen's call as it began to fail, and could not say so any more.
    """
    start_unsettled(stage.player(RHYS))
    began = stage.clock.now()
    fails(stage)
    stage.forward(minutes=2, seconds=59)
    assert ([], []) == (mails(stage, IMOGEN), hooks(stage))

    stage.forward(seconds=1)
    assert [1, 1] == [len(mails(stage, IMOGEN)), len(hooks(stage, "call.made"))]
    assert {"slack": "owed", "mail": "sent"} == by(stage, IMOGEN)
    assert {"slack": "owed", "sms": "sent"} == by(stage, POPPY)

    stage.forward(minutes=12)
    lanes = [tries(stage, about, began) for about in (POPPY, IMOGEN, "conversations.list")]
    for lane in lanes:
        waits = [later - earlier for earlier, later in pairwise([0.0, *lane])]
        fitting = [0.75 <= wait / min(60, 2**n) <= 1.25 for n, wait in enumerate(waits)]
        assert all(fitting), waits
    assert not set.intersection(*map(set, lanes)), "all at the same moment"
    told = [mail for mail in mails(stage, SAOIRSE) if "Slack takes nothing" in mail.subject]
    assert 1 == len(told)

    stage.workspace.faults.clear()
    stage.forward(minutes=1, seconds=15)
    check_nothing_is_doubled(stage.workspace)
    assert [1, 1] == [
        len(mails(stage, IMOGEN)),
        sum("Poppy" in one.text for one in hooks(stage, "call.made")),
    ]
    assert {"slack": "sent", "mail": "sent"} == by(stage, IMOGEN)
    assert {"slack": "sent", "sms": "sent"} == by(stage, POPPY)
    assert [] == [one for one in api(stage)["deliveries"] if one["state"] in {"owed", "sending", "failed"}]
    for user, other in ((IMOGEN, "mail"), (POPPY, "sms")):
        late = {one["means"]: one["late_seconds"] for one in call_of(stage, user)["means"]}
        assert late[other] is None
        assert 15 * 60 <= late["slack"] <= 16 * 60 + 15
    assert 2 == len(
        re.findall(r"Slack: accepted 2 Mar 2026, 03:1\d UTC, late by 1[56]\smin", read(page(stage)))
    )
