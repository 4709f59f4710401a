"""Rotas in Slack: who is on duty, what is lacking, the forms of an absence, a cover and a swap, and what people are told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers import rota_words
from handlers.rota_words import RotaVoice, written_day
from handlers.slack.blocks.limits import (
    Block,
    Element,
    Frame,
    Message,
    View,
    actions,
    ask,
    button,
    context,
    live,
    message,
    modal,
    moment_picker,
    option,
    optional,
    paragraphs,
    person_select,
    quote,
    section,
    select,
)
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, mention, on_one_line
from handlers.voice import Voice
from handlers.wording import set_in
from playbooks.desk.rotas import Roster
from playbooks.letters import AbsenceTold, CoverTold, GapsFound, SwapProposed, SwapTold
from playbooks.playbook import UserId, Words
from playbooks.routing import Rota, RotaId
from playbooks.routing.changes import DutyChange, Shift, Swap, SwapState
from playbooks.routing.coverage import Coverage

AWAY_FORM: Final = "rota:away"
COVER_FORM: Final = "rota:cover"
SWAP_FORM: Final = "rota:swap"
WITH: Final = "rota:with"  # the menu of the form of a swap that draws it anew
ACCEPT: Final = "swap:accept"  # These buttons' value is the swap's id.
DECLINE: Final = "swap:decline"
WITHDRAW: Final = "swap:withdraw"
ASK_SWAP: Final = "rota:ask:swap"
ASK_AWAY: Final = "rota:ask:away"
ASK_COVERAGE: Final = "rota:ask:coverage"
ROTAS_SHOWN: Final = 20
TURNS_SHOWN: Final = 5
CHANGES_SHOWN: Final = 10
LINES_SHOWN: Final = 60  # of a report; the page shows all


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapDraft:
    """What the form of a swap shows: whose turns, whom to ask, and what was chosen so far."""

    metadata: str
    zone: str  # of whoever fills it
    given: Sequence[Shift]
    theirs: Sequence[Shift] = ()
    to: UserId | None = None
    chosen: str | None = None


def voice_of(reader: Reader) -> RotaVoice:
    """Say names and moments as Slack shows them: each reader's own time."""
    voice = Voice(name=mention, moment=moment, quote=on_one_line, language=reader.language)

    def titled(rota: RotaId) -> str:
        return f"*{_title(reader, rota)}*"

    return RotaVoice(
        voice=voice,
        rota=titled,
        moment=lambda at, _: moment(at),
        day=lambda day: written_day(day, reader.language),
    )


def rosters(
    reader: Reader, listed: Sequence[Roster], changes: Sequence[DutyChange], addresses: Sequence[str | None]
) -> Message:
    """Show every rota: who is on duty, who comes next, and its calendar's address to those who may have it."""
    head = reader.say(_HEAD)
    blocks: list[Block] = [section(f"*{head}*")]
    for roster, address in list(zip(listed, addresses, strict=True))[:ROTAS_SHOWN]:
        blocks.append(section("\n".join(_roster(reader, roster))))
        if address is not None:
            blocks.append(context(reader.say(_CALENDAR, address=quote(address))))
    if changes:
        voice = voice_of(reader)
        lines = [
            f"• {moment(one.at)} · {rota_words.change_line(one, voice)}" for one in changes[:CHANGES_SHOWN]
        ]
        blocks += [section(text) for text in paragraphs((f"*{reader.say(_LATEST)}*", *lines))]
    blocks.append(
        actions(
            button(ASK_SWAP, reader.say(_ASK_SWAP), "swap"),
            button(ASK_AWAY, reader.say(_ASK_AWAY), "away"),
            button(ASK_COVERAGE, reader.say(_ASK_COVERAGE), "coverage"),
        )
    )
    return message(blocks, head)


def coverage(reader: Reader, found: Coverage, weeks: int) -> Message:
    """Show what is lacking, and who is on duty for too long."""
    told = rota_words.coverage_told(found, voice_of(reader), weeks)
    sign = "⚠️" if told.lacks else "✅"
    blocks: list[Block] = [section(f"{sign} *{told.head}*")]
    blocks += _lines(told.lacks, reader)
    heavy = told.heavy or (reader.say(_NOBODY_HEAVY),)
    blocks += [section(f"*{reader.say(_HEAVY)}*"), *_lines(heavy, reader), context(told.thresholds)]
    return message(blocks, told.head)


def away_form(reader: Reader, metadata: str, person: UserId) -> View:
    """Ask from when to when somebody is away."""
    questions = (
        context(reader.say(_AWAY_WHO, who=mention(person))),
        optional(ask("since", reader.say(_SINCE), moment_picker("since"), reader.say(_SINCE_HINT))),
        optional(ask("until", reader.say(_UNTIL), moment_picker("until"), reader.say(_UNTIL_HINT))),
    )
    return _form(reader, AWAY_FORM, _AWAY_TITLE, metadata, questions)


def cover_form(
    reader: Reader, metadata: str, rotas: Sequence[Rota], chosen: tuple[str | None, UserId | None]
) -> View:
    """Ask who is on duty in a rota, and from when to when."""
    rota, person = chosen
    menu = [option(set_in(reader.language, one.title), one.id) for one in rotas]
    questions = (
        ask("rota", reader.say(_WHICH_ROTA), select("rota", menu, rota or rotas[0].id)),
        ask("person", reader.say(_WHO_COVERS), person_select("person", person)),
        ask("since", reader.say(_SINCE), moment_picker("since", reader.now)),
        ask("until", reader.say(_UNTIL), moment_picker("until")),
        context(reader.say(_COVER_NOTE)),
    )
    return _form(reader, COVER_FORM, _COVER_TITLE, metadata, questions)


def swap_form(reader: Reader, draft: SwapDraft) -> View:
    """Ask which turn is given, to whom, and for which of theirs."""
    turns = [_turn_option(reader, shift, draft.zone) for shift in draft.given]
    theirs = [_turn_option(reader, shift, draft.zone) for shift in draft.theirs]
    # A menu only takes new choices when it has a new name: Slack keeps what stands in the old one.
    instead = select(f"instead:{draft.to or ''}", theirs) if theirs else None
    questions: tuple[Block, ...] = (
        ask("given", reader.say(_WHICH_TURN), select("given", turns, draft.chosen or turns[0]["value"])),
        live(ask("person", reader.say(_WITH_WHOM), person_select(WITH, draft.to))),
        *((optional(ask("instead", reader.say(_FOR_WHICH), instead)),) if instead else ()),
        *((context(reader.say(_NO_TURNS)),) if draft.to is not None and instead is None else ()),
        context(reader.say(_SWAP_NOTE, zone=draft.zone.replace("_", " "))),
    )
    return _form(reader, SWAP_FORM, _SWAP_TITLE, draft.metadata, questions)


def written(shift: Shift) -> str:
    """Write a turn as a menu's value."""
    return "|".join((shift.rota, shift.since.isoformat(), shift.until.isoformat()))


def read(value: str, person: UserId) -> Shift:
    """Read it back. Raises ValueError."""
    rota, since, until = value.split("|")
    return Shift(
        rota=RotaId(rota),
        person=person,
        since=datetime.fromisoformat(since),
        until=datetime.fromisoformat(until),
    )


# What people are told in a direct message.


def proposed(matter: SwapProposed, reader: Reader) -> Message:
    """Ask a colleague whether they take a turn."""
    swap, voice = matter.swap, voice_of(reader)
    head = reader.say(_PROPOSED, who=mention(swap.given.person))
    lines = [f"• {reader.say(_YOU_TAKE)} {rota_words.shift_line(swap.given, voice)}"]
    if swap.instead is not None:
        lines.append(f"• {reader.say(_YOU_GIVE)} {rota_words.shift_line(swap.instead, voice)}")
    blocks = (
        section(f"🔁 *{head}*"),
        section("\n".join(lines)),
        context(reader.say(_NOTHING_BEFORE)),
        actions(
            button(ACCEPT, reader.say(_ACCEPT), swap.id, "primary"),
            button(DECLINE, reader.say(_DECLINE), swap.id),
        ),
    )
    return message(blocks, head)


def swapped(matter: SwapTold, reader: Reader) -> Message:
    """Tell what became of a wish to swap; whoever waits for an answer may withdraw it."""
    told = settled(matter.swap, reader)
    waits = matter.swap.state is SwapState.ASKED
    row = (actions(button(WITHDRAW, reader.say(_WITHDRAW), matter.swap.id)),) if waits else ()
    return message([section(told), *row], told)


def settled(swap: Swap, reader: Reader) -> str:
    """Say in a sentence how a swap stands."""
    return f"{_SIGN[swap.state]} {rota_words.swap_line(swap, voice_of(reader))}."


def covering(matter: CoverTold, reader: Reader) -> Message:
    """Tell whoever has a turn from now on, or no longer."""
    cover = matter.cover
    shift = Shift(rota=matter.rota, person=cover.person, since=cover.since, until=cover.until)
    turn = rota_words.shift_line(shift, voice_of(reader))
    told = reader.say(_COVERS, who=mention(matter.by), person=mention(cover.person), turn=turn)
    return message([section(f"🔁 {told}")], told)


def absence(matter: AbsenceTold, reader: Reader) -> Message:
    """Tell somebody that others have noted them as away, or back."""
    who = mention(matter.by)
    if matter.away is None:
        told = reader.say(_NOTED_BACK, who=who)
    elif matter.away.until is None:
        told = reader.say(_NOTED_OPEN, who=who, since=moment(matter.away.since))
    else:
        since, until = moment(matter.away.since), moment(matter.away.until)
        told = reader.say(_NOTED_AWAY, who=who, since=since, until=until)
    return message([section(told)], told)


def gaps_found(matter: GapsFound, reader: Reader) -> Message:
    """Tell an administrator that nobody is on duty at some time to come."""
    voice = voice_of(reader)
    lines = [f"• {rota_words.lack_line(one, voice)}" for one in matter.gaps]
    lines += [f"• {rota_words.lack_line(one, voice)}" for one in matter.holes]
    more = [reader.count(matter.more, _ONE_MORE, _MORE)] if matter.more else []
    head = reader.say(_GAPS)
    blocks = (
        section(f"⚠️ *{head}*"),
        *(section(text) for text in paragraphs((*lines, *more))),
        context(reader.say(_GAPS_HOW)),
    )
    return message(blocks, head)


def _lines(lines: Sequence[str], reader: Reader) -> list[Block]:
    shown = [f"• {line}" for line in lines[:LINES_SHOWN]]
    hidden = len(lines) - len(shown)
    more = [reader.count(hidden, _ONE_MORE, _MORE)] if hidden else []
    return [section(text) for text in paragraphs((*shown, *more))]


def _roster(reader: Reader, roster: Roster) -> Iterable[str]:
    title = reader.quote(roster.rota.title)
    now = reader.say(_NOBODY) if roster.present is None else mention(roster.present)
    yield f"*{title}* · {reader.say(_ON_DUTY)} {now}"
    coming = [one for one in roster.coming if one.since > reader.now][:TURNS_SHOWN]
    for stint in coming:
        yield f"{moment(stint.since)} · {mention(stint.person)}"


def _turn_option(reader: Reader, shift: Shift, zone: str) -> Element:
    at = rota_words.written_moment(shift.since, zone, reader.language)
    rota = reader.directory.rota(shift.rota)
    title = shift.rota if rota is None else set_in(reader.language, rota.title)
    return option(f"{at} · {title}", written(shift))


def _title(reader: Reader, rota_id: RotaId) -> str:
    rota = reader.directory.rota(rota_id)
    return quote(rota_id) if rota is None else reader.quote(rota.title)


def _form(reader: Reader, callback: str, title: Words, metadata: str, blocks: Iterable[Block]) -> View:
    frame = Frame(
        callback=callback,
        title=reader.say(title),
        submit=reader.say(_SEND if callback == SWAP_FORM else _SAVE),
        close=reader.say(_CANCEL),
        metadata=metadata,
    )
    return modal(frame, list(blocks))


_SIGN: Final = {
    SwapState.ASKED: "🔁",
    SwapState.ACCEPTED: "✅",
    SwapState.DECLINED: "✋",
    SwapState.WITHDRAWN: "↩️",
}
_HEAD: Final = Words(en="Who is on duty", fr="Qui est d’astreinte")
_ON_DUTY: Final = Words(en="now", fr="maintenant")
_NOBODY: Final = Words(en="⚠️ *nobody*", fr="⚠️ *personne*")
_LATEST: Final = Words(en="Latest changes", fr="Derniers changements")
_CALENDAR: Final = Words(
    en="📅 Calendar, secret, for the people of this rota: {address}",
    fr="📅 Agenda, secret, pour les personnes de cette astreinte : {address}",
)
_ASK_SWAP: Final = Words(en="Swap a turn", fr="Échanger un tour")
_ASK_AWAY: Final = Words(en="I am away", fr="Je m’absente")
_ASK_COVERAGE: Final = Words(en="What is lacking", fr="Ce qui manque")
_HEAVY: Final = Words(en="On duty for too long", fr="Trop longtemps d’astreinte")
_NOBODY_HEAVY: Final = Words(en="Nobody", fr="Personne")
_AWAY_WHO: Final = Words(
    en="{who} is not called meanwhile.", fr="{who} n’est pas appelé(e) pendant ce temps."
)
_SINCE: Final = Words(en="From", fr="À partir de")
_UNTIL: Final = Words(en="Until", fr="Jusqu’à")
_SINCE_HINT: Final = Words(en="Empty: from now on.", fr="Vide : à partir de maintenant.")
_UNTIL_HINT: Final = Words(
    en="Empty: until you are back (`/crisis back`).", fr="Vide : jusqu’au retour (`/crise de retour`)."
)
_AWAY_TITLE: Final = Words(en="Away", fr="Absence")
_COVER_TITLE: Final = Words(en="Cover", fr="Remplacement")
_SWAP_TITLE: Final = Words(en="Swap a turn", fr="Échanger un tour")
_WHICH_ROTA: Final = Words(en="Which rota?", fr="Quelle astreinte ?")
_WHO_COVERS: Final = Words(en="Who is on duty?", fr="Qui est d’astreinte ?")
_COVER_NOTE: Final = Words(
    en="It counts at once, whatever the rota says. Whoever has the turn, and whoever had it, is told.",
    fr="Cela vaut aussitôt, quoi que dise l’astreinte. Qui prend le tour et qui l’avait sont prévenus.",
)
_WHICH_TURN: Final = Words(en="Which turn do you give?", fr="Quel tour cédez-vous ?")
_WITH_WHOM: Final = Words(en="Whom do you ask?", fr="À qui le demandez-vous ?")
_FOR_WHICH: Final = Words(en="For which of their turns?", fr="En échange de quel tour ?")
_NO_TURNS: Final = Words(
    en="They have no turn to give in exchange: you ask them to take yours.",
    fr="Cette personne n’a pas de tour à céder : vous lui demandez de prendre le vôtre.",
)
_SWAP_NOTE: Final = Words(
    en="Times are those of {zone}. Nothing changes until your colleague accepts.",
    fr="Heures de {zone}. Rien ne change tant que votre collègue n’a pas accepté.",
)
_PROPOSED: Final = Words(
    en="{who} asks you to take a turn on duty", fr="{who} vous demande de prendre un tour d’astreinte"
)
_YOU_TAKE: Final = Words(en="You take:", fr="Vous prenez :")
_YOU_GIVE: Final = Words(en="You give:", fr="Vous cédez :")
_NOTHING_BEFORE: Final = Words(
    en="Nothing changes unless you accept.", fr="Rien ne change tant que vous n’acceptez pas."
)
_ACCEPT: Final = Words(en="I take it", fr="Je le prends")
_DECLINE: Final = Words(en="No", fr="Non")
_WITHDRAW: Final = Words(en="Withdraw", fr="Retirer la demande")
_COVERS: Final = Words(
    en="{who} has changed who is on duty: {person} now has {turn}.",
    fr="{who} a changé l’astreinte : {person} a désormais {turn}.",
)
_NOTED_BACK: Final = Words(
    en="👋 {who} has noted that you are back: you are called again.",
    fr="👋 {who} a noté votre retour : on peut de nouveau vous appeler.",
)
_NOTED_OPEN: Final = Words(
    en="🌴 {who} has noted that you are away from {since} on. Back? `/crisis back`",
    fr="🌴 {who} a noté votre absence à partir de {since}. De retour ? `/crise de retour`",
)
_NOTED_AWAY: Final = Words(
    en="🌴 {who} has noted that you are away from {since} until {until}. Not so? `/crisis back`",
    fr="🌴 {who} a noté votre absence à partir de {since} jusqu’à {until}. Une erreur ? `/crise de retour`",
)
_GAPS: Final = Words(
    en="Nobody is on duty at times within the next four weeks",
    fr="Personne n’est d’astreinte à certains moments des quatre prochaines semaines",
)
_GAPS_HOW: Final = Words(
    en="Fill them with `/crisis cover`, or change the rota in the directory. All of them: `/crisis coverage`.",
    fr="Comblez-les avec `/crise remplacer`, ou changez l’astreinte dans l’annuaire. Toutes : `/crise couverture`.",
)
_ONE_MORE: Final = Words(en="and {n} more", fr="et {n} de plus")
_MORE: Final = Words(en="and {n} more", fr="et {n} de plus")
_SAVE: Final = Words(en="Save", fr="Enregistrer")
_SEND: Final = Words(en="Ask", fr="Demander")
_CANCEL: Final = Words(en="Cancel", fr="Annuler")
