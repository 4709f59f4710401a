"""Whatever happens and whatever people type, Slack takes what is drawn, and their words stay words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.slack.blocks import (
    assessing,
    card,
    claims,
    duties,
    duty_forms,
    forms,
    handover,
    limits,
    notices,
    ping,
    points,
    publishing,
    publishing_forms,
    review,
    review_forms,
)
from handlers.slack.blocks import entries as logbook
from handlers.slack.blocks.assessing import Asking
from handlers.slack.blocks.forms import Draft
from handlers.slack.blocks.limits import Frame, Message, modal, quote, section
from handlers.slack.blocks.reader import Reader
from playbooks import events as e
from playbooks.commands import ActionId, CallId, ChannelId, OutletId, Verification
from playbooks.factors import Factor, Level
from playbooks.incident import Incident
from playbooks.playbook import Clock, ClockId, Language, RoleId, Severity, Since, StepId, Words
from playbooks.typed import one_line, paragraph
from tests.doors.client import live
from tests.doors.company import a_directory
from tests.doors.drawn import (
    HOSTILE,
    ROOM,
    after,
    entries,
    judged,
    judged_modal,
    languages,
    lives,
    titles,
)
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import (
    CLAIRE,
    DANA,
    FACTS,
    HOLDING,
    OMAR,
    PRESS,
    SAM,
    SUBSTANCE,
    a_playbook,
    an_incident,
    an_opening,
)
from tests.rules.gated import a_stance

NOW = MONDAY_MORNING + timedelta(hours=1)
WIDE = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

Life = tuple[Incident, tuple[e.Event, ...]]


@WIDE
@given(life=lives(), language=languages)
def test_slack_takes_every_card(life: Life, language: Language) -> None:
    """Zero or two hundred steps, any words, any state: the card is within every limit."""
    incident, _ = life

    judged(card.card(incident, a_directory(), language, NOW))

    assert 250 >= len(card.topic(incident, language))


@WIDE
@given(life=lives(), language=languages)
def test_slack_takes_every_window_and_form_of_the_legal_clocks(life: Life, language: Language) -> None:
    """None to eight clocks in any state, any title and any words."""
    incident, _ = life
    reader = Reader(directory=a_directory(), language=language, now=NOW)
    draft = forms.Draft(incident=incident)

    judged_modal(duties.window(reader, incident, ""))
    judged_modal(forms.close_incident(reader, draft))
    for duty in incident.duties:
        for form in (duty_forms.confirm, duty_forms.waive, duty_forms.meet):
            judged_modal(form(reader, draft, duty))


@WIDE
@given(life=lives(), language=languages)
def test_slack_takes_every_window_and_form_of_publishing(life: Life, language: Language) -> None:
    """None to forty channels in any state, with any name."""
    incident, _ = life
    reader = Reader(directory=a_directory(), language=language, now=NOW)
    draft = forms.Draft(incident=incident)

    for way in (publishing.FREEZE, publishing.RESTART):
        judged_modal(publishing.window(reader, incident, way, ""))
    judged_modal(publishing_forms.freeze(reader, draft))


@pytest.mark.parametrize("letter", ["a", "é", "\U0001f525"])
def test_a_window_of_much_text_is_cut_before_slack_refuses_it(letter: str) -> None:
    """A review of a long crisis opens all the same, and shows that it goes on; a short one is whole."""
    frame = Frame(callback="review:window", title="Review", close="Close")
    full = judged_modal(modal(frame, [section(letter * 1400) for _ in range(200)]))
    short = judged_modal(modal(frame, [section(letter * 100) for _ in range(20)]))

    assert "…" == full["blocks"][-1]["elements"][0]["text"]
    assert 10 < len(full["blocks"]) <= 100
    assert 20 == len(short["blocks"])


@WIDE
@given(life=lives(), language=languages)
def test_slack_takes_every_review(life: Life, language: Language) -> None:
    """The review's head, its replies and its window are within every limit."""
    incident, facts = life
    log = entries(facts)

    judged(review.head(incident, log, a_directory(), language, NOW))
    for part in review.timeline(incident, log, a_directory(), language, NOW):
        judged(part)
    judged_modal(review.window(incident, log, a_directory(), language, NOW))


def test_the_forms_of_a_reviewed_exercise_say_that_it_was_one() -> None:
    """Whoever answers or adds an action sees the mark, as on every other form."""
    drill, real = an_incident(drill=True), an_incident()
    reader = Reader(directory=a_directory(), language=Language.EN, now=NOW)

    def both(incident: Incident) -> tuple[Any, Any]:
        asked = review_forms.answer_questions(reader, incident, "")
        return asked, review_forms.add_action(reader, incident, SAM, "")

    assert [True, True] == ["EXERCISE" in str(form["blocks"][0]) for form in both(drill)]
    assert not any("EXERCISE" in str(form) for form in both(real))


@WIDE
@given(life=lives(), language=languages)
def test_slack_takes_every_call_and_line(life: Life, language: Language) -> None:
    """Each call, each of its endings, and each fact as a line, a word and an announcement are within every limit."""
    incident, facts = life
    directory = a_directory()

    for call in incident.calls[:5]:
        judged(ping.call(incident, call, directory, language, NOW))
        judged(ping.ended(incident, call, directory, language, NOW))
    for fact in {type(fact): fact for fact in facts}.values():
        for draw in (notices.notice, notices.nudge, notices.announcement):
            judged(draw(fact, incident, directory, language, NOW))


@WIDE
@given(
    life=lives(), language=languages, given=st.dictionaries(st.sampled_from(Factor), st.sampled_from(Level))
)
def test_slack_takes_every_agenda_brief_and_severity_form(
    life: Life, language: Language, given: dict[Factor, Level]
) -> None:
    """Thirty claims, two hundred late steps, any words: each window and message is within every limit."""
    incident, facts = life
    reader = Reader(directory=a_directory(), language=language, now=NOW)
    draft = Draft(incident=incident, metadata="{}", text="why")
    log = entries(facts)

    said = replace(draft, text=incident.claims[-1].text if incident.claims else "why")
    judged_modal(logbook.write_log(reader, said, ()))
    judged_modal(logbook.keep_message(reader, said, DANA))
    judged_modal(logbook.correct(reader, said, 7))
    judged_modal(points.agenda_window(reader, incident, "{}"))
    judged_modal(handover.hand_over_form(reader, draft, log))
    judged_modal(assessing.severity_form(reader, draft, Asking(given=given)))
    judged_modal(assessing.severity_form(reader, draft, Asking(given=given, step=incident.plan[0])))
    judged(handover.brief(reader, incident, log))
    for fact in facts:
        if isinstance(fact, e.HandedOver):
            judged(handover.handed(fact, incident, log, a_directory(), (language, NOW)))
    for claim in incident.claims[:2]:
        judged_modal(claims.settle_form(reader, draft, claim, Verification.FALSE))


@pytest.mark.parametrize(
    ("fact", "english", "in_french"),
    [
        (
            e.PointDue(at=NOW, due_at=NOW, to=OMAR),
            "🗓️ The fixed point of ",
            "🗓️ C’est l’heure du point fixe prévu ",
        ),
        (e.HandedOver(at=NOW, by=DANA, to=OMAR), "handed the lead over to you", "vous a passé la relève"),
        (
            e.ActionReminded(at=NOW, action=ActionId("a1")),
            "⏰ Your action is due: “Train deputies”.",
            "⏰ Votre action arrive à échéance : « Train deputies ».",
        ),
        (
            e.StepAssigned(at=NOW, by=DANA, step=FACTS, to=OMAR),
            "<@U0DANA> gave you step 1 “Do facts”.",
            "<@U0DANA> vous a confié l’étape 1 « Faire facts ».",
        ),
        (e.LeadNamed(at=NOW, by=DANA, lead=OMAR), "named you as lead", "vous a confié le pilotage"),
        (e.ReviewReminded(at=NOW), "you lead it", "vous le pilotez"),
    ],
)
def test_a_person_is_addressed_where_a_fact_names_them(fact: e.Event, english: str, in_french: str) -> None:
    """In the message and in its notification: nobody reads of themselves as of somebody else."""
    added = e.ActionAdded(
        at=NOW, by=SAM, action=ActionId("a1"), text="Train deputies", owner=OMAR, due_at=NOW
    )
    incident = after(an_incident(), added)

    for language, words in ((Language.EN, english), (Language.FR, in_french)):
        drawn = notices.nudge(fact, incident, a_directory(), language, NOW)
        for text in (str(drawn.blocks[0]["text"]["text"]), drawn.text):
            plain = text.replace("\u00a0", " ").replace("\u202f", " ")
            assert words.removeprefix("⏰ ").removeprefix("🗓️ ") in plain
            assert f"<@{OMAR}>" not in plain


# Somebody's words stay words (I1, I2, I3).

CLOCKS = tuple(
    Clock(
        id=ClockId(name),
        title=Words(en=name, fr=name),
        limit=timedelta(hours=72),
        since=Since.AWARENESS,
        owner=RoleId("security"),
    )
    for name in ("first", "second")
)
OURS = re.compile(r"<@U0(?:DANA|SAM|CLAIRE|OMAR|EVE)>|<#C0ROOM>|<!date\^\d+\^\{[^<>]*\|[^<>]* UTC>")


def everywhere(words: str) -> tuple[Incident, tuple[e.Event, ...]]:
    """An incident in which somebody wrote the same words wherever words can be written."""
    line, text = one_line(words), paragraph(words)
    at = MONDAY_MORNING
    playbook = a_playbook(clocks=CLOCKS)
    first = an_opening(playbook, title=line)
    call = CallId("press.0.U0CLAIRE")
    facts: tuple[e.Event, ...] = (
        e.ContactCalled(at=at, call=call, ladder=PRESS, rung=0, person=CLAIRE, due_at=at),
        e.CallSent(at=at, call=call, channel=ChannelId("D0CALL"), ts="1.1"),
        e.CallDeclined(at=at, by=CLAIRE, call=call, reason=line),
        e.RoomOpened(at=at, channel=ROOM, name="inc-2026-0001-data-breach"),
        e.StepCompleted(at=at, by=DANA, step=FACTS, note=text),
        e.StepSkipped(at=at, by=DANA, step=SUBSTANCE, reason=text),
        e.StepAdded(at=at, by=DANA, step=StepId("added-1"), title=line, owner=None, due_at=None),
        e.SeverityChanged(at=at, by=DANA, severity=Severity.SEV2, reason=text),
        e.HoldingLineSet(at=at, by=DANA, text=text),
        e.UpdateGiven(at=at, by=DANA, text=text, next_at=None),
        e.LogWritten(at=at, by=DANA, text=text),
        e.ClockWaived(at=at, by=SAM, clock=CLOCKS[0].id, reason=text),
        e.ClockMet(at=at, by=SAM, clock=CLOCKS[1].id, evidence=text),
        e.PublishingFrozen(at=at, by=SAM, scope=line, outlets=((OutletId("c1"), one_line(words, 80)),)),
        a_stance(at=at, reason=text, line=text, owner=OMAR, by=DANA, until=NOW),
        e.IncidentClosed(at=at, by=SAM, reason=text, left_open=(HOLDING,)),
        e.ReviewAnswered(at=at, by=DANA, question="next", text=text),
        e.ActionAdded(at=at, by=DANA, action=ActionId("a1"), text=line, owner=DANA, due_at=at),
    )
    return after(an_incident(playbook=playbook, title=line), *facts), (first, *facts)


def drawings(words: str) -> Iterator[Message]:
    """Everything that is drawn of such an incident, open and closed."""
    closed, facts = everywhere(words)
    running = after(
        an_incident(playbook=closed.playbook, title=one_line(words)),
        *(f for f in facts[1:] if not _after_the_close(f)),
    )
    directory, log, english = a_directory(), entries(facts), Language.EN
    for incident in (running, closed):
        yield card.card(incident, directory, english, NOW)
        yield ping.call(incident, incident.calls[0], directory, english, NOW)
        yield ping.ended(incident, incident.calls[0], directory, english, NOW)
    for fact in facts:
        for draw in (notices.notice, notices.nudge, notices.announcement):
            yield draw(fact, closed, directory, english, NOW)
    yield review.head(closed, log, directory, english, NOW)
    yield from review.timeline(closed, log, directory, english, NOW)
    yield from _rhythm(running, paragraph(words))


def _rhythm(running: Incident, text: str) -> Iterator[Message]:
    """The agenda, the brief and the forms of claims, where the words are claimed, verified and refuted."""
    at = MONDAY_MORNING
    facts = (
        e.LogWritten(at=at, by=DANA, text=text, status=Verification.TO_VERIFY, claim=1, source=text),
        e.LogWritten(at=at, by=DANA, text=text, status=Verification.VERIFIED, claim=2),
        e.ClaimSettled(at=at, by=DANA, claim=2, true=False, words=text, source=text),
        e.ClaimChecked(at=at, by=DANA, claim=1),
        e.SeverityChanged(at=at, by=DANA, severity=Severity.SEV1, reason=text),
        e.HandedOver(at=at, by=SAM, to=OMAR),
    )
    incident, directory = after(running, *facts), a_directory()
    reader = Reader(directory=directory, language=Language.EN, now=NOW)
    draft, log = Draft(incident=incident, metadata="{}"), entries(facts)
    yield handover.brief(reader, incident, log)
    yield handover.handed(facts[-1], incident, log, directory, (Language.EN, NOW))
    for fact in facts:
        yield notices.notice(fact, incident, directory, Language.EN, NOW)
    for view in (
        points.agenda_window(reader, incident, "{}"),
        claims.settle_form(reader, draft, incident.claims[0], Verification.VERIFIED),
        logbook.keep_message(reader, replace(draft, text=text), DANA),
        handover.hand_over_form(reader, draft, log),
    ):
        yield limits.message(view["blocks"], "a window")
    yield limits.message([limits.section(claims.claim_line(reader, c)) for c in incident.claims], "claims")


def _after_the_close(fact: e.Event) -> bool:
    return isinstance(fact, e.IncidentClosed | e.ReviewAnswered | e.ActionAdded)


def markup(drawn: Message) -> Iterator[str]:
    """Every text of a message in which Slack reads markup."""
    yield drawn.text
    yield from _texts(drawn.blocks)


def _texts(piece: Any) -> Iterator[str]:
    if isinstance(piece, list):
        for inner in piece:
            yield from _texts(inner)
    elif isinstance(piece, dict):
        if piece.get("type") == "mrkdwn":
            assert piece["verbatim"] is True
            yield piece["text"]
        for inner in piece.values():
            yield from _texts(inner)


@pytest.mark.parametrize("words", HOSTILE)
def test_i1_somebodys_words_ping_nobody(words: str) -> None:
    """No mention, no group, no channel and no link but those that we draw ourselves."""
    for drawn in drawings(words):
        for text in markup(drawn):
            assert "<" not in OURS.sub("", text), text


@pytest.mark.parametrize("words", [words for words in HOSTILE if len(words) < 1000])
def test_i2_somebodys_words_make_no_link_and_no_format(words: str) -> None:
    """A client makes nothing of them live that it does not make live of harmless words."""
    hostile, calm = made_live(words), made_live("harmless")

    for kind in ("control", "code", "emoji"):
        assert calm[kind] == hostile[kind], kind
    for sign in "*_~":
        assert len(calm[sign]) == len(hostile[sign]), sign


def made_live(words: str) -> dict[str, list[str]]:
    """What a client makes live, all drawings together: longer words may begin another message of a long log."""
    found: dict[str, list[str]] = {}
    for drawn in drawings(words):
        for text in markup(drawn):
            for kind, pieces in live(text).items():
                found.setdefault(kind, []).extend(pieces)
    return {kind: sorted(pieces) for kind, pieces in found.items()}


@given(words=titles)
def test_i2_no_words_at_all_make_markup(words: str) -> None:
    """Whatever is typed, quoting it leaves nothing that a client would draw as more than text."""
    assert {"quotation": []} == {
        kind: found for kind, found in live(quote(words)).items() if kind == "quotation" or found
    }


def test_i3_a_line_break_forges_no_line_of_ours() -> None:
    """Words of several lines are marked as a quotation on each of their lines."""
    incident, _ = everywhere("\nfirst\n*Severity*\n🔵 Watch")

    drawn = card.card(incident, a_directory(), Language.EN, NOW)
    line = next(text for text in markup(drawn) if "What we say for now" in text)

    assert "> ∗Severity∗\n> 🔵 Watch" in line
    assert "Severity 🔵 Watch" not in incident.title or "\n" not in incident.title


def test_over_long_words_are_cut_with_an_ellipsis() -> None:
    """Ten thousand signs end in an ellipsis, in the header and everywhere else."""
    incident, _ = everywhere("long " * 2000)

    drawn = judged(card.card(incident, a_directory(), Language.EN, NOW))

    header = next(block for block in drawn.blocks if block["type"] == "header")
    assert header["text"]["text"].endswith("…")


# Limits, each at its edge.


@pytest.mark.parametrize("sign", ["x", "\U0001f525", "é"])
@pytest.mark.parametrize(("draw", "limit"), [(limits.plain, 3000), (limits.mrkdwn, 3000)])
def test_a_text_is_cut_at_its_limit(draw: Any, limit: int, sign: str) -> None:
    """Just as long as allowed stays whole; longer ends in an ellipsis and is never longer than allowed."""
    size = limits.units(sign)

    assert sign * (limit // size) == draw(sign * (limit // size))["text"]
    assert limit >= limits.units(draw(sign * limit + sign)["text"])
    assert draw(sign * limit + sign)["text"].endswith("…")


def test_a_cut_never_falls_within_a_mention_or_an_entity() -> None:
    """Half a mention would be shown as rubbish, and half an entity too."""
    for length in range(1, 40):
        kept = limits.cut("<@U0DANA> &amp; &lt;b&gt; <!date^1^{ago}|x>", length)

        assert limits.units(kept) <= length
        assert kept.count("<") == kept.count(">")
        assert re.fullmatch(r"(?:[^&]|&(?:amp|lt|gt);)*", kept)


def test_identifiers_are_never_cut() -> None:
    """A cut identifier would be another one: that is a fault of ours, said at once."""
    with pytest.raises(ValueError, match="255"):
        limits.button("x" * 256, "Done", "v")


def test_the_channel_is_named_after_the_playbook_and_never_twice() -> None:
    """A name that is taken gets the next number, within Slack's eighty signs."""
    incident = an_incident()
    wide = an_incident(playbook=a_playbook(id="x" * 100))

    assert "inc-2026-0001-data-breach" == card.channel_name(incident, 0)
    assert ["inc-2026-0001-data-breach-2", "inc-2026-0001-data-breach-3"] == [
        card.channel_name(incident, attempt) for attempt in (1, 2)
    ]
    assert 80 == len(card.channel_name(wide, 12))
