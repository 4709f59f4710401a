"""Differences between two versions of a playbook, in people's words: the command line, Slack and the pages share them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from handlers.conditions import condition_in_brief
from handlers.wording import counted, lasting, say, set_in
from playbooks.audiences import Audience
from playbooks.differences import Depends, Difference, How, Owners, Part, Timed, Told
from playbooks.playbook import Language, Outcome, Playbook, RoleId, Severity, Words

LONGEST_QUOTED: Final = 300  # characters of a text that is shown as it was and as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who reads, how roles and ladders are named for them, and how a document's words are written there."""

    language: Language
    role: Callable[[RoleId], str]
    quote: Callable[[str], str] = str

    def say(self, words: Words, **values: object) -> str:
        """Fill a template of ours."""
        return say(words, self.language, **values)

    def shown(self, told: Told) -> str:
        """Put one value in words; nothing for none."""
        match told:
            case None:
                return ""
            case Words():
                return self._quoted(set_in(self.language, told))
            case Severity() | Outcome() | Audience():
                words = AUDIENCES[told] if isinstance(told, Audience) else told.words
                return words.read(self.language)
            case Owners():
                return ", ".join(self.role(role) for role in told.roles) or self.say(_LEADS)
            case Timed():
                return self._timed(told)
            case Depends():
                return self._quoted(condition_in_brief(told, self.language))
            case tuple():
                return ", ".join(told) or self.say(_ANYWHERE)
            case _:
                return self.quote(told)

    def marked(self, told: Told) -> str:
        """Put a value in words where it stands by itself: a text between quotation marks, nothing as a word."""
        shown = self.shown(told)
        return (
            self.say(_MARKED, text=shown)
            if isinstance(told, Words | Depends)
            else shown or self.say(_NOTHING)
        )

    def _timed(self, told: Timed) -> str:
        if told.due is None:
            return self.say(_NO_TIME)
        span = lasting(told.due, self.language)
        return span if told.after is None else self.say(_AFTER, span=span, step=self.shown(told.after))

    def _quoted(self, text: str) -> str:
        words = " ".join(text.split())
        short = words if len(words) <= LONGEST_QUOTED else words[: LONGEST_QUOTED - 1].rstrip() + "…"
        return self.quote(short)


def heading(new: Playbook, old: int, teller: Teller) -> str:
    """Name what is compared."""
    return teller.say(_HEADING, title=teller.shown(new.title), old=old, new=new.version)


def reason(new: Playbook, teller: Teller) -> str:
    """Say what the newer version says of itself, and whose proposals it took up."""
    names = ", ".join(teller.quote(name) for name in new.credits)
    why = teller.say(_WHY, changes=teller.quote(set_in(teller.language, new.changes)))
    return why + (" " + teller.say(_CREDITS, names=names) if names else "")


def lines(found: Iterable[Difference], teller: Teller) -> tuple[str, ...]:
    """Tell each difference in a line; none at all is said too."""
    return tuple(line(one, teller) for one in found) or (teller.say(_NONE),)


def line(one: Difference, teller: Teller) -> str:
    """Tell one difference."""
    words = _WORDS.get((one.part, one.how)) or _BY_HOW[one.how]
    return teller.say(
        words,
        sign=_SIGNS.get(one.how, "•"),
        part=_PARTS[one.part].read(teller.language),
        name=teller.shown(one.name),
        owner=teller.shown(one.owner),
        was=teller.marked(one.was),
        now=teller.marked(one.now),
        limit=f" ({teller.shown(one.now)})" if isinstance(one.now, Timed) else "",
    )


def more(hidden: int, teller: Teller) -> str:
    """Say how many differences are not shown."""
    return counted(hidden, _ONE_MORE, _MORE, teller.language)


AUDIENCES: Final[Mapping[Audience, Words]] = {
    Audience.STAFF: Words(en="staff", fr="personnel"),
    Audience.CUSTOMERS: Words(en="customers", fr="clients"),
    Audience.PRESS: Words(en="press", fr="presse"),
    Audience.INVESTORS: Words(en="investors", fr="investisseurs"),
    Audience.PUBLIC: Words(en="the public", fr="grand public"),
    Audience.AUTHORITIES: Words(en="authorities", fr="autorités"),
}
_SIGNS: Final[Mapping[How, str]] = {How.ADDED: "+", How.REMOVED: "−", How.MOVED: "↕"}
_HEADING: Final = Words(en="{title}: version {old} → {new}", fr="{title} : version {old} → {new}")
_WHY: Final = Words(en="Why: {changes}", fr="Pourquoi : {changes}")
_CREDITS: Final = Words(en="Thanks to {names}.", fr="Merci à {names}.")
_NONE: Final = Words(
    en="Nothing that somebody who works with it would notice.",
    fr="Rien que l’on remarque en s’en servant.",
)
_ONE_MORE: Final = Words(en="and {n} more difference", fr="et {n} autre différence")
_MORE: Final = Words(en="and {n} more differences", fr="et {n} autres différences")
_LEADS: Final = Words(en="the lead", fr="le pilote")
_ANYWHERE: Final = Words(en="anywhere", fr="partout")
_NO_TIME: Final = Words(en="no fixed time", fr="sans échéance")
_MARKED: Final = Words(en="“{text}”", fr="« {text} »")
_NOTHING: Final = Words(en="nothing", fr="rien")
_AFTER: Final = Words(en="{span} after “{step}”", fr="{span} après « {step} »")
_PARTS: Final[Mapping[Part, Words]] = {
    Part.STEP: Words(en="Step", fr="Étape"),
    Part.MESSAGE: Words(en="Message", fr="Message"),
    Part.OUTCOME: Words(en="Outcome", fr="Issue"),
    Part.CLOCK: Words(en="Legal clock", fr="Délai légal"),
    Part.LADDER: Words(en="Ladder", fr="Échelle d’appel"),
    Part.AUDIENCE: Words(en="Audience", fr="Public concerné"),
    Part.SEVERITY: Words(en="Severity", fr="Gravité"),
    Part.LEAD: Words(en="Lead", fr="Pilotage"),
    Part.TITLE: Words(en="Title", fr="Titre"),
    Part.TRIGGER: Words(en="When to open it", fr="Quand l’ouvrir"),
    Part.DO: Words(en="Do", fr="À faire"),
    Part.DONT: Words(en="Don’t", fr="À éviter"),
    Part.SIGN: Words(en="Sign that it is more serious", fr="Signe d’aggravation"),
    Part.KEYWORD: Words(en="Keyword", fr="Mot-clé"),
    Part.QUESTION: Words(en="Question of the review", fr="Question du retour d’expérience"),
}
_WORDS: Final[Mapping[tuple[Part, How], Words]] = {
    (Part.STEP, How.ADDED): Words(
        en="{sign} New step “{name}” ({owner}, {now})", fr="{sign} Nouvelle étape « {name} » ({owner}, {now})"
    ),
    (Part.STEP, How.REMOVED): Words(
        en="{sign} Step “{name}” is no longer asked for", fr="{sign} L’étape « {name} » n’est plus demandée"
    ),
    (Part.STEP, How.MOVED): Words(
        en="{sign} Step “{name}” stands elsewhere in the list", fr="{sign} L’étape « {name} » change de place"
    ),
    (Part.STEP, How.REWORDED): Words(
        en="{sign} Step {was} now reads {now}", fr="{sign} L’étape {was} devient {now}"
    ),
    (Part.STEP, How.ADVICE): Words(
        en="{sign} Step “{name}”, new advice: {now} (was: {was})",
        fr="{sign} Étape « {name} », nouveau conseil : {now} (avant : {was})",
    ),
    (Part.STEP, How.CONDITION): Words(
        en="{sign} Step “{name}” is there when: {now} (was: {was})",
        fr="{sign} L’étape « {name} » apparaît si : {now} (avant : {was})",
    ),
    (Part.STEP, How.ANSWERS): Words(
        en="{sign} Step “{name}” offers: {now} (was: {was})",
        fr="{sign} L’étape « {name} » propose : {now} (avant : {was})",
    ),
    (Part.CLOCK, How.ADDED): Words(
        en="{sign} New legal clock “{name}”: {now}", fr="{sign} Nouveau délai légal « {name} » : {now}"
    ),
    (Part.OUTCOME, How.ADDED): Words(
        en="{sign} It may now be decided: {name}{limit}",
        fr="{sign} On peut désormais décider : {name}{limit}",
    ),
    (Part.OUTCOME, How.REMOVED): Words(
        en="{sign} It may no longer be decided: {name}", fr="{sign} On ne peut plus décider : {name}"
    ),
    (Part.OUTCOME, How.OWNER): Words(
        en="{sign} Who may prolong a hold: {now} (was: {was})",
        fr="{sign} Qui peut prolonger l’attente : {now} (avant : {was})",
    ),
    (Part.MESSAGE, How.ADDED): Words(
        en="{sign} New message “{name}”: {now}", fr="{sign} Nouveau message « {name} » : {now}"
    ),
    (Part.MESSAGE, How.REWORDED): Words(
        en="{sign} Message “{name}” now reads {now} (was: {was})",
        fr="{sign} Le message « {name} » devient {now} (avant : {was})",
    ),
}
_BY_HOW: Final[Mapping[How, Words]] = {
    How.ADDED: Words(en="{sign} {part}, new: {name}", fr="{sign} {part}, nouveau : {name}"),
    How.REMOVED: Words(en="{sign} {part}, gone: {name}", fr="{sign} {part}, retiré : {name}"),
    How.MOVED: Words(en="{sign} {part} “{name}”: moved", fr="{sign} {part} « {name} » : déplacé"),
    How.REWORDED: Words(en="{sign} {part}: {now} (was: {was})", fr="{sign} {part} : {now} (avant : {was})"),
    How.ADVICE: Words(en="{sign} {part} “{name}”: {now}", fr="{sign} {part} « {name} » : {now}"),
    How.OWNER: Words(
        en="{sign} {part} “{name}”, whose: {now} (was: {was})",
        fr="{sign} {part} « {name} », à qui : {now} (avant : {was})",
    ),
    How.TIME: Words(
        en="{sign} {part} “{name}”, due: {now} (was: {was})",
        fr="{sign} {part} « {name} », échéance : {now} (avant : {was})",
    ),
    How.MANDATORY: Words(
        en="{sign} {part} “{name}” is now mandatory", fr="{sign} {part} « {name} » : désormais obligatoire"
    ),
    How.OPTIONAL: Words(
        en="{sign} {part} “{name}” is no longer mandatory",
        fr="{sign} {part} « {name} » : n’est plus obligatoire",
    ),
    How.CONDITION: Words(en="{sign} {part} “{name}”: {now}", fr="{sign} {part} « {name} » : {now}"),
    How.ANSWERS: Words(en="{sign} {part} “{name}”: {now}", fr="{sign} {part} « {name} » : {now}"),
    How.APPROVAL: Words(
        en="{sign} {part} “{name}”, approved by: {now} (was: {was})",
        fr="{sign} {part} « {name} », validé par : {now} (avant : {was})",
    ),
    How.NETWORKS: Words(
        en="{sign} {part} “{name}”, written for: {now} (was: {was})",
        fr="{sign} {part} « {name} », prévu pour : {now} (avant : {was})",
    ),
    How.VALIDITY: Words(
        en="{sign} {part} “{name}”, valid until: {now} (was: {was})",
        fr="{sign} {part} « {name} », valable jusqu’au : {now} (avant : {was})",
    ),
    How.LIMIT: Words(
        en="{sign} {part} “{name}”: {now} (was: {was})", fr="{sign} {part} « {name} » : {now} (avant : {was})"
    ),
}
