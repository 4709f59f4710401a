"""The log: what is kept in it by command and by form, how far it is known to be so, and how it is corrected."""

import re
from collections.abc import Mapping
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.sentences_entries import KINDS
from handlers.slack.answers import as_message
from handlers.slack.blocks import card, entries, lists
from handlers.slack.blocks import claims as drawn
from handlers.slack.blocks.forms import Draft
from handlers.slack.blocks.limits import View, cut
from handlers.slack.blocks.reader import framed
from handlers.slack.orders import (
    Answer,
    Form,
    Pressed,
    Verbs,
    carry_out,
    on_form,
    opened_from,
    redraw_window,
    seen_to,
)
from handlers.slack.points import show_agenda
from handlers.slack.verbs import Verb
from handlers.slack.visits import Visit
from handlers.slack.windows import show
from handlers.slack.words import Typed
from playbooks import claims, refusals
from playbooks.commands import (
    CheckClaim,
    CorrectEntry,
    EntryKind,
    IncidentId,
    SettleClaim,
    Verification,
    WriteLog,
)
from playbooks.desk import Desk
from playbooks.entries import must_stand
from playbooks.errors import NotFound
from playbooks.events import LogWritten
from playbooks.incident import Incident
from playbooks.playbook import Words
from playbooks.ports import Entry

LONGEST_NUMBER: Final = 6  # digits of an entry's number
SHOWN: Final = 1000  # characters of what was said that are repeated to the person who said it


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons and forms of the log."""
    on_form(app, desk, entries.WRITE, _written)
    on_form(app, desk, entries.CORRECT, _corrected)
    on_form(app, desk, drawn.SETTLE, _settled)

    @app.action(f"{card.ASK}log")
    def asks_what_to_keep(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show(visit, _ask(visit, visit.incident_by_id(Pressed.of(body).value)))
        ack()

    @app.action(re.compile(f"^({drawn.TRUE}|{drawn.FALSE})"))
    def settles_a_claim(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, button = Visit.of(desk, client, body), Pressed.of(body)
        true, number = button.action_id.startswith(drawn.TRUE), _number(button.subject)
        _show_settle(visit, visit.incident_by_id(button.value), number, true=true)
        ack()

    @app.action(re.compile(f"^{drawn.CHECK}"))
    def verifies_a_claim(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, button = Visit.of(desk, client, body), Pressed.of(body)
        order = CheckClaim(incident=IncidentId(button.value), claim=_number(button.subject))
        redraw_window(visit, carry_out(visit, order))
        ack()


def sort_of(choice: str | None) -> tuple[Verification, EntryKind]:
    """Read what was chosen in the menu: how far it is known to be so, or else what it is about."""
    if choice in frozenset(Verification):
        return Verification(choice), EntryKind.NOTE
    return Verification.NOTE, EntryKind(choice or EntryKind.NOTE)


def _number(named: str) -> int:
    return _read(named, refusals.claims.no_such_claim(named))


def _read(named: str, refusal: NotFound) -> int:
    """Read the number of an entry. Raises the refusal, which names what was asked for."""
    if not (named.isascii() and named.isdecimal() and len(named) <= LONGEST_NUMBER):
        raise refusal
    return int(named)


def _latest(visit: Visit, incident: Incident) -> tuple[Entry, ...]:
    after = max(0, incident.seq - lists.LOG_SHOWN)
    return visit.desk.looking.log(incident, after=after, limit=lists.LOG_SHOWN)


# The forms as they open.


def _draft(visit: Visit, incident: Incident, text: str = "", chosen: str | None = None) -> Draft:
    return Draft(incident=incident, metadata=opened_from(visit, incident).written(), text=text, chosen=chosen)


def _ask(visit: Visit, incident: Incident) -> View:
    latest = reversed(list(lists.entry_lines(visit.reader, incident, _latest(visit, incident))))
    return entries.write_log(visit.reader, _draft(visit, incident), latest)


def _ask_correction(visit: Visit, incident: Incident, entry: int) -> View:
    log = visit.desk.looking.everything(incident).log
    facts = (one.fact for one in log if isinstance(one.fact, LogWritten))
    text = next((fact.text for fact in facts if entry in {fact.entry, fact.claim}), "")
    metadata = opened_from(visit, incident, str(entry)).written()
    return entries.correct(visit.reader, Draft(incident=incident, metadata=metadata, text=text), entry)


def _show_settle(visit: Visit, incident: Incident, number: int, *, true: bool) -> None:
    claim = claims.claim_of(incident, number)
    # Refused now rather than after the form was filled: somebody may have settled it meanwhile.
    wanted = SettleClaim(incident=incident.id, claim=number, true=true, words=_SOME_WORDS)
    claims.settle(incident, wanted, by=visit.user, now=visit.desk.clock.now())
    status = Verification.VERIFIED if true else Verification.FALSE
    metadata = opened_from(visit, incident, f"{number}|{status}").written()
    show(visit, drawn.settle_form(visit.reader, Draft(incident=incident, metadata=metadata), claim, status))


# The forms that came back, each as one order.


def _written(form: Form) -> WriteLog:
    status, kind = sort_of(form.filled.choice("status"))
    return WriteLog(
        incident=form.incident,
        text=form.filled.text("text"),
        status=status,
        kind=kind,
        source=form.filled.text("source"),
        happened=form.filled.moment("at"),
    )


def _corrected(form: Form) -> CorrectEntry:
    entry, filled = int(form.kept.subject), form.filled
    return CorrectEntry(
        incident=form.incident, entry=entry, text=filled.text("text"), source=filled.text("source")
    )


def _settled(form: Form) -> SettleClaim:
    number, _, status = form.kept.subject.partition("|")
    return SettleClaim(
        incident=form.incident,
        claim=int(number),
        true=status == Verification.VERIFIED,
        words=form.filled.text("words"),
        source=form.filled.text("source"),
    )


# The commands.


def _log(visit: Visit, typed: Typed) -> Answer:
    incident, said = visit.incident(typed.ref), typed.said
    if not typed.text:
        hidden = max(0, incident.seq - lists.LOG_SHOWN)
        return lists.latest(visit.reader, incident, _latest(visit, incident), hidden)
    kind = said.kind if said is not None and said.kind is not None else EntryKind.NOTE
    if kind is EntryKind.INFORMATION:
        return _kept(visit, incident, typed, Verification.TO_VERIFY)
    after = seen_to(visit, _order(visit, incident, typed, Verification.NOTE, kind))
    about = "" if kind is EntryKind.NOTE else visit.reader.say(_OF_KIND, kind=visit.reader.say(KINDS[kind]))
    number, text = after.logbook.latest_of(visit.user), framed(cut(typed.text, SHOWN))
    return as_message(visit.reader.say(_NOTED, ref=after.ref, n=number, kind=about, text=text))


def _claim(visit: Visit, typed: Typed) -> Answer:
    return _claimed(visit, typed, Verification.TO_VERIFY)


def _fact(visit: Visit, typed: Typed) -> Answer:
    return _claimed(visit, typed, Verification.VERIFIED)


def _claimed(visit: Visit, typed: Typed, status: Verification) -> Answer:
    incident = visit.incident(typed.ref)
    if not typed.text:
        show(visit, entries.write_log(visit.reader, _draft(visit, incident, chosen=status), ()))
        return None
    return _kept(visit, incident, typed, status)


def _kept(visit: Visit, incident: Incident, typed: Typed, status: Verification) -> Answer:
    after = seen_to(visit, _order(visit, incident, typed, status, EntryKind.INFORMATION))
    # The same message may arrive again when others were kept since.
    number, text = after.logbook.latest_of(visit.user), framed(cut(typed.text, SHOWN))
    return as_message(visit.reader.say(_KEPT[status], ref=after.ref, n=number, text=text))


def _order(visit: Visit, incident: Incident, typed: Typed, status: Verification, kind: EntryKind) -> WriteLog:
    said, now = typed.said, visit.desk.clock.now()
    time = None if said is None else said.happened
    contact = visit.desk.people.contact(visit.user)
    return WriteLog(
        incident=incident.id,
        text=typed.text,
        status=status,
        kind=kind,
        source="" if said is None else said.source,
        happened=None if time is None else time.moment(now, "UTC" if contact is None else contact.zone),
    )


def _correct(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    number = _read(typed.step, refusals.entries.no_such_entry(typed.step))
    must_stand(incident, number)
    if not typed.text:
        show(visit, _ask_correction(visit, incident, number))
        return None
    source = "" if typed.said is None else typed.said.source
    order = CorrectEntry(incident=incident.id, entry=number, text=typed.text, source=source)
    after = seen_to(visit, order)
    newer, text = after.logbook.successor(number), framed(cut(typed.text, SHOWN))
    again = any(claim.number == newer for claim in after.claims)
    words = visit.reader.say(_OPEN_AGAIN, n=newer) if again else ""
    return as_message(
        visit.reader.say(_CORRECTED, ref=after.ref, n=newer, old=number, again=words, text=text)
    )


def _verify(visit: Visit, typed: Typed) -> Answer:
    return _said(visit, typed, true=True)


def _refute(visit: Visit, typed: Typed) -> Answer:
    return _said(visit, typed, true=False)


def _said(visit: Visit, typed: Typed, *, true: bool) -> Answer:
    incident = visit.incident(typed.ref)
    if not typed.step:
        show_agenda(visit, incident)
        return None
    source = "" if typed.said is None else typed.said.source
    number = _number(typed.step)
    order = SettleClaim(incident=incident.id, claim=number, true=true, words=typed.text, source=source)
    after = seen_to(visit, order)
    return as_message(drawn.claim_line(visit.reader, claims.claim_of(after, number)))


def _checking(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    if not typed.step:
        show_agenda(visit, incident)
        return None
    number = _number(typed.step)
    after = seen_to(visit, CheckClaim(incident=incident.id, claim=number))
    return as_message(drawn.claim_line(visit.reader, claims.claim_of(after, number)))


VERBS: Final[Mapping[Verb, Verbs]] = {
    Verb.LOG: _log,
    Verb.CLAIM: _claim,
    Verb.FACT: _fact,
    Verb.CHECKING: _checking,
    Verb.VERIFY: _verify,
    Verb.REFUTE: _refute,
    Verb.CORRECT: _correct,
}

_SOME_WORDS: Final = "…"  # Words that will come: only whether it can be settled at all is tried.
_NOTED: Final = Words(
    en="✅ {ref}: kept in the log as entry {n}{kind}\n{text}",
    fr="✅ {ref} : consigné au journal, entrée {n}{kind}\n{text}",
)
_OF_KIND: Final = Words(en=", {kind}", fr=", {kind}")
_KEPT: Final = {
    Verification.TO_VERIFY: Words(
        en="✅ {ref}: claim {n} is to be verified. `/crisis verify {n}` or `/crisis refute {n}` settles it.\n{text}",
        fr="✅ {ref} : information {n} à vérifier. `/crise confirmer {n}` ou `/crise infirmer {n}` la règle.\n{text}",
    ),
    Verification.VERIFIED: Words(
        en="✅ {ref}: fact {n}, verified, is kept\n{text}",
        fr="✅ {ref} : information {n}, vérifiée, consignée\n{text}",
    ),
}
_CORRECTED: Final = Words(
    en="✅ {ref}: entry {n} stands in the place of entry {old}, which stays in the log.{again}\n{text}",
    fr="✅ {ref} : l’entrée {n} remplace l’entrée {old}, qui reste au journal.{again}\n{text}",
)
_OPEN_AGAIN: Final = Words(
    en=" Its new words are still to be verified: `/crisis verify {n}`.",
    fr=" Ses nouveaux mots restent à vérifier : `/crise confirmer {n}`.",
)
