"""The form that opens an incident: what it opens with, what it becomes as it is filled, and the order it makes."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from handlers.slack.blocks import past
from handlers.slack.blocks.advice import ADVICE, advice_blocks
from handlers.slack.blocks.limits import Block, View
from handlers.slack.blocks.start_form import AGREED, AT_RISK, DRILL, RESTRICTED, Start, start_form
from handlers.slack.visits import Body, Filled, Kept, Visit
from handlers.slack.windows import show
from playbooks.commands import ChannelId, CustomersWords, OpenIncident
from playbooks.errors import NotFound
from playbooks.inbox import Report
from playbooks.incident import Incident
from playbooks.matching import Advice
from playbooks.playbook import Language, Network, Playbook, PlaybookId, PlaybookKind, Severity, UnitId, Words
from playbooks.routing.pledges import Urgency
from playbooks.shelf import Shelf, folded
from playbooks.triage import GRAVE, Sign
from playbooks.typed import one_line

DISTRESS: Final = PlaybookId("distress")  # the built-in playbook for people in danger, and threats
_WORD: Final = re.compile(r"[^\W_]+")


def show_start(visit: Visit, kind: PlaybookKind, text: str, report: Report | None = None) -> None:
    """
    Open the form, filled from the words typed, or from what a tool has reported.

    Raises NotFound where no playbook can be read, BadRequest.
    """
    shelf, advice = visit.desk.shelf(), visit.desk.advise(text) if kind is PlaybookKind.REPLY else None
    playbook, title = chosen(shelf, text, kind, advice)
    contact = visit.desk.people.contact(visit.user)
    units = visit.desk.directory().units
    own = contact.units[0] if contact is not None and contact.units else (units[0].id if units else None)
    kept = Kept()
    if kind is PlaybookKind.REPLY:
        kept = Kept(channel=visit.channel or "", subject="" if report is None else report.id)
    start = Start(
        kind=kind,
        playbook=playbook,
        title=title,
        unit=own,
        language=_answered_in(visit, advice),
        customer=_reported(title, report) if kind is PlaybookKind.REPLY else None,
        advice=(*advice_blocks(visit.reader, advice, shelf), *_past(visit, kind, text)),
        metadata=kept.written(),
    )
    show(visit, _drawn(visit, start))


def _past(visit: Visit, kind: PlaybookKind, text: str) -> tuple[Block, ...]:
    """Show what was like it before, as long as somebody can still learn from it."""
    if kind is not PlaybookKind.CRISIS or not text.strip():
        return ()
    return past.in_form(visit.reader, visit.desk.searching.beside(text))


def handing_over(visit: Visit, incident: Incident, signs: Collection[Sign]) -> View:
    """
    Draw the form to which a case is handed over: that of people in danger, else that of the likeliest crisis.

    Raises NotFound where no playbook can be read.
    """
    shelf, case = visit.desk.shelf(), incident.case
    text = incident.title if case is None else case.text
    distress = shelf.find(DISTRESS)
    # An exercise stays one, and what few people may read is told to no more of them.
    kept = frozenset({*((DRILL,) if incident.drill else ()), *((RESTRICTED,) if incident.restricted else ())})
    place = Start(
        kind=PlaybookKind.CRISIS,
        unit=incident.unit,
        country=incident.country,
        language=incident.language,
        title=one_line(text),
        about=kept,
        metadata=Kept().written(),
    )
    if case is not None and distress is not None and GRAVE & set(signs):
        words = CustomersWords(text=text, network=case.network, link=case.link, agreed=True)
        about = kept | {AGREED, AT_RISK, RESTRICTED}
        start = replace(place, kind=PlaybookKind.REPLY, playbook=distress, customer=words, about=about)
        return _drawn(visit, start)
    playbook, _ = chosen(shelf, text, PlaybookKind.CRISIS, visit.desk.advise(text))
    return _drawn(visit, replace(place, playbook=playbook))


def _reported(text: str, report: Report | None) -> CustomersWords:
    if report is None:
        return CustomersWords(text=text)
    reach = "" if report.reach is None else str(report.reach)
    return CustomersWords(text=report.text, network=report.network, link=report.link, reach=reach)


def _answered_in(visit: Visit, advice: Advice | None) -> Language:
    """Answer in the language of the message, as far as prepared words have it."""
    written = None if advice is None else advice.language
    return next((language for language in Language if language == written), visit.language)


def chosen(
    shelf: Shelf, text: str, kind: PlaybookKind, advice: Advice | None = None
) -> tuple[Playbook | None, str]:
    """
    Find the playbook and the title that typed words stand for.

    A playbook's name at the beginning is not part of the title; else the likeliest of those advised, or one that words
    speak of, is suggested.
    """
    for playbook in sorted(shelf.latest(kind), key=lambda p: -len(p.id)):
        rest = _after_name(text, folded(playbook.id))
        if rest is not None:
            return playbook, rest
    advised = () if advice is None else (shelf.find(one.playbook) for one in advice.suggestions)
    likeliest = next(
        (playbook for playbook in advised if playbook is not None and playbook.kind is kind), None
    )
    return likeliest or shelf.suggest(text, kind), text


def redrawn(visit: Visit, view: Body, touched: str) -> View:
    """Draw the form anew after a menu changed; what was typed stays, and what follows from the menu follows."""
    filled = _filled(visit, view, PlaybookKind(str(view["callback_id"]).removeprefix("start:")))
    severity, customer = Filled.of(view).choice("severity"), filled.customer
    if customer is not None and touched == "playbook":
        customer = replace(customer, urgency=None)
    start = replace(
        filled,
        severity=None if touched == "playbook" or severity is None else Severity(severity),
        country=None if touched == "unit" else filled.country,
        customer=customer,
        advice=tuple(
            block for block in view.get("blocks") or () if str(block.get("block_id")).startswith(ADVICE)
        ),
        metadata=str(view.get("private_metadata") or ""),
    )
    return _drawn(visit, start)


def handed_over(visit: Visit, view: Body, playbook: str) -> View:
    """Draw the form of a crisis in the place of a reply's; what was typed stays. Raises NotFound."""
    crisis = visit.desk.shelf().find(playbook)
    filled = _filled(visit, view, PlaybookKind.REPLY)
    title = "" if filled.customer is None else one_line(filled.customer.text)
    start = replace(
        filled,
        kind=PlaybookKind.CRISIS,
        playbook=crisis,
        title=title,
        customer=None,
        metadata=Kept().written(),
    )
    return _drawn(visit, start)


def _filled(visit: Visit, view: Body, kind: PlaybookKind) -> Start:
    filled = Filled.of(view)
    return Start(
        kind=kind,
        playbook=visit.desk.shelf().find(filled.choice("playbook") or ""),
        title=filled.text("title"),
        unit=filled.choice("unit"),
        country=filled.choice("country"),
        language=Language(filled.choice("language") or visit.language),
        about=filled.ticked("about"),
        customer=_customer(filled, Kept.of(view)) if kind is PlaybookKind.REPLY else None,
    )


def _customer(filled: Filled, kept: Kept) -> CustomersWords:
    network, urgency = filled.choice("network"), filled.choice("urgency")
    return CustomersWords(
        text=filled.text("text"),
        network=None if network is None else Network(network),
        link=filled.text("link"),
        author=filled.text("author"),
        reach=filled.text("reach"),
        urgency=None if urgency is None else Urgency(urgency),
        report=kept.subject,
        agreed=AGREED in filled.ticked("about"),
    )


def ordered(view: Body) -> OpenIncident:
    """Read the form that came back as an order."""
    filled, kept = Filled.of(view), Kept.of(view)
    severity, about = filled.choice("severity"), filled.ticked("about")
    kind = PlaybookKind(str(view["callback_id"]).removeprefix("start:"))
    return OpenIncident(
        kind=kind,
        playbook=PlaybookId(filled.choice("playbook") or ""),
        title=filled.text("title"),
        unit=UnitId(filled.choice("unit") or ""),
        country=filled.choice("country") or "",
        language=Language(filled.choice("language") or Language.EN),
        severity=None if severity is None else Severity(severity),
        people_at_risk=AT_RISK in about,
        drill=DRILL in about,
        restricted=RESTRICTED in about,
        customer=_customer(filled, kept) if kind is PlaybookKind.REPLY else None,
        # A direct message is no place for a reply's card: it gets a channel of its own.
        room=ChannelId(kept.channel) if kept.channel.startswith(("C", "G")) else None,
    )


def _drawn(visit: Visit, start: Start) -> View:
    offered = visit.desk.shelf().latest(start.kind)
    if not offered:
        raise NotFound(_NO_PLAYBOOK)
    return start_form(visit.reader, start, offered)


def _after_name(text: str, name: tuple[str, ...]) -> str | None:
    """Give what follows a playbook's name at the beginning of a text; None where it does not begin so."""
    words = list(_WORD.finditer(text))
    if not name or tuple(word for found in words[: len(name)] for word in folded(found[0])) != name:
        return None
    return text[words[len(name) - 1].end() :].strip(" \t\n-–—:,;.")


_NO_PLAYBOOK: Final = Words(
    en="No playbook of this kind can be read. `crisis playbooks check` says why; meanwhile, act by telephone.",
    fr="Aucune fiche réflexe de ce type n’est lisible. `crisis playbooks check` dit pourquoi ; en attendant, "
    "agissez par téléphone.",
)
