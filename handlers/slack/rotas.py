"""Rotas: who is on duty, absences, covers and swaps, by command, button and form."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from handlers.rota_words import shift_line
from handlers.slack.answers import as_message, settle, whisper
from handlers.slack.blocks import rotas as drawing
from handlers.slack.blocks.limits import Message
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import mention
from handlers.slack.orders import Answer, Pressed, Verbs
from handlers.slack.until import between
from handlers.slack.verbs import Verb
from handlers.slack.visits import Filled, Kept, Visit
from handlers.slack.windows import redraw, show
from handlers.slack.words import Typed, person
from playbooks.desk import Desk
from playbooks.playbook import UserId, Words
from playbooks.refusals import rotas as refusals
from playbooks.rotas import AskSwap, ComeBack, GoAway, MakeCover
from playbooks.routing import RotaId
from playbooks.routing.changes import Shift, SwapId, SwapState
from playbooks.routing.coverage import zone_of

WEEKS: Final = 4
LISTED: Final = 6  # turns that somebody is told they leave
_STATES: Final = {
    drawing.ACCEPT: SwapState.ACCEPTED,
    drawing.DECLINE: SwapState.DECLINED,
    drawing.WITHDRAW: SwapState.WITHDRAWN,
}


def register(app: App, desk: Desk) -> None:
    """Listen to the forms and buttons of rotas."""
    _listen_to_forms(app, desk)
    _listen_to_asks(app, desk)
    for action, state in _STATES.items():
        _on_answer(app, desk, action, state)


def _listen_to_forms(app: App, desk: Desk) -> None:
    @app.view(drawing.AWAY_FORM)
    def away(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, filled = Visit.of(desk, client, body), Filled.of(body["view"])
        person = UserId(Kept.of(body["view"]).subject)
        order = GoAway(person=person, since=filled.moment("since"), until=filled.moment("until"))
        desk.rotas.go_away(order, visit.asked)
        ack()

    @app.view(drawing.COVER_FORM)
    def covers(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, filled = Visit.of(desk, client, body), Filled.of(body["view"])
        desk.rotas.cover(_cover_of(visit, filled), visit.asked)
        ack()

    @app.view(drawing.SWAP_FORM)
    def asks_to_swap(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        desk.rotas.ask_swap(_swap_of(Filled.of(view), UserId(Kept.of(view).subject)), visit.asked)
        ack()

    @app.action(drawing.WITH)
    def chooses_whom(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        filled, giver = Filled.of(view), UserId(Kept.of(view).subject)
        draft = _draft(visit, giver, to=filled.person("person"), chosen=filled.choice("given"))
        redraw(visit, str(view["id"]), drawing.swap_form(visit.reader, draft))
        ack()


def _listen_to_asks(app: App, desk: Desk) -> None:
    @app.action(drawing.ASK_SWAP)
    def swap(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        _show_swap(visit, visit.user)
        ack()

    @app.action(drawing.ASK_AWAY)
    def away(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        _show_away(visit, visit.user)
        ack()

    @app.action(drawing.ASK_COVERAGE)
    def coverage(ack: Ack, body: dict[str, Any], client: WebClient, respond: Respond) -> None:
        visit = Visit.of(desk, client, body)
        whisper(respond, _report(visit), visit.request)
        ack()


def _on_answer(app: App, desk: Desk, action: str, state: SwapState) -> None:
    @app.action(action)
    def answers(ack: Ack, body: dict[str, Any], client: WebClient, respond: Respond) -> None:
        visit = Visit.of(desk, client, body)
        swap = desk.rotas.settle_swap(SwapId(Pressed.of(body).value), state, visit.asked)
        settle(respond, body, drawing.settled(swap, visit.reader))
        ack()


# The commands.


def _rotas(visit: Visit, typed: Typed) -> Answer:
    rotas = visit.desk.rotas
    listed = rotas.rosters(visit.user, _named(typed))
    addresses = [rotas.address(one.rota) if one.told else None for one in listed]
    return drawing.rosters(visit.reader, listed, rotas.changes(drawing.CHANGES_SHOWN), addresses)


def _coverage(visit: Visit, typed: Typed) -> Answer:
    return _report(visit, _named(typed))


def _named(typed: Typed) -> RotaId | None:
    return RotaId(typed.text.strip().casefold()) if typed.text.strip() else None


def _away(visit: Visit, typed: Typed) -> Answer:
    person = visit.user if typed.person is None else visit.person(typed.person)
    if not typed.text:
        _show_away(visit, person)
        return None
    span = between(typed.text, visit.desk.clock.now(), zone_of(visit.desk.directory(), visit.user))
    if span is None:
        raise refusals.moment_unclear(typed.text)
    order = GoAway(person=person, since=span.since, until=span.until)
    return _told_away(visit, order, visit.desk.rotas.go_away(order, visit.asked))


def _back(visit: Visit, typed: Typed) -> Answer:
    person = visit.user if typed.person is None else visit.person(typed.person)
    visit.desk.rotas.come_back(ComeBack(person=person), visit.asked)
    return as_message(visit.reader.say(_IS_BACK, who=mention(person)))


def _cover(visit: Visit, typed: Typed) -> Answer:
    """Open the form; a rota named first, or a person, stands in it."""
    directory = visit.desk.directory()
    if not directory.rotas:
        raise refusals.no_rota()
    word, _, rest = typed.text.partition(" ")
    rota = directory.rota(RotaId(word.casefold()))
    named = typed.person or (person(rest)[0] if rota is not None and rest.strip() else None)
    whom = None if named is None else visit.person(named)
    chosen = (None if rota is None else rota.id, whom)
    show(visit, drawing.cover_form(visit.reader, Kept().written(), directory.rotas, chosen))
    return None


def _swap(visit: Visit, typed: Typed) -> Answer:
    _show_swap(visit, visit.user if typed.person is None else visit.person(typed.person))
    return None


def _show_away(visit: Visit, person: UserId) -> None:
    if person != visit.user and visit.user not in visit.desk.directory().administrators:
        raise refusals.absences_of_others(visit.desk.directory().administrators)
    show(visit, drawing.away_form(visit.reader, Kept(subject=person).written(), person))


def _show_swap(visit: Visit, giver: UserId) -> None:
    # Refused now rather than after the form was filled.
    if giver != visit.user and visit.user not in visit.desk.directory().administrators:
        raise refusals.turns_of_others(visit.desk.directory().administrators)
    show(visit, drawing.swap_form(visit.reader, _draft(visit, giver)))


def _draft(
    visit: Visit, giver: UserId, *, to: UserId | None = None, chosen: str | None = None
) -> drawing.SwapDraft:
    rotas = visit.desk.rotas
    given = rotas.shifts(giver)
    if not given:
        raise refusals.nothing_to_swap(giver)
    return drawing.SwapDraft(
        metadata=Kept(subject=giver).written(),
        zone=zone_of(visit.desk.directory(), visit.user),
        given=given,
        theirs=() if to is None or to == giver else rotas.shifts(to),
        to=to,
        chosen=chosen,
    )


def _swap_of(filled: Filled, giver: UserId) -> AskSwap:
    given, instead, to = filled.choice("given"), filled.choice("instead"), filled.person("person")
    if to is None or given is None:
        raise refusals.swap_with_oneself()
    return AskSwap(
        given=drawing.read(given, giver),
        to=to,
        instead=None if instead is None else drawing.read(instead, to),
    )


def _cover_of(visit: Visit, filled: Filled) -> MakeCover:
    since, until, whom = filled.moment("since"), filled.moment("until"), filled.person("person")
    if until is None:
        raise refusals.ends_before_it_begins()
    return MakeCover(
        rota=RotaId(filled.choice("rota") or ""),
        person=whom or visit.user,
        since=since or visit.desk.clock.now(),
        until=until,
    )


def _report(visit: Visit, rota: RotaId | None = None) -> Message:
    return drawing.coverage(visit.reader, visit.desk.rotas.coverage(WEEKS, rota), WEEKS)


def _told_away(visit: Visit, order: GoAway, theirs: tuple[Shift, ...]) -> Message:
    reader, who = visit.reader, mention(order.person)
    begins = order.since is not None and order.since > visit.desk.clock.now() + timedelta(minutes=1)
    since = moment(order.since) if begins and order.since is not None else ""
    until = "" if order.until is None else moment(order.until)
    head = reader.say(_AWAY[bool(since), bool(until)], who=who, since=since, until=until)
    if not theirs:
        return as_message(head)
    voice = drawing.voice_of(reader)
    lines = [f"• {shift_line(shift, voice)}" for shift in theirs[:LISTED]]
    more = [reader.count(len(theirs) - LISTED, _ONE_MORE, _MORE)] if len(theirs) > LISTED else []
    return as_message("\n".join((head, reader.say(_YOUR_TURNS), *lines, *more)))


VERBS: Final[Mapping[Verb, Verbs]] = {
    Verb.ROTAS: _rotas,
    Verb.COVERAGE: _coverage,
    Verb.AWAY: _away,
    Verb.BACK: _back,
    Verb.COVER: _cover,
    Verb.SWAP: _swap,
}

_AWAY: Final = {
    (False, True): Words(
        en="🌴 {who} is away until {until} and is not called meanwhile. Back earlier? `/crisis back`",
        fr="🌴 {who} : absence jusqu’à {until}, sans appel d’ici là. Un retour plus tôt ? `/crise de retour`",
    ),
    (False, False): Words(
        en="🌴 {who} is away and is not called until they are back: `/crisis back`",
        fr="🌴 {who} : absence, sans appel jusqu’au retour : `/crise de retour`",
    ),
    (True, True): Words(
        en="🌴 {who} will be away from {since} until {until}. Not after all? `/crisis back`",
        fr="🌴 {who} : absence prévue à partir de {since} jusqu’à {until}. Finalement non ? `/crise de retour`",
    ),
    (True, False): Words(
        en="🌴 {who} will be away from {since} on, until they are back: `/crisis back`",
        fr="🌴 {who} : absence prévue à partir de {since}, jusqu’au retour : `/crise de retour`",
    ),
}
_YOUR_TURNS: Final = Words(
    en="*Turns that fall into it* (`/crisis swap` asks a colleague; whoever is next in the rota is called otherwise):",
    fr="*Tours concernés* (`/crise échanger` les propose à un collègue ; sinon la personne suivante est appelée) :",
)
_ONE_MORE: Final = Words(en="and {n} more", fr="et {n} de plus")
_MORE: Final = Words(en="and {n} more", fr="et {n} de plus")
_IS_BACK: Final = Words(
    en="👋 {who} is back and can be called again.", fr="👋 {who} : de retour, on peut de nouveau appeler."
)
