"""People are reached by what reaches them: Slack, mail, a provider; and they answer from there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.files import CompanyFiles
from bot.practice.person import Person
from bot.practice.tray import Parcel
from bot.stage import PUBLIC, Stage, with_database
from config.settings import read_settings
from playbooks.playbook import UserId, Words
from playbooks.routing import MAIL, SLACK, Directory, MeansId, Reach, RoutingRules, Webhook
from playbooks.shelf import Shelf
from tests.stories.scene import (
    API_TOKEN,
    CLAIRE,
    IMOGEN,
    INES,
    POPPY,
    REF,
    RHYS,
    SAOIRSE,
    api,
    calls_of,
    card,
    incident,
    page,
    read,
    room,
    start,
    start_unsettled,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

SMS = MeansId("sms")
SMS_ADDRESS = "https://sms.provider.example/calls"
DOWN = 100_000  # calls to Slack: as long as the story lasts
# Poppy: Slack, then a text message after two minutes, then mail after four. Inès: by text message first.
POPPY_S = (
    Reach(means=SLACK),
    Reach(means=SMS, after=timedelta(minutes=2)),
    Reach(means=MAIL, after=timedelta(minutes=4)),
)
LATE_MAIL = (Reach(means=SLACK), Reach(means=MAIL, after=timedelta(minutes=30)))
INES_S = (Reach(means=SMS), Reach(means=SLACK, after=timedelta(minutes=1)))


@dataclass
class Files:
    """The company's files, with another directory."""

    files: CompanyFiles
    people: Directory

    def directory(self) -> Directory:
        """Give the directory."""
        return self.people

    def shelf(self) -> Shelf:
        """Give the playbooks."""
        return self.files.shelf()

    def __getattr__(self, name: str) -> object:
        return getattr(self.files, name)


def with_means(directory: Directory) -> Directory:
    """The example company, with a provider of text messages and two people who have an order of means."""
    orders = {POPPY: POPPY_S, INES: INES_S}
    hook = Webhook(title=Words(en="text message", fr="SMS"), address=SMS_ADDRESS, key="SMS_KEY")
    contacts = tuple(replace(c, reach=orders.get(c.user, LATE_MAIL)) for c in directory.contacts)
    routing = RoutingRules(fallback_after=timedelta(minutes=3))
    return replace(directory, contacts=contacts, webhooks={SMS: hook}, routing=routing)


@pytest.fixture
def company(company_files: CompanyFiles) -> Files:
    """The example company's files, with means beside Slack."""
    return Files(company_files, with_means(company_files.directory()))


@pytest.fixture
def stage(migrated_database_url: str, journal: Path, company: Files) -> Iterator[Stage]:
    """The product with mail and a provider at hand: what leaves lies in the tray of the workspace."""
    settings = with_database(read_settings({"CRISIS_API_TOKEN": API_TOKEN}), migrated_database_url)
    with Stage(settings, files=company, outside=True) as standing:  # type: ignore[arg-type]  # It keeps the port.
        yield standing
        standing.workspace.write_journal(journal)


def mails(stage: Stage, user: str) -> list[Parcel]:
    """The mails somebody got."""
    contact = stage.bot.desk.people.contact(UserId(user))
    assert contact is not None
    return stage.workspace.tray.sent_to(contact.email)


def hooks(stage: Stage, event: str = "") -> list[Parcel]:
    """What the provider got."""
    return [p for p in stage.workspace.tray.sent_to(SMS_ADDRESS) if event in p.subject]


def here(stage: Stage, link: str) -> str:
    """Where a link leads on this stage."""
    assert link.startswith(f"{PUBLIC}/")
    return link.replace(PUBLIC, stage.address)


def opens(stage: Stage, link: str, language: str = "en") -> str:
    """What somebody sees who follows a link."""
    answer = httpx.get(f"{here(stage, link)}?lang={language}", trust_env=False, verify=False)  # noqa: S501 - loopback.
    assert 200 == answer.status_code, answer.text
    return answer.text


def answers(stage: Stage, link: str, **form: str) -> str:
    """Send an answer from the page, and give what it shows then."""
    sent = httpx.post(here(stage, link), data=form, follow_redirects=True, trust_env=False, verify=False)  # noqa: S501
    assert 200 == sent.status_code, sent.text
    stage.settle()
    return read(sent.text)


def slack_is_down(stage: Stage) -> None:
    """Slack answers nothing but 503 from now on."""
    stage.workspace.faults.next("*", status=503, times=DOWN)


def call_of(stage: Stage, user: str) -> dict[str, Any]:
    """A call as the API tells it."""
    found: dict[str, Any] = next(c for c in api(stage)["calls"] if c["person"] == user)
    return found


def by(stage: Stage, user: str) -> dict[str, str]:
    """How each means of a call stands, as the API tells it."""
    return {one["means"]: one["state"] for one in call_of(stage, user)["means"]}


def line_of(stage: Stage, user: str) -> str:
    """The card's line about the call to somebody."""
    lines = card(stage).words.splitlines()
    return next(line for line in lines if f"<@{user}>" in line and "· rung " in line)


# Slack is down.


def test_n2_while_slack_is_down_people_are_called_by_mail_and_answer_there(stage: Stage) -> None:
    """Mail at minute three, answered on the page; Slack is back, and nobody who has answered is asked again."""
    rhys, imogen = stage.player(RHYS), stage.player(IMOGEN)
    rhys.types("/crisis start data-breach Customer file on a forum")
    filled = rhys.fills(rhys.opens_form(), {"unit": "energy-uk"})
    slack_is_down(stage)
    Person.submits(rhys, filled)
    stage.forward(minutes=2, seconds=50)
    assert [] == mails(stage, IMOGEN)

    stage.forward(seconds=20)
    (mail,) = mails(stage, IMOGEN)
    assert "can you take it?" in mail.subject
    assert {"slack": "owed", "mail": "sent"} == by(stage, IMOGEN)
    assert "Slack has not taken the call" in read(page(stage))

    assert "You take it" in answers(stage, mail.link, answer="take")
    assert ("taken", "mail") == (call_of(stage, IMOGEN)["state"], call_of(stage, IMOGEN)["answered_through"])
    stage.workspace.faults.clear()
    stage.forward(minutes=10)
    assert [] == calls_of(imogen)
    assert 1 == len(mails(stage, IMOGEN))
    assert "Customer file on a forum" in card(stage).words
    assert "answered by mail" in line_of(stage, IMOGEN)


def test_n2_whoever_was_mailed_and_has_not_answered_finds_one_message_when_slack_is_back(
    stage: Stage,
) -> None:
    """It is sent once, in its place, and its mail is not sent again."""
    start_unsettled(stage.player(RHYS))
    slack_is_down(stage)
    stage.forward(minutes=4)

    stage.workspace.faults.clear()
    stage.forward(minutes=1)

    assert [1, 1] == [len(calls_of(stage.player(IMOGEN))), len(mails(stage, IMOGEN))]
    assert {"slack": "sent", "mail": "sent"} == by(stage, IMOGEN)


def test_when_slack_takes_nothing_the_lead_and_the_administrators_hear_it_by_mail(stage: Stage) -> None:
    """Once for an outage, with where the pages are; each in their language."""
    start(stage.player(RHYS))
    slack_is_down(stage)
    stage.player(RHYS).types("/crisis update INC-2026-0001 we are on it", "general")
    stage.forward(minutes=30)

    told = [m for m in mails(stage, SAOIRSE) if "Slack takes nothing" in m.subject]
    assert 1 == len(told)
    assert "/incidents" in told[0].text
    assert "INC-2026-0001" in told[0].text
    administrators = stage.bot.desk.directory().administrators
    for person in administrators:
        assert 1 == sum("Slack" in m.subject and "?" not in m.subject for m in mails(stage, person)), person


def test_the_end_of_a_ladder_is_mailed_while_slack_takes_nothing(stage: Stage) -> None:
    """Nobody answers a mail either: the lead and the administrators read once for each ladder that nobody is left."""
    start(stage.player(RHYS))
    slack_is_down(stage)
    for _ in range(30):
        stage.forward(minutes=10)

    ladders = api(stage, "/api/incidents/INC-2026-0001")["ladders"]
    assert {"exhausted"} == {ladder["state"] for ladder in ladders}
    for person in (SAOIRSE, *stage.bot.desk.directory().administrators):
        told = [m for m in mails(stage, person) if m.subject.startswith("INC-2026-0001")]
        ended = [
            m.text for m in told if "nobody has answered" in m.subject or "personne n’a répondu" in m.subject
        ]
        assert len({text.split("reference")[0] for text in ended}) == len(ended) == len(ladders), person


def test_n1_one_person_whom_slack_slows_down_is_reached_otherwise_and_delays_nobody(stage: Stage) -> None:
    """429 for half an hour on Poppy's lane alone: she has her text message in time, and Imogen her call at once."""
    stage.workspace.faults.next("chat.postMessage", channel=POPPY, retry_after=1800)
    start(stage.player(RHYS))
    assert 1 == len(calls_of(stage.player(IMOGEN)))

    stage.forward(minutes=2)

    assert {"slack": "owed", "sms": "sent"} == by(stage, POPPY)
    assert [] == [m for m in mails(stage, SAOIRSE) if "Slack takes nothing" in m.subject]
    stage.player(IMOGEN).clicks(calls_of(stage.player(IMOGEN))[-1], "call:take")
    assert "taken" == call_of(stage, IMOGEN)["state"]


def test_a_slack_message_that_is_pointless_by_then_is_dropped(stage: Stage) -> None:
    """Closed while Slack was away: nobody is called for what is over, when it is back."""
    start_unsettled(stage.player(RHYS))
    slack_is_down(stage)
    stage.forward(minutes=4)
    answers(stage, mails(stage, IMOGEN)[0].link, answer="decline", reason="asleep")
    stage.workspace.faults.clear()
    stage.forward(minutes=3)

    assert [] == calls_of(stage.player(IMOGEN))
    assert "dropped" == by(stage, IMOGEN)["slack"]


# In their order.


def test_the_order_of_means_of_a_person(stage: Stage) -> None:
    """Poppy: Slack at once, a text message after two minutes, mail after four; the provider gets all it needs."""
    start(stage.player(RHYS))
    assert [1, 0, 0] == [len(calls_of(stage.player(POPPY))), len(hooks(stage)), len(mails(stage, POPPY))]

    stage.forward(minutes=2)
    (hook,) = hooks(stage, "call.made")
    for said in ("+44 1632 960203", "Poppy Ashdown", "INC-2026-0001", "/answer/", "/api/calls/"):
        assert said in hook.text
    assert [] == mails(stage, POPPY)

    stage.forward(minutes=2)
    assert 1 == len(mails(stage, POPPY))
    assert {"slack": "sent", "sms": "sent", "mail": "sent"} == by(stage, POPPY)


def test_somebody_is_reached_by_the_provider_first_and_it_is_told_when_nothing_more_is_asked(
    stage: Stage,
) -> None:
    """Inès: a text message at once, Slack after a minute; she answers in Slack, and the provider hears the end."""
    start(stage.player(RHYS))
    stage.forward(minutes=5)
    ines = stage.player(INES)
    assert 1 == sum("Inès" in one.text for one in hooks(stage, "call.made"))
    assert [] == calls_of(ines)

    stage.forward(minutes=1)
    ines.clicks(calls_of(ines)[-1], "call:take")

    assert ["taken", "not_needed"] == sorted(
        (one.text.split('"outcome": "')[1].split('"')[0] for one in hooks(stage, "call.ended")), reverse=True
    )


def test_who_answers_before_their_second_means_gets_none(stage: Stage) -> None:
    """Taken in Slack within a minute: no text message, no mail."""
    start(stage.player(RHYS))
    stage.player(POPPY).clicks(calls_of(stage.player(POPPY))[-1], "call:take")

    stage.forward(minutes=10)
    assert ([], []) == (hooks(stage), mails(stage, POPPY))


# What refuses for good.


def test_n9_somebody_who_is_gone_is_called_by_the_next_means_at_once(stage: Stage) -> None:
    """The lead and the administrators hear it once, with the mend; the card and the page say it too."""
    stage.workspace.deactivate(POPPY)
    start(stage.player(RHYS))

    assert {"slack": "failed", "sms": "sent"} == by(stage, POPPY)
    assert [] == calls_of(stage.player(INES))
    told = [m.words for m in stage.player(SAOIRSE).direct_messages() if "refused by Slack" in m.words]
    assert 1 == len(told)
    assert "Correct it in the directory" in told[0]
    assert "text message" in card(stage).words
    stage.forward(minutes=30)
    assert 1 == sum("refused by Slack" in m.words for m in stage.player(SAOIRSE).direct_messages())


def test_n9_a_revoked_token_is_told_by_mail_with_the_mend_and_people_are_called_at_once(stage: Stage) -> None:
    """Slack itself is refused: no time is lost, no storm, and once it is mended everything goes."""
    start_unsettled(stage.player(RHYS))
    stage.workspace.faults.next("*", error="token_revoked", times=DOWN)
    stage.settle()

    assert 1 == len(mails(stage, IMOGEN))
    told = [m for m in mails(stage, SAOIRSE) if "to be mended" in m.subject]
    assert 1 == len(told)
    assert "SLACK_BOT_TOKEN" in told[0].text
    asked = len(stage.workspace.journal)
    stage.forward(minutes=10)
    assert 120 > len(stage.workspace.journal) - asked
    assert 1 == sum("to be mended" in m.subject for m in mails(stage, SAOIRSE))

    stage.workspace.faults.clear()
    stage.forward(minutes=2)
    assert "Customer file on a forum" in card(stage).words


def test_n9_a_room_that_was_renamed_is_written_to_and_one_that_was_archived_is_told_to_the_lead(
    stage: Stage,
) -> None:
    """By its id a room stays the room; an archived one is named to the lead with what mends it, once, and no storm."""
    start(stage.player(RHYS))
    found = room(stage)
    found.name = "renamed-by-somebody"
    stage.player(SAOIRSE).types(f"/crisis update {REF} We know more", "general")
    stage.settle()
    assert any("We know more" in message.words for message in found.messages.values())

    found.archived = True
    asked = len(stage.workspace.journal)
    for number in range(3):
        stage.player(SAOIRSE).types(f"/crisis log {REF} Fact {number}", "general")
        stage.forward(minutes=1)

    told = [
        message.words for message in stage.player(SAOIRSE).direct_messages() if "archived" in message.words
    ]
    assert 1 == len(told)
    assert "Unarchive it" in told[0]
    assert 60 > len(stage.workspace.journal) - asked
    assert "Fact 2" in read(page(stage))


def test_n9_a_webhook_that_refuses_goes_on_by_the_next_means(stage: Stage, company: Files) -> None:
    """The provider's key is gone: mail at once, and the cause with its mend in words."""
    start(stage.player(RHYS))
    company.people = replace(company.people, webhooks={})

    stage.forward(minutes=2)

    assert {"slack": "sent", "sms": "failed", "mail": "sent"} == by(stage, POPPY)
    assert "no longer has this webhook" in read(page(stage))
    assert any("no longer has this webhook" in m.words for m in stage.player(SAOIRSE).direct_messages())


# Answering.


def test_the_page_says_what_is_asked_in_both_languages(stage: Stage) -> None:
    """What happened, who asks, the lead's number, and two answers; whoever looks changes nothing."""
    start(stage.player(RHYS))
    stage.forward(minutes=4)
    (mail,) = mails(stage, POPPY)

    english, french = (opens(stage, mail.link, language) for language in ("en", "fr"))
    for said in ("Can you take it?", "Customer file on a forum", "I take it", "I can’t", "INC-2026-0001"):
        assert said in read(english)
    for said in ("Je m’en charge", "Je ne peux pas", "Pourquoi, en quelques mots"):
        assert said in read(french)
    assert "<script" not in english
    assert "sent" == call_of(stage, POPPY)["state"]


def test_i_cant_from_the_page_calls_the_next_at_once(stage: Stage) -> None:
    """With the reason, told to the others as an answer by mail."""
    start(stage.player(RHYS))
    stage.forward(minutes=4)
    (mail,) = mails(stage, POPPY)

    shown = answers(stage, mail.link, answer="decline", reason="on a plane")

    assert "You can’t" in shown
    assert "(on a plane), answered by mail" in line_of(stage, POPPY)
    assert "mail" == call_of(stage, POPPY)["answered_through"]
    assert any("Inès" in one.text for one in hooks(stage, "call.made"))


def test_n11_the_page_says_who_was_faster(stage: Stage) -> None:
    """Poppy answers by mail when Claire has taken it."""
    start(stage.player(RHYS))
    stage.forward(minutes=11)
    claire = stage.player(CLAIRE)
    claire.clicks(calls_of(claire)[-1], "call:take")

    (mail, *_) = mails(stage, POPPY)
    shown = answers(stage, mail.link, answer="take")

    assert "Nothing more is asked of you" in shown
    assert "Claire" in shown
    assert "sent" == call_of(stage, POPPY)["state"]


def test_the_log_says_by_what_and_why(stage: Stage) -> None:
    """In both languages: what was used, why, and through what the answer came."""
    start_unsettled(stage.player(RHYS))
    slack_is_down(stage)
    stage.forward(minutes=4)
    answers(stage, mails(stage, IMOGEN)[0].link, answer="take")

    english, french = read(page(stage)), read(page(stage, language="fr"))
    assert "Slack has not taken the call to Imogen" in english
    assert "answered by mail" in english
    assert "Slack n’a pas pris l’appel à Imogen" in french
    assert "par courriel" in french
    assert "mail" in {one.means for call in incident(stage).calls for one in call.tries}
