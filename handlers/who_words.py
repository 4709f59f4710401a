"""Who answers and why, person by person, in words: the same on the command line, in Slack and on the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from handlers.wording import counted, say, set_in
from playbooks.desk.who import Answered
from playbooks.playbook import Language, UserId, Words
from playbooks.routing import Bar, Contact, Criterion, Directory, Nearness, Verdict, Way
from playbooks.routing.tongues import tongue

SHOWN: Final = 20  # people of each of the two lists; a directory may have fifteen hundred


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One person, and why they are asked or not."""

    person: UserId
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer in one reader's language, as plain text: each door sets it in its own way."""

    asked: str  # for what, and when
    first: str  # who is asked
    on_duty: str  # whose turn it is; nothing where no rota counts
    warnings: tuple[str, ...]  # what was given up, the language first
    chosen: tuple[Judged, ...]
    others: tuple[Judged, ...]
    more: int  # people who were considered and are not listed


def told(answered: Answered, directory: Directory, language: Language) -> Told:
    """Put an answer in words."""
    return _Speech(answered=answered, directory=directory, language=language).told()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speech:
    """Who says it to whom."""

    answered: Answered
    directory: Directory
    language: Language

    def told(self) -> Told:
        found = self.answered.found
        chosen = [verdict for verdict in found.verdicts if verdict.rank is not None]
        others = [verdict for verdict in found.verdicts if verdict.rank is None]
        return Told(
            asked=self._asked(),
            first=self.say(_FIRST[found.way], who=self._name(found.person)),
            on_duty=self._whose_turn(),
            warnings=tuple(self._warnings()),
            chosen=tuple(self._judged(verdict) for verdict in chosen[:SHOWN]),
            others=tuple(self._judged(verdict) for verdict in others[:SHOWN]),
            more=max(0, len(chosen) - SHOWN) + max(0, len(others) - SHOWN),
        )

    def say(self, words: Words, **values: object) -> str:
        return say(words, self.language, **values)

    def _asked(self) -> str:
        question, directory = self.answered.question, self.directory
        need = question.need
        unit = directory.unit(need.unit) if need.unit is not None else None
        parts = [
            "" if need.role is None else set_in(self.language, directory.role_title(need.role)),
            "" if unit is None else set_in(self.language, unit.title),
            "" if need.place is None else need.place,
            "" if need.language is None else self.say(_IN, tongue=self._tongue(need.language)),
            "" if need.competence is None else set_in(self.language, directory.competences[need.competence]),
            "" if need.severity is None else need.severity.words.read(self.language),
        ]
        local = question.at.astimezone(ZoneInfo(question.zone))
        when = self.say(_WHEN, day=f"{local:%Y-%m-%d}", hour=f"{local:%H:%M}", zone=question.zone)
        return " · ".join([*(part for part in parts if part), when])

    def _warnings(self) -> Iterator[str]:
        found, need = self.answered.found, self.answered.question.need
        who = self._name(found.person)
        # Loudest first: whoever asks must say at once in which language the answer comes.
        for criterion in sorted(found.relaxed, key=lambda one: one is not Criterion.LANGUAGE):
            match criterion:
                case Criterion.LANGUAGE:
                    contact = self.directory.contact(found.person)
                    spoken = self._spoken(contact) if contact is not None else "?"
                    wanted = self._tongue(need.language or "").upper()
                    yield self.say(_NO_LANGUAGE, tongue=wanted, who=who, spoken=spoken)
                case Criterion.PLACE:
                    yield self.say(_NO_PLACE, who=who)
                case Criterion.COMPETENCE:
                    yield self.say(_NO_COMPETENCE, who=who)
        if found.over and self._is_seen_over(found.verdicts[0]):
            yield self.say(_ALL_BUSY, who=who)

    def _judged(self, verdict: Verdict) -> Judged:
        why = list(self._bars(verdict))
        if not why:
            why = list(self._fits(verdict))
        return Judged(person=verdict.person, name=self._name(verdict.person), why=" · ".join(why))

    def _bars(self, verdict: Verdict) -> Iterator[str]:
        for bar in verdict.bars:
            match bar:
                case Bar.TRAINING:
                    yield self.say(_UNTRAINED)
                case Bar.AWAY:
                    yield self.say(_AWAY)
                case Bar.DUTY:
                    yield self.say(_OFF_DUTY)
                case Bar.QUIET:
                    contact = self.directory.contact(verdict.person)
                    until = "" if contact is None or contact.quiet is None else f"{contact.quiet.until:%H:%M}"
                    zone = "" if contact is None else contact.zone
                    yield self.say(_QUIET, until=until, zone=zone)

    def _whose_turn(self) -> str:
        verdicts = self.answered.found.verdicts
        on_turn = [self._name(verdict.person) for verdict in verdicts if verdict.on_turn]
        if on_turn:
            return self.say(_TURN, who=", ".join(on_turn))
        return self.say(_NO_TURN) if any(Bar.DUTY in verdict.bars for verdict in verdicts) else ""

    def _fits(self, verdict: Verdict) -> Iterator[str]:
        need, contact = self.answered.question.need, self.directory.contact(verdict.person)
        if need.language is not None and contact is not None:
            lacks = Criterion.LANGUAGE in verdict.lacks
            yield self.say(_SPEAKS_NOT if lacks else _SPEAKS, tongue=self._spoken(contact))
        if need.unit is not None or need.place is not None:
            yield self.say(_NEAR[verdict.near])
        if need.competence is not None:
            yield self.say(_NOT_GOOD_AT if Criterion.COMPETENCE in verdict.lacks else _GOOD_AT)
        if verdict.other_brand:
            yield self.say(_OTHER_BRAND)
        if verdict.on_turn:
            yield self.say(_ON_TURN)
        yield counted(verdict.seen, _ONE_OPEN, _OPEN, self.language) if verdict.seen else self.say(_FREE)
        if self._is_seen_over(verdict):
            yield self.say(_BUSY)

    def _is_seen_over(self, verdict: Verdict) -> bool:
        # By what is restricted alone, it would tell that it is there.
        return verdict.over and verdict.seen >= self.directory.routing.capacity

    def _name(self, person: UserId) -> str:
        contact = self.directory.contact(person)
        return person if contact is None else contact.name

    def _tongue(self, code: str) -> str:
        return tongue(code).read(self.language)

    def _spoken(self, contact: Contact) -> str:
        return ", ".join(self._tongue(code) for code in contact.speaks)


_IN: Final = Words(en="in {tongue}", fr="en {tongue}")
_WHEN: Final = Words(en="on {day} at {hour} ({zone})", fr="le {day} à {hour} ({zone})")
_FIRST: Final = {
    Way.ROLE: Words(en="{who} answers.", fr="{who} répond."),
    Way.DEPUTY: Words(
        en="{who} answers, standing in for somebody who cannot be called now.",
        fr="{who} répond, en suppléance de quelqu’un que l’on ne peut appeler à cette heure.",
    ),
    Way.HUB: Words(
        en="Nobody else may be asked now: the hub answers, {who}.",
        fr="Personne d’autre ne peut être sollicité à cette heure : le centre répond, {who}.",
    ),
    Way.ADMINISTRATORS: Words(
        en="Nobody else may be asked now, not even in the hub: the administrator {who} answers.",
        fr="Personne d’autre ne peut être sollicité à cette heure, pas même au centre : {who} répond, qui administre "
        "l’annuaire.",
    ),
}
_NO_LANGUAGE: Final = Words(
    en="NOT IN {tongue}: nobody who may answer speaks it. {who} speaks: {spoken}. Say so at once, and find an "
    "interpreter.",
    fr="PAS EN {tongue} : personne qui puisse répondre ne le parle. {who} parle : {spoken}. Dites-le d’emblée, et "
    "trouvez un interprète.",
)
_NO_PLACE: Final = Words(
    en="Place given up: {who} does not answer for this place.",
    fr="Lieu abandonné : {who} ne répond pas pour ce lieu.",
)
_NO_COMPETENCE: Final = Words(
    en="Competence given up: it is not {who}’s domain.",
    fr="Domaine abandonné : ce n’est pas celui de {who}.",
)
_ALL_BUSY: Final = Words(
    en="Everybody who fits is busy with much already; {who} has the least.",
    fr="Tout le monde qui convient a déjà beaucoup à faire ; {who} en a le moins.",
)
_UNTRAINED: Final = Words(en="not trained far enough", fr="formation insuffisante")
_AWAY: Final = Words(en="away", fr="en absence")
_OFF_DUTY: Final = Words(en="not on duty", fr="pas d’astreinte")
_TURN: Final = Words(en="On duty: {who}.", fr="D’astreinte : {who}.")
_NO_TURN: Final = Words(
    en="The rotas have nobody on duty at that moment.", fr="Personne n’est d’astreinte à ce moment."
)
_QUIET: Final = Words(en="quiet hours until {until} ({zone})", fr="heures calmes jusqu’à {until} ({zone})")
_SPEAKS: Final = Words(en="speaks {tongue}", fr="parle {tongue}")
_SPEAKS_NOT: Final = Words(en="speaks {tongue} only", fr="parle {tongue} seulement")
_NEAR: Final = {
    Nearness.OWN: Words(en="of the unit", fr="de l’unité"),
    Nearness.ABOVE: Words(en="of a unit above it", fr="d’une unité au-dessus"),
    Nearness.PLACE: Words(en="answers for the country", fr="répond pour le pays"),
    Nearness.COMPANY: Words(en="of the whole company", fr="de toute l’entreprise"),
    Nearness.BELOW: Words(en="of a part of the unit", fr="d’une partie de l’unité"),
    Nearness.COUNTRY: Words(en="of another unit in the country", fr="d’une autre unité du pays"),
    Nearness.ELSEWHERE: Words(en="of elsewhere", fr="d’ailleurs"),
}
_GOOD_AT: Final = Words(en="it is their domain", fr="c’est son domaine")
_NOT_GOOD_AT: Final = Words(en="not their domain", fr="ce n’est pas son domaine")
_OTHER_BRAND: Final = Words(en="of another brand", fr="d’une autre marque")
_ON_TURN: Final = Words(en="on duty", fr="d’astreinte")
_ONE_OPEN: Final = Words(en="busy with {n} incident", fr="{n} incident en charge")
_OPEN: Final = Words(en="busy with {n} incidents", fr="{n} incidents en charge")
_FREE: Final = Words(en="free", fr="libre")
_BUSY: Final = Words(en="that is a lot already", fr="c’est déjà beaucoup")
