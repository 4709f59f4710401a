"""Tools report customers and spikes: the right person is told once, and decides; nothing opens by itself."""

from datetime import timedelta

import pytest

from bot.practice.team import Message
from bot.stage import Player, Stage
from playbooks.incoming import MessageReport, SpikeReport
from playbooks.playbook import Words
from tests.stories.scene import CLAIRE, IMOGEN, RHYS, action_ids, api, everything_said, whispered
from tests.stories.test_advice import teach

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

TOOL = Words(en="Our care tool", fr="Notre outil")


def a_message(number: int = 1, **changes: str) -> MessageReport:
    """What a tool says of a customer of the energy unit."""
    plain = {
        "id": f"m-{number}",
        "text": "My parcel is late again",
        "author": "@anna",
        "network": "x",
        "link": "https://x.com/anna/status/1",
        "language": "en",
        "group": "",
        "unit": "energy-uk",
    }
    return MessageReport(**{**plain, **changes}, reach=1200)


def arrives(stage: Stage, told: MessageReport | SpikeReport) -> bool:
    """Have a tool report; then whatever is owed is sent."""
    kept = stage.bot.desk.inbox.arrived("care-tool", TOOL, told)
    stage.settle()
    return kept


def letters(stage: Stage, button: str = "inbox:take") -> list[Message]:
    """Every message that offers a report."""
    return [message for message in everything_said(stage) if button in action_ids(message)]


def taker(stage: Stage, button: str = "inbox:take") -> Player:
    """Whoever was told of the one report."""
    (letter,) = letters(stage, button)
    with stage.workspace.team.lock:
        channel = stage.workspace.team.channels[letter.channel]
    (person,) = (member for member in channel.members if member != letter.user)
    return stage.player(person)


def test_a_customer_who_is_reported_is_offered_to_whoever_answers(stage: Stage) -> None:
    """Words, network, followers, what suits and what to do; no incident is opened."""
    teach(stage)
    arrives(stage, a_message())

    (letter,) = letters(stage)
    for told in (
        "A customer wrote",
        "Our care tool",
        "My parcel is late again",
        "1200 followers",
        "Unhappy customer",
    ):
        assert told in letter.words
    assert "answer in private" in letter.words
    assert 404 == _status(stage, "/api/incidents/REP-2026-0001")


def _status(stage: Stage, path: str) -> int:
    try:
        api(stage, path)
    except AssertionError:
        return 404
    return 200


def test_whoever_takes_it_answers_it_and_nobody_takes_it_twice(stage: Stage) -> None:
    """The form is filled from the report; the author stays a pseudonym; a second press is refused with the case."""
    arrives(stage, a_message())
    (letter,), person = letters(stage), taker(stage)
    person.clicks(letter, "inbox:take")
    form = person.opens_form()
    assert "My parcel is late again" in str(form.body["blocks"])
    assert "anna" not in str(form.body).replace("x.com/anna/status/1", "")
    person.submits(person.fills(form, {"playbook": "unhappy-customer"}))

    told = api(stage, "/api/incidents/REP-2026-0001")["customer"]
    assert 12 == len(told["author"])
    assert ("x", 1200) == (told["network"], told["reach"])

    person.clicks(letter, "inbox:take")
    form = person.fills(person.opens_form(), {"playbook": "unhappy-customer", "about": ["agreed"]})
    assert "has taken this message already" in str(person.submits(form).body)
    assert "REP-2026-0001" in str(person.submits(form).body)


def test_an_exercise_takes_no_real_customer(stage: Stage) -> None:
    """Who is reported waits for a true answer: the form says so beside the tick, and opens once it is gone."""
    arrives(stage, a_message())
    (letter,), person = letters(stage), taker(stage)
    person.clicks(letter, "inbox:take")
    form = person.fills(person.opens_form(), {"playbook": "unhappy-customer", "about": ["drill"]})

    assert "its customer is a real one" in str(person.submits(form).body)
    assert 1 == stage.bot.desk.inbox.backlog().waiting

    person.submits(person.fills(form, {"about": []}))
    assert 0 == stage.bot.desk.inbox.backlog().waiting


def test_n4_the_same_report_again_has_no_effect(stage: Stage) -> None:
    """Whatever the tool sends again."""
    assert arrives(stage, a_message())
    assert not arrives(stage, a_message())
    assert 1 == len(letters(stage))


def test_what_belongs_together_is_told_once_an_hour(stage: Stage) -> None:
    """All of them are kept; an hour later the next one is told again."""
    for number in range(1, 6):
        assert arrives(stage, a_message(number, group="strike", author=f"@n{number}", link=""))
    assert 1 == len(letters(stage))
    assert 5 == len(stage.bot.desk.inbox.waiting(10)[1])

    stage.forward(minutes=61)
    arrives(stage, a_message(6, group="strike", author="@n6", link=""))
    assert 2 == len(letters(stage))


def test_a_customer_whom_somebody_answers_is_told_to_them(stage: Stage) -> None:
    """Not offered to anybody else."""
    rhys = stage.player(RHYS)
    rhys.types("/reply My parcel is late", "customer-care")
    answers = {"playbook": "unhappy-customer", "unit": "energy-uk", "network": "x", "author": "anna"}
    rhys.submits(rhys.fills(rhys.opens_form(), answers))

    arrives(stage, a_message(text="And now it is broken as well"))

    assert [] == letters(stage)
    assert "Your customer wrote again" in rhys.direct_messages()[-1].words
    assert "REP-2026-0001" in rhys.direct_messages()[-1].words


def test_who_is_on_a_restricted_customer_is_told_without_its_reference(stage: Stage) -> None:
    """In a whole sentence; the letter says nothing that its notification may not show to others."""
    rhys = stage.player(RHYS)
    rhys.types("/reply He knows where I live", "customer-care")
    answers = {"playbook": "unhappy-customer", "unit": "energy-uk", "network": "x", "author": "anna"}
    rhys.submits(rhys.fills(rhys.opens_form(), {**answers, "about": ["restricted"]}))

    arrives(stage, a_message(text="He is back"))

    assert "wrote again* (from Our care tool). Note it" in rhys.direct_messages()[-1].words.replace("∗", "*")


def test_a_spike_is_told_once_a_day_and_opens_a_crisis_at_a_press(stage: Stage) -> None:
    """Against the same hour of the weeks before: here none had any. Ten in an hour tell it, and thirty no second time."""
    for number in range(30):
        arrives(stage, a_message(number, author=f"@n{number}", link=""))

    (spike,) = letters(stage, "inbox:crisis")
    assert "On parle de Meridian Énergie Royaume-Uni bien plus que d’habitude" in spike.words
    assert "10 messages" in spike.words
    assert "Rien n’a été ouvert" in spike.words


def test_a_usual_number_is_no_spike(stage: Stage) -> None:
    """Thirty an hour on each Monday at this time."""
    for week in range(3):
        for number in range(12):
            arrives(stage, a_message(100 * week + number, author=f"@n{week}-{number}", link=""))
        stage.forward(days=7)
    before = len(letters(stage, "inbox:crisis"))

    for number in range(20):
        arrives(stage, a_message(900 + number, author=f"@late{number}", link=""))

    assert before == len(letters(stage, "inbox:crisis"))


def test_a_tool_that_sees_a_spike_itself_is_believed_once(stage: Stage) -> None:
    """Its own numbers are shown; our count of the same day tells nothing more."""
    spike = SpikeReport(
        id="s-1",
        text="Mentions of the outage are rising",
        network="x",
        link="",
        language="en",
        group="",
        unit="energy-uk",
        count=480,
        usual=40,
    )
    arrives(stage, spike)
    for number in range(12):
        arrives(stage, a_message(number, author=f"@n{number}", link=""))

    (letter,) = letters(stage, "inbox:crisis")
    assert "480 messages" in letter.words
    maud = taker(stage, "inbox:crisis")
    maud.clicks(letter, "inbox:crisis")
    assert "Ouvrir une crise" == maud.opens_form().title


def test_a_report_that_was_forgotten_says_where_to_look(stage: Stage) -> None:
    """After thirty days."""
    arrives(stage, a_message())
    (letter,), person = letters(stage), taker(stage)
    stage.forward(days=31)
    stage.bot.memory.forget(stage.bot.desk.clock.now() + timedelta(seconds=1))

    person.clicks(letter, "inbox:take")

    assert "no longer kept" in whispered(person)


def test_the_same_cause_five_times_in_a_day_proposes_an_incident_once(stage: Stage) -> None:
    """However it was typed; the fourth says nothing, the sixth nothing more; the button opens the form with it."""
    rhys = stage.player(RHYS)
    typed = ["Parcel lost", "parcel  LOST", "Parcel, lost!", "parcel lost", "Parcel lost", "parcel lost"]
    for number, cause in enumerate(typed):
        rhys.types(f"/reply Where is parcel {number}?", "customer-care")
        answers = {"playbook": "unhappy-customer", "unit": "energy-uk"}
        rhys.submits(rhys.fills(rhys.opens_form(), answers))
        card = [m for m in rhys.sees("customer-care") if "ask:cause" in action_ids(m)][-1]
        rhys.clicks(card, "ask:cause")
        rhys.submits(rhys.fills(rhys.opens_form(), {"cause": cause}))
        stage.settle()
        assert (number >= 4) == bool(letters(stage, "inbox:incident"))

    (told,) = letters(stage, "inbox:incident")
    assert "5" in told.words
    assert "Parcel lost" in told.words
    person = taker(stage, "inbox:incident")
    person.clicks(told, "inbox:incident")
    assert "Parcel lost" in str(person.opens_form().body["blocks"])


def test_who_waits_is_listed_taken_and_set_aside(stage: Stage) -> None:
    """Also those of a group that nobody was told of; whoever may be stranded first; an empty list says so."""
    arrives(stage, a_message(1, group="strike", author="@n1", link=""))
    stage.forward(minutes=5)
    stranded = "I am stranded with my child, no bus"
    arrives(stage, a_message(2, group="strike", author="@n2", link="", text=stranded))
    arrives(stage, a_message(3, group="strike", author="@n3", link="", text="lol buses"))
    rhys = stage.player(RHYS)

    rhys.types("/reply inbox", "customer-care")
    listed = rhys.opens_form()
    assert "Waiting customers" == listed.title
    shown = str(listed.body["blocks"])
    assert "*3 customers wait*" in shown
    assert shown.index(stranded) < shown.index("My parcel is late again") < shown.index("lol buses")
    assert 1 == shown.count("*first*")

    third = stage.bot.desk.inbox.waiting(3)[1][2]
    rhys.clicks(listed, f"inbox:aside:{third.id}")
    assert "*2 customers wait*" in str(rhys.opens_form().body["blocks"])
    assert "lol buses" not in str(rhys.opens_form().body["blocks"])

    first = stage.bot.desk.inbox.waiting(3)[1][0]
    rhys.clicks(rhys.opens_form(), f"inbox:take:{first.id}")
    rhys.submits(rhys.fills(rhys.opens_form(), {"playbook": "unhappy-customer"}))
    assert 1 == stage.bot.desk.inbox.backlog().waiting


def test_what_two_people_do_about_one_message_is_done_once(stage: Stage) -> None:
    """The second is told who was first; the one who set it aside may press again."""
    arrives(stage, a_message())
    rhys, imogen = stage.player(RHYS), stage.player(IMOGEN)
    for person in (rhys, imogen):
        person.types("/reply inbox", "customer-care")
    lists = {person: person.opens_form() for person in (rhys, imogen)}

    aside = f"inbox:aside:{stage.bot.desk.inbox.waiting(1)[1][0].id}"
    rhys.clicks(lists[rhys], aside)
    imogen.clicks(lists[imogen], aside)

    assert f"<@{RHYS}> has said already that nothing is to be done" in str(imogen.opens_form().body)
    assert "Nobody waits" in str(rhys.opens_form().body["blocks"])


def test_whoever_waits_stands_on_the_home_tab(stage: Stage) -> None:
    """In the reader's language, with a button that opens the list; nothing where nobody waits."""
    claire = stage.player(CLAIRE)
    empty = claire.opens_home()
    assert empty is not None
    assert "client attend" not in empty.words
    arrives(stage, a_message())

    home = claire.opens_home()

    assert home is not None
    assert "*1 client attend*" in home.words
    claire.clicks(home, "inbox:open")
    assert "Clients en attente" == claire.opens_form().title


def test_what_a_customer_of_ours_writes_again_waits_for_nobody_else(stage: Stage) -> None:
    """It was told to whoever answers them."""
    rhys = stage.player(RHYS)
    rhys.types("/reply My parcel is late", "customer-care")
    answers = {"playbook": "unhappy-customer", "unit": "energy-uk", "network": "x", "author": "anna"}
    rhys.submits(rhys.fills(rhys.opens_form(), answers))

    arrives(stage, a_message(text="And now it is broken as well"))

    assert 0 == stage.bot.desk.inbox.backlog().waiting
