"""What is lacking in the rotas and who has too much, in sentences; the doors say names and moments in their own way."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.voice import Voice
from handlers.wording import counted, set_in
from playbooks.playbook import Language, UserId, Words
from playbooks.routing import Directory, RotaId
from playbooks.routing.changes import (
    CameBack,
    CoverMade,
    DutyChange,
    Shift,
    Swap,
    SwapAsked,
    SwapSettled,
    SwapState,
    WentAway,
)
from playbooks.routing.coverage import MOST_HOURS, MOST_NIGHTS, Coverage, Gap, Hole, Load, Twice


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaVoice:
    """How rotas, days and moments are written where the sentences will stand; a moment may depend on the rota's zone."""

    voice: Voice
    rota: Callable[[RotaId], str]
    moment: Callable[[datetime, RotaId], str]
    day: Callable[[date], str]

    def say(self, words: Words, **values: object) -> str:
        """Fill a template of ours."""
        return self.voice.say(words, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageTold:
    """A report in sentences."""

    head: str
    lacks: tuple[str, ...]
    heavy: tuple[str, ...]
    thresholds: str


def written_day(day: date, language: Language) -> str:
    """Write a day where Slack's own dates cannot stand: Mon 2 Mar, lun. 2 mars."""
    weekday, month = _DAYS[language][day.weekday()], _MONTHS[language][day.month - 1]
    number = "1er" if language is Language.FR and day.day == 1 else str(day.day)
    return f"{weekday} {number} {month}"


def written_moment(at: datetime, zone: str, language: Language) -> str:
    """Write a moment by the walls of a zone: Mon 2 Mar 18:00, lun. 2 mars 18 h 00."""
    local = at.astimezone(ZoneInfo(zone))
    clock = f"{local:%H} h {local:%M}" if language is Language.FR else f"{local:%H:%M}"
    return f"{written_day(local.date(), language)} {clock}"


def zone_of_rota(directory: Directory, rota_id: RotaId) -> str:
    """Give the zone in which a rota's turns change."""
    rota = directory.rota(rota_id)
    return rota.layers[0].zone if rota is not None and rota.layers else "UTC"


def plain_voice(directory: Directory, language: Language) -> RotaVoice:
    """Say names and moments as plain text: a rota's moments by the walls on which its turns change, with the place."""

    def name(person: UserId) -> str:
        contact = directory.contact(person)
        return person if contact is None else contact.name

    def moment(at: datetime, zone: str) -> str:
        place = zone.rpartition("/")[2].replace("_", " ")
        return f"{written_moment(at, zone, language)} ({place})"

    def titled(rota_id: RotaId) -> str:
        rota = directory.rota(rota_id)
        return rota_id if rota is None else set_in(language, rota.title)

    own = Voice(name=name, moment=lambda at: moment(at, "UTC"), quote=str, language=language)
    return RotaVoice(
        voice=own,
        rota=titled,
        moment=lambda at, rota: moment(at, zone_of_rota(directory, rota)),
        day=lambda day: written_day(day, language),
    )


def coverage_told(found: Coverage, voice: RotaVoice, weeks: int) -> CoverageTold:
    """Tell a report: the most important sentence first."""
    lacks: tuple[Gap | Hole, ...] = (*found.gaps, *found.holes)
    words = _LACKING if lacks else _ALL_WELL
    return CoverageTold(
        head=voice.say(words, weeks=_weeks(weeks, voice)),
        lacks=tuple(lack_line(one, voice) for one in lacks),
        heavy=tuple(_heavy(found, voice)),
        thresholds=voice.say(_THRESHOLDS, hours=int(MOST_HOURS / timedelta(hours=1)), nights=MOST_NIGHTS),
    )


def lack_line(lack: Gap | Hole, voice: RotaVoice) -> str:
    """Say when nobody is on duty."""
    rota = voice.rota(lack.rota)
    if isinstance(lack, Hole):
        since, until = (voice.moment(at, lack.rota) for at in (lack.next.since, lack.next.until))
        return voice.say(_HOLE, rota=rota, hours=round(lack.hours_a_week), since=since, until=until)
    since = "" if lack.since is None else voice.moment(lack.since, lack.rota)
    until = "" if lack.until is None else voice.moment(lack.until, lack.rota)
    words = _GAP[bool(since), bool(until)]
    return voice.say(words, rota=rota, since=since, until=until)


def shift_line(shift: Shift, voice: RotaVoice) -> str:
    """Say which turn it is."""
    since, until = (voice.moment(at, shift.rota) for at in (shift.since, shift.until))
    return voice.say(_SHIFT, rota=voice.rota(shift.rota), since=since, until=until)


def change_line(change: DutyChange, voice: RotaVoice) -> str:
    """Say one line of the log of changes."""
    match change:
        case WentAway():
            away, since = change.away, voice.voice.moment(change.away.since)
            until = "" if away.until is None else voice.voice.moment(away.until)
            told = voice.say(
                _AWAY if until else _AWAY_OPEN, person=_name(away.person, voice), since=since, until=until
            )
            return told + _noted(change, away.person, voice)
        case CameBack():
            told = voice.say(_CALLED_OFF if change.planned else _BACK, person=_name(change.person, voice))
            return told + _noted(change, change.person, voice)
        case CoverMade():
            made = change.cover
            shift = Shift(rota=change.rota, person=made.person, since=made.since, until=made.until)
            told = voice.say(_COVER, person=_name(made.person, voice), turn=shift_line(shift, voice))
            return told + _noted(change, made.person, voice)
        case SwapAsked() | SwapSettled():
            return swap_line(change.swap, voice)


def _name(person: UserId, voice: RotaVoice) -> str:
    return voice.voice.name(person)


def _noted(change: DutyChange, about: UserId, voice: RotaVoice) -> str:
    """Add who noted it, where it was somebody else."""
    return "" if change.by == about else voice.say(_NOTED, who=voice.voice.who(change.by))


def swap_line(swap: Swap, voice: RotaVoice) -> str:
    """Say what becomes of a turn, and for which other."""
    given, to = voice.voice.name(swap.given.person), voice.voice.name(swap.to)
    instead = swap.instead
    told = voice.say(_SWAP[swap.state], given=given, to=to, turn=shift_line(swap.given, voice))
    return told if instead is None else told + voice.say(_FOR, turn=shift_line(instead, voice))


def _heavy(found: Coverage, voice: RotaVoice) -> Iterable[str]:
    for load in found.overloaded:
        yield from _overload(load, voice)
    for twice in found.twice:
        yield _twice(twice, voice)


def _overload(load: Load, voice: RotaVoice) -> Iterable[str]:
    name = voice.voice.name(load.person)
    monday, hours = load.hardest
    if load.too_many_hours:
        yield voice.say(_HOURS, who=name, hours=round(hours / timedelta(hours=1)), day=voice.day(monday))
    if load.too_many_nights and load.first_night is not None:
        yield voice.say(_NIGHTS, who=name, n=load.nights, day=voice.day(load.first_night))


def _twice(twice: Twice, voice: RotaVoice) -> str:
    first, second = (voice.rota(one) for one in twice.rotas)
    since = voice.moment(twice.first.since, twice.rotas[0])
    values = {"who": voice.voice.name(twice.person), "a": first, "b": second, "since": since}
    return counted(twice.times, _TWICE_ONCE, _TWICE, voice.voice.language, **values)


def _weeks(weeks: int, voice: RotaVoice) -> str:
    return counted(weeks, _WEEK, _WEEKS, voice.voice.language)


_DAYS: Final = {
    Language.EN: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    Language.FR: ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
}
_MONTHS: Final = {
    Language.EN: ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    Language.FR: (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
}
_WEEK: Final = Words(en="week", fr="la prochaine semaine")
_WEEKS: Final = Words(en="{n} weeks", fr="les {n} prochaines semaines")
_ALL_WELL: Final = Words(
    en="Somebody is on duty at every moment of the next {weeks}.",
    fr="Pendant {weeks}, quelqu’un est d’astreinte à tout moment.",
)
_LACKING: Final = Words(
    en="Nobody is on duty at times within the next {weeks}:",
    fr="Pendant {weeks}, il y a des moments où personne n’est d’astreinte :",
)
_THRESHOLDS: Final = Words(
    en="Too much is more than {hours} hours on duty within two calendar weeks in a row, or more than {nights} nights in a "
    "row.",
    fr="Trop, c’est plus de {hours} heures d’astreinte sur deux semaines civiles de suite, ou plus de {nights} nuits de "
    "suite.",
)
_GAP: Final = {
    (True, True): Words(
        en="{rota}: nobody from {since} to {until}", fr="{rota} : personne, de {since} à {until}"
    ),
    (True, False): Words(en="{rota}: nobody from {since} on", fr="{rota} : personne à partir de {since}"),
    (False, True): Words(en="{rota}: nobody until {until}", fr="{rota} : personne jusqu’à {until}"),
    (False, False): Words(en="{rota}: nobody at all", fr="{rota} : personne du tout"),
}
_HOLE: Final = Words(
    en="{rota}: by its own plan nobody for about {hours} hours a week, next from {since} to {until}",
    fr="{rota} : par construction, personne pendant environ {hours} heures par semaine, la prochaine fois de {since} à "
    "{until}",
)
_SHIFT: Final = Words(en="{rota}, {since} to {until}", fr="{rota}, de {since} à {until}")
_HOURS: Final = Words(
    en="{who}: {hours} hours on duty in the two weeks from {day}",
    fr="{who} : {hours} heures d’astreinte sur les deux semaines à partir du {day}",
)
_NIGHTS: Final = Words(
    en="{who}: {n} nights in a row from {day}", fr="{who} : {n} nuits de suite à partir du {day}"
)
_TWICE_ONCE: Final = Words(
    en="{who}: on duty for {a} and {b} at once, {since}",
    fr="{who} : d’astreinte pour {a} et {b} à la fois, {since}",
)
_TWICE: Final = Words(
    en="{who}: on duty for {a} and {b} at once, {n} times, first {since}",
    fr="{who} : d’astreinte pour {a} et {b} à la fois, {n} fois, la première {since}",
)
_AWAY: Final = Words(
    en="{person} is away from {since} until {until}",
    fr="{person}, absence à partir de {since} jusqu’à {until}",
)
_AWAY_OPEN: Final = Words(
    en="{person} is away from {since}, until they are back",
    fr="{person}, absence à partir de {since}, jusqu’au retour",
)
_BACK: Final = Words(en="{person} is back", fr="{person}, retour")
_CALLED_OFF: Final = Words(en="{person} will not be away after all", fr="{person}, absence prévue annulée")
_COVER: Final = Words(en="{person} is on duty: {turn}", fr="{person} prend l’astreinte : {turn}")
_NOTED: Final = Words(en=" (by {who})", fr=" (par {who})")
_SWAP: Final = {
    SwapState.ASKED: Words(
        en="{given} asks {to} to take a turn: {turn}", fr="{given} demande à {to} de prendre un tour : {turn}"
    ),
    SwapState.ACCEPTED: Words(
        en="{to} takes a turn of {given}: {turn}", fr="{to} prend un tour de {given} : {turn}"
    ),
    SwapState.DECLINED: Words(
        en="{to} declines a turn of {given}: {turn}", fr="{to} refuse un tour de {given} : {turn}"
    ),
    SwapState.WITHDRAWN: Words(
        en="{to} is no longer asked for a turn of {given}: {turn}",
        fr="la demande de {given} à {to} est retirée : {turn}",
    ),
}
_FOR: Final = Words(en="; in exchange: {turn}", fr=" ; en échange : {turn}")
