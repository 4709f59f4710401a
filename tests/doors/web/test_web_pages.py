"""The pages: the same facts as the incident's state, in the reader's language, and nothing that bites."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from playbooks.commands import (
    AddAction,
    AddStep,
    AnswerReview,
    Assessed,
    AssessSeverity,
    ChannelId,
    CloseIncident,
    CompleteStep,
    DeclineCall,
    Errand,
    GiveUpdate,
    OpenIncident,
    SetHoldingLine,
    SettleClaim,
    SkipStep,
    TakeCall,
    Verification,
    WriteLog,
)
from playbooks.incident import CallState, Incident
from playbooks.playbook import PlaybookId, PlaybookKind, Severity
from playbooks.ports import OwedErrand, Refused
from tests.doors.web.reading import Page, read, spaced
from tests.doors.web.scene import BASILE, CLAIRE, INES, MAUD, Outcome, Scene, accepts
from tests.fakes.plans import a_playbook, an_opened_change
from tests.rules.assessed import answers

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:alert(3)">here</a>'


def page_of(scene: Scene, incident: Incident, language: str = "en") -> Page:
    """Read an incident's page."""
    return read(scene.page(f"/incidents/{incident.ref}?lang={language}"))


# The list ------------------------------------------------------------------------------------------------


def test_the_front_door_leads_to_the_list(scene: Scene) -> None:
    """Whoever opens the address alone gets the list."""
    answer = scene.browser().get("/")

    assert (303, "/incidents") == (answer.status_code, answer.headers["location"])


def test_an_empty_list_says_what_to_do(scene: Scene) -> None:
    """Nothing runs yet: a sentence and the command to start with, no empty table and no number."""
    english, french = (read(scene.page(f"/incidents?lang={language}")) for language in ("en", "fr"))

    assert "Nothing is running. To start one, type /crisis start" in english.words
    assert "Rien n’est en cours. Pour en démarrer un, tapez /crise démarrer" in french.words
    assert [] == list(english.all("table"))


def test_a_line_tells_the_incident_in_words(scene: Scene) -> None:
    """Reference, title, severity, state, lead, unit, start and progress stand in the line, none by colour alone."""
    incident = scene.opens(severity=Severity.SEV2)
    scene.does(CompleteStep(incident=incident.id, step=incident.steps[0].step.id))
    scene.clock.forward(minutes=42)

    words = read(scene.page("/incidents")).words

    lead = scene.desk.people.contact(incident.lead)
    assert lead is not None
    told = (
        "INC-2026-0001",
        "Customer file on a forum",
        "Sensitive",
        "Open",
        lead.name,
        "Meridian Rail France",
    )
    for fact in (*told, "09:00 UTC", "2 Mar 2026", "42 min", f"1 of {len(incident.steps)}"):
        assert fact in words


def test_the_list_is_open_closed_or_all(scene: Scene) -> None:
    """Each choice shows its own incidents and marks itself as the one that is shown."""
    over, running = scene.opens("Yesterday’s"), scene.opens("Today’s")
    scene.does(CloseIncident(incident=over.id, reason="Over"))

    pages = {choice: read(scene.page(f"/incidents?state={choice}")) for choice in ("open", "closed", "all")}

    shown = {choice: (over.ref in page.words, running.ref in page.words) for choice, page in pages.items()}
    assert {"open": (False, True), "closed": (True, False), "all": (True, True)} == shown
    for choice, page in pages.items():
        current = [link["href"] for link in page.all("a") if link.get("aria-current") == "page"]
        assert [f"/incidents?state={choice}"] == current


def test_older_incidents_are_on_the_next_page(scene: Scene) -> None:
    """Following the link to older ones shows every incident once and ends."""
    for number in range(120):
        scene.opens(f"Number {number:03}")
        scene.clock.forward(seconds=1)
    address, seen = "/incidents?lang=en", list[str]()

    while address:
        page = read(scene.page(address))
        seen += [link["href"] for link in page.all("a") if link.get("class") == "title"]
        address = next((link["href"] for link in page.all("a") if link.get("rel") == "next"), "")

    assert [f"/incidents/INC-2026-{number:04}?lang=en" for number in range(120, 0, -1)] == seen


def test_the_list_costs_one_look_however_long(scene: Scene) -> None:
    """Fifty incidents take as many statements as one."""
    scene.opens()
    with statements() as one:
        scene.page("/incidents")
    for number in range(49):
        scene.opens(f"Number {number}")
    with statements() as fifty:
        words = read(scene.page("/incidents")).words

    assert "INC-2026-0050" in words
    assert len(one) == len(fifty)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Note what is asked of the database."""
    noted: list[str] = []

    def note(*arguments: object) -> None:
        noted.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", note)
    yield noted
    event.remove(Engine, "before_cursor_execute", note)


# One incident --------------------------------------------------------------------------------------------


def refuses_basile(errand: OwedErrand) -> Outcome:
    """Slack accepts everything but a message to one deactivated account."""
    call_to_him = errand.errand is Errand.CALL and errand.subject.endswith(BASILE)
    return Refused(reason="user_disabled") if call_to_him else accepts(errand)


@pytest.fixture
def running(scene: Scene) -> Incident:
    """An incident in the middle: steps settled and late, calls in every state, words said, a promise given."""
    incident = scene.opens(people_at_risk=True)
    scene.slack_answers(refuses_basile)
    scene.clock.forward(minutes=3)
    unit = next(call for call in incident.calls if call.ladder == "unit")
    scene.does(DeclineCall(incident=incident.id, call=unit.id, reason="On a plane"), by=unit.person)
    now = scene.desk.looking.named(incident.ref, None)
    press = next(call for call in now.calls if call.person == INES)
    scene.does(TakeCall(incident=incident.id, call=press.id), by=INES)
    first, decision, *_ = incident.steps
    scene.clock.forward(minutes=9)
    scene.does(CompleteStep(incident=incident.id, step=first.step.id), by=CLAIRE)
    assessed = Assessed(factors=answers(2, 2, 2, 2), severity=Severity.SEV1)
    scene.does(AssessSeverity(incident=incident.id, assessed=assessed, step=decision.step.id), by=CLAIRE)
    scene.does(SkipStep(incident=incident.id, step=incident.steps[2].step.id, reason="Already open"), by=MAUD)
    scene.does(SetHoldingLine(incident=incident.id, text="We are checking.\nWe will say more."), by=CLAIRE)
    scene.does(GiveUpdate(incident=incident.id, text="The forum took it down.", next_in=timedelta(hours=1)))
    scene.does(WriteLog(incident=incident.id, text="Le Monde called"), by=BASILE)
    for text, status in (
        ("It is on a forum", Verification.VERIFIED),
        ("Passports are in it", Verification.TO_VERIFY),
        ("The police know", Verification.TO_VERIFY),
    ):
        scene.does(WriteLog(incident=incident.id, text=text, status=status), by=BASILE)
    scene.does(SettleClaim(incident=incident.id, claim=4, true=False, words="nobody told them"), by=MAUD)
    return scene.time_passes(incident, minutes=30)


def test_the_head_tells_what_people_look_for_first(scene: Scene, running: Incident) -> None:
    """Title, severity in words, state, lead, unit, start, how long and how far, playbook and channel."""
    words = page_of(scene, running).words

    assert "INC-2026-0001 ▲ Crisis ▶ Open Customer file on a forum" in words
    assert "People may be at risk. Their safety comes before any message." in words
    assert "Business unit Meridian Rail France (FR)" in words
    assert "Started 2 Mar 2026, 09:00 UTC" in words
    assert "by Maud Tessier" in words
    assert "Running for 42 min" in words
    assert f"3 of {len(running.steps)} steps settled" in words
    assert "Data breach, version 2" in words
    assert "#inc-2026-0001-data-breach" in words


def test_every_step_shows_its_facts(scene: Scene, running: Incident) -> None:
    """Number, title, owner and planned time of each step are on the page, in both languages."""
    for language in ("en", "fr"):
        words = page_of(scene, running, language).words
        for step in running.steps:
            title = step.step.title.en if language == "en" else step.step.title.fr
            assert f"{step.number} {spaced(title)}" in words
            owner = scene.desk.people.contact(running.owner(step))
            assert owner is not None
            assert owner.name in words


def test_a_settled_step_shows_when_by_whom_and_what(scene: Scene, running: Incident) -> None:
    """A done step shows its lateness, a decision its words, a skipped one its reason."""
    words = page_of(scene, running).words

    assert "✓ Done 7 min late" in words
    assert "Decision: Crisis" in words
    assert "– Left out" in words
    assert "Reason: Already open" in words
    assert "09:12 UTC 2 Mar 2026 by Claire Vasseur" in words


def test_a_late_step_says_so_in_words(scene: Scene, running: Incident) -> None:
    """An open step past its time says by how much."""
    late = next(
        step
        for step in running.open_steps
        if step.progress.due_at and step.progress.due_at < scene.clock.now()
    )
    assert late.progress.due_at is not None
    minutes = int((scene.clock.now() - late.progress.due_at).total_seconds() // 60)

    assert f"Late by {minutes} min" in page_of(scene, running).words
    assert f"En retard de {minutes} min" in page_of(scene, running, "fr").words


def test_the_calls_tell_the_truth_about_delivery(scene: Scene, running: Incident) -> None:
    """Failed with the reason and its mend, taken and declined with the hour, owed as owed."""
    words = page_of(scene, running).words

    assert "Basile Marchetti Rung 1 ! Not reached This person’s Slack account is deactivated." in words
    assert "Inès Delorme Rung 2 ✓ Takes it 09:00 UTC 2 Mar 2026 09:00 UTC 2 Mar 2026 09:03 UTC" in words
    assert "✕ Can’t On a plane" in words
    assert "Press Answered by Inès Delorme after 3 min." in words


def test_nobody_is_called_before_slack_has_accepted_it(scene: Scene) -> None:
    """A call that is owed says that Slack has not accepted it, and shows no hour at which it was sent."""
    incident = scene.opens()

    page = page_of(scene, incident)

    assert {CallState.OWED} == {call.state for call in incident.calls}
    assert page.words.count("Owed, not yet accepted") == len(incident.calls)
    assert "Sent" not in page.words.replace("sent ·", "")


def test_what_we_say_stands_with_its_promise(scene: Scene, running: Incident) -> None:
    """The holding line, the update and the promised moment, also in the zone where the lead lives."""
    page = page_of(scene, running)

    assert "We are checking. We will say more. Claire Vasseur, 2 Mar 2026, 09:12 UTC" in page.words
    assert "The forum took it down. Maud Tessier" in page.words
    assert "Next update promised for 2 Mar 2026, 10:12 UTC (10:12 Europe/London)" in page.words
    assert "2026-03-02T10:12:00Z" in {moment["datetime"] for moment in page.all("time")}


def test_the_fixed_point_shows_what_it_would_go_through(scene: Scene, running: Incident) -> None:
    """When the next is, what was verified, what is late and who has not answered, in both languages."""
    page = page_of(scene, running)

    assert "Next one due 2 Mar 2026, 10:12 UTC (10:12 Europe/London)" in page.words
    assert "Verified since the opening It is on a forum" in page.words
    assert "Legal clocks running, and their limits" in page.words
    assert "Late steps" in page.words
    french = page_of(scene, running, "fr").words
    assert "Vérifié depuis l’ouverture It is on a forum" in french
    assert "Pas encore tenu" in french


def test_every_claim_stands_on_the_page_with_what_became_of_it(scene: Scene, running: Incident) -> None:
    """Verified, to verify, false: a sign and a word each, with who settled it and what shows it."""
    words = page_of(scene, running).words

    assert "2 It is on a forum ✓ Verified" in words
    assert "3 Passports are in it ? To verify" in words
    assert "4 The police know nobody told them ✕ False" in words
    assert "by Maud Tessier" in words
    assert "3 Passports are in it ? À vérifier" in page_of(scene, running, "fr").words


def test_the_last_assessment_stands_on_the_page(scene: Scene, running: Incident) -> None:
    """The six answers in words, and what they advised, whatever was kept."""
    words = page_of(scene, running).words

    assert "8 points of 18 advise “Sensitive”." in words
    assert "Harm to people: Injury possible; Volume, against an ordinary day: Three to ten times" in words
    assert "8 points sur 18 conseillent « Sensible »." in page_of(scene, running, "fr").words


def test_a_closed_incident_has_no_fixed_point_and_keeps_its_claims(scene: Scene, running: Incident) -> None:
    """The review says what was never verified and what turned out to be false."""
    scene.does(CloseIncident(incident=running.id, reason="Over"), by=running.lead)

    words = page_of(scene, running).words

    assert "Next one due" not in words
    assert "Never verified Passports are in it" in words
    assert "Found to be false The police know" in words


def test_a_broken_promise_is_called_one(scene: Scene, running: Incident) -> None:
    """After the promised moment the page says that the update did not come."""
    scene.time_passes(running, minutes=31)

    assert "The update did not come as promised for 2 Mar 2026, 10:12 UTC" in page_of(scene, running).words
    assert "Point non tenu, promis pour le 2 mars 2026, 10 h 12 UTC" in page_of(scene, running, "fr").words


def test_every_due_moment_is_shown(scene: Scene, running: Incident) -> None:
    """The page lists as many moments as the memory remembers."""
    dues = scene.desk.looking.everything(running).dues
    page = page_of(scene, running)

    shown = [moment["datetime"] for moment in page.all("time")]
    assert dues
    for due in dues:
        assert due.at.isoformat(timespec="seconds").replace("+00:00", "Z") in shown


def test_the_timeline_has_one_sentence_for_each_fact(scene: Scene, running: Incident) -> None:
    """Every fact of the log stands in the timeline under its own number."""
    log = scene.desk.looking.everything(running).log
    page = page_of(scene, running)

    assert [str(entry.seq) for entry in log] == [item["value"] for item in page.all("li") if "value" in item]
    assert "Basile Marchetti kept entry 1: “Le Monde called”" in page.words


def test_a_fact_recorded_late_says_so(scene: Scene) -> None:
    """What was written down two hours after it happened shows both moments."""
    change = an_opened_change()
    with scene.memory.transaction() as tx:
        tx.release(change.after.playbook, change.now)
        tx.write(replace(change, now=scene.clock.forward(hours=2)))

    assert "(recorded at 2 Mar 2026, 11:00 UTC)" in page_of(scene, change.after).words


def test_a_drill_is_marked_in_words(scene: Scene) -> None:
    """List and page say that it is an exercise, in both languages."""
    drill = scene.opens(drill=True)

    assert "Exercise. This is a drill." in page_of(scene, drill).words
    assert "Exercice. Ceci est un entraînement." in page_of(scene, drill, "fr").words
    assert "Exercise" in read(scene.page("/incidents")).words


def test_a_reply_that_is_worked_in_a_channel_of_others_says_so(scene: Scene) -> None:
    """An incident without a channel of its own does not invent one."""
    reply = scene.opens(
        kind=PlaybookKind.REPLY, playbook=PlaybookId("unhappy-customer"), room=ChannelId("C0CARE")
    )

    assert "In a channel that was there before" in page_of(scene, reply).words


def test_the_review_stands_on_the_page_of_a_closed_incident(scene: Scene, running: Incident) -> None:
    """Planned against done, questions with their answers, actions with owner and day."""
    scene.does(AddStep(incident=running.id, title="Call the region", owner=INES))
    scene.does(CloseIncident(incident=running.id, reason="Over"), by=running.lead)
    scene.clock.forward(hours=1)
    question = running.playbook.review.questions[0]
    scene.does(
        AnswerReview(incident=running.id, answers=((question.id, "The first call was quick."),)), by=CLAIRE
    )
    day = (scene.clock.now() + timedelta(days=7)).date()
    scene.does(AddAction(incident=running.id, text="Name a deputy", owner=INES, due=day), by=CLAIRE)

    words = page_of(scene, running).words

    assert "Lasted 42 min" in words
    assert "Done later than planned" in words
    assert "(7 min)" in words
    assert ": Already open" in words
    assert "Added on the way Call the region" in words
    assert "First call taken after 3 min" in words
    assert f"{question.text.en} The first call was quick. Claire Vasseur" in words
    assert "Name a deputy Change · found ○ To do Inès Delorme" in words


def test_a_month_after_the_closing_no_number_is_claimed_of_what_was_sent(
    scene: Scene, running: Incident
) -> None:
    """What was sent may be forgotten by then: the page says how long it is listed, and counts it no more."""
    scene.does(CloseIncident(incident=running.id, reason="over"))
    scene.clock.forward(days=30, minutes=1)

    page = page_of(scene, running)

    assert "what was sent is listed for 30 days after the closing" in page.words
    assert "sent ·" not in page.words


@pytest.mark.parametrize("language", ["en", "fr"])
def test_d6_an_incident_where_nothing_happened_shows_no_number_of_nothing(
    scene: Scene, language: str
) -> None:
    """No step, no call, no word: plain sentences, no percentage, no division, no Python value."""
    bare = an_opened_change(playbook=a_playbook(steps=(), ladders=()), ladders=())
    with scene.memory.transaction() as tx:
        tx.release(bare.after.playbook, scene.clock.now())
        tx.write(bare)

    words = page_of(scene, bare.after, language).words

    assert ("No step" if language == "en" else "Aucune étape") in words
    for mark in ("%", "NaN", "nan ", "None", "inf"):
        assert mark not in words.replace("informed", "")


# Who may see what ----------------------------------------------------------------------------------------


def test_a2_a_restricted_incident_does_not_exist_here(scene: Scene) -> None:
    """No line, no count, and its page is the very page of an incident that never was."""
    restricted = scene.opens("The chairman’s expenses", restricted=True)
    empty = scene.page("/incidents?state=all")

    hidden, absent = (scene.browser().get(f"/incidents/{ref}") for ref in (restricted.ref, "INC-2026-9999"))

    assert "There is no incident yet." in read(empty).words
    assert 404 == hidden.status_code == absent.status_code
    assert absent.text.replace("9999", "0001") == hidden.text


def test_a2_a_restricted_surge_is_not_named_by_the_incident_it_comes_from(scene: Scene) -> None:
    """Its customers are answered; whoever reads the incident neither finds its reference nor that it is there."""
    parent = scene.opens("Leeds is dark")
    before = scene.page(f"/incidents/{parent.ref}"), scene.api(f"/api/incidents/{parent.ref}/log")

    surge = scene.opens(
        "When is power back?",
        kind=PlaybookKind.REPLY,
        playbook=PlaybookId("surge"),
        parent=parent.id,
        restricted=True,
    )

    assert surge.surge is not None
    assert before == (scene.page(f"/incidents/{parent.ref}"), scene.api(f"/api/incidents/{parent.ref}/log"))


# Languages -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "accepts_language", "spoken"),
    [
        ("/incidents?lang=fr", "en", "fr"),
        ("/incidents?lang=EN", "fr", "en"),
        ("/incidents", "fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("/incidents", "de,en;q=0.4,fr;q=0.6", "fr"),
        ("/incidents", "fr;q=0,en;q=0.1", "en"),
        ("/incidents", "de-DE,it", "fr"),  # the company's own
        ("/incidents", "", "fr"),
        ("/incidents?lang=xx", "en", "en"),
        ("/incidents", ";;;q=,fr;q=nan,en;q=oops,\N{SUPERSCRIPT TWO}", "fr"),
    ],
)
def test_a_page_speaks_the_readers_language(
    scene: Scene, address: str, accepts_language: str, spoken: str
) -> None:
    """What was asked for wins over what the browser prefers, and that over the company's language."""
    answer = scene.browser().get(address, headers={"accept-language": accepts_language.encode()})

    assert spoken == next(read(answer.text).all("html"))["lang"] == answer.headers["content-language"]


def test_the_chosen_language_stays_while_one_goes_on(scene: Scene, running: Incident) -> None:
    """Links of a page in French lead to pages in French."""
    page = read(scene.page("/incidents?lang=fr"))

    links = [link["href"] for link in page.all("a") if link["href"].startswith("/incidents")]
    assert links
    assert all("lang=fr" in link for link in links)


# Injection -----------------------------------------------------------------------------------------------


def test_i5_whatever_people_type_stays_text(scene: Scene) -> None:
    """Script, event handler, javascript link and attribute break-out are shown as they were typed, and inert."""
    incident = scene.desk.crisis.open(
        OpenIncident(
            kind=PlaybookKind.CRISIS,
            playbook=PlaybookId("data-breach"),
            title=HOSTILE,
            unit=scene.opens().unit,
            country='FR"><script>',
            language=scene.opens().language,
        ),
        scene.asked(MAUD),
    )
    scene.does(AddStep(incident=incident.id, title=HOSTILE))
    scene.does(WriteLog(incident=incident.id, text=HOSTILE))
    scene.does(SetHoldingLine(incident=incident.id, text=HOSTILE))
    scene.does(GiveUpdate(incident=incident.id, text=HOSTILE))
    call = incident.calls[0]
    scene.does(DeclineCall(incident=incident.id, call=call.id, reason=HOSTILE), by=call.person)

    pages = [page_of(scene, incident), read(scene.page("/incidents"))]

    for page in pages:
        assert "<script>alert(1)</script>" in page.words
        assert {"script", "img", "iframe", "style", "form"}.isdisjoint(tag for tag, _ in page.elements)
        for _, attributes in page.elements:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            assert not attributes.get("href", "").lower().startswith(("javascript", "data", "http", "//"))


def test_i6_a_title_with_line_breaks_makes_no_header(scene: Scene) -> None:
    """Line breaks in a title or in the address set no header."""
    incident = scene.opens("Breach\r\nSet-Cookie: a=b\r\n\r\n<html>")
    browser = scene.browser()

    answers = [
        browser.get(f"/incidents/{incident.ref}"),
        browser.get("/incidents?lang=fr%0d%0aSet-Cookie:%20a=b"),
        browser.get("/incidents/x%0d%0aSet-Cookie:%20a=b"),
        browser.get("/incidents?state=open%0d%0aSet-Cookie:%20a=b"),
    ]

    assert [200, 200, 404, 422] == [answer.status_code for answer in answers]
    assert all("set-cookie" not in answer.headers for answer in answers)


# Form ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_can_be_used_without_seeing_it(scene: Scene, running: Incident, language: str) -> None:
    """One main, one first heading, a way past the bar, a caption for each table, a name for each bar of progress."""
    page = page_of(scene, running, language)
    tags = [tag for tag, _ in page.elements]

    assert (1, 1) == (tags.count("main"), tags.count("h1"))
    assert tags.count("table") == tags.count("caption") > 0
    assert "#content" in {link["href"] for link in page.all("a")}
    assert all(bar["aria-label"] for bar in page.all("progress"))
    assert all(cell["scope"] in {"col", "row"} for cell in page.all("th"))
    anchors = {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")}
    assert anchors <= {attributes.get("id") for _, attributes in page.elements}


def test_a_page_loads_nothing_from_elsewhere(scene: Scene, running: Incident) -> None:
    """The style and the mark come from here, and they are there."""
    page = page_of(scene, running)

    linked = [link["href"] for link in page.all("link")]
    answers = [scene.browser().get(address) for address in linked]
    assert ["text/css; charset=utf-8", "image/svg+xml"] == [
        answer.headers["content-type"] for answer in answers
    ]
    assert all("immutable" in answer.headers["cache-control"] for answer in answers)
    assert not any(mark in answers[0].text for mark in ("@import", "url(", "http:", "https:"))


def test_the_footer_says_who_can_read_it(scene: Scene) -> None:
    """Until people sign in, every page says that it answers on this machine only."""
    assert (
        "these pages answer only on the machine that runs Crisis Desk" in read(scene.page("/incidents")).words
    )
