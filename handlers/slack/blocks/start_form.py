"""The form that opens an incident, filled as far as the words that were typed and the person who typed them allow."""

from dataclasses import dataclass
from typing import Final

from handlers.slack.blocks import customer_form
from handlers.slack.blocks.countries import country_name
from handlers.slack.blocks.forms import severities
from handlers.slack.blocks.labels import CANCEL, LANGUAGES
from handlers.slack.blocks.limits import (
    Block,
    Frame,
    View,
    ask,
    focused,
    line_input,
    live,
    modal,
    option,
    optional,
    select,
    ticks,
)
from handlers.slack.blocks.reader import SEVERITY_SIGN, Reader
from handlers.wording import set_in
from playbooks.commands import CustomersWords
from playbooks.playbook import Language, Playbook, PlaybookKind, Severity, UnitId, Words
from playbooks.shelf import Shelf
from playbooks.typed import TITLE_LIMIT

AT_RISK: Final = "risk"
DRILL: Final = "drill"
RESTRICTED: Final = "restricted"
AGREED: Final = "agreed"
PICK_PLAYBOOK: Final = "start:playbook"
PICK_UNIT: Final = "start:unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What the form stands on: typed, suggested or chosen. `severity` None takes the playbook's own."""

    kind: PlaybookKind
    language: Language  # of the incident
    playbook: Playbook | None = None
    title: str = ""
    customer: CustomersWords | None = None  # of a reply
    severity: Severity | None = None
    unit: str | None = None
    country: str | None = None
    about: frozenset[str] = frozenset()
    advice: tuple[Block, ...] = ()  # what is suggested for a customer's message, drawn
    metadata: str = ""


def start_form(reader: Reader, start: Start, offered: tuple[Playbook, ...]) -> View:
    """Draw the form for the playbooks offered, of which there is at least one."""
    crisis = start.kind is PlaybookKind.CRISIS
    frame = Frame(
        callback=f"start:{start.kind.value}",
        title=reader.say(_TITLE if crisis else _REPLY_TITLE),
        submit=reader.say(_SUBMIT if crisis else _REPLY_SUBMIT),
        close=reader.say(CANCEL),
        metadata=start.metadata,
    )
    blocks = (
        *start.advice,
        _playbook(reader, start, offered),
        *_what(reader, start),
        *_where(reader, start),
        _about(reader, start),
    )
    return modal(frame, blocks)


def _what(reader: Reader, start: Start) -> tuple[Block, ...]:
    """Ask what happens and how serious it is, or of a customer what they wrote and how soon they are answered."""
    customer = start.customer
    if customer is None:
        title = line_input("title", start.title, most=TITLE_LIMIT)
        return focused(ask("title", reader.say(_WHAT), title)), _severity(reader, start)
    return (
        customer_form.wrote(reader, customer),
        *customer_form.who(reader, customer),
        *customer_form.how_soon(reader, customer, start.playbook),
    )


def _playbook(reader: Reader, start: Start, offered: tuple[Playbook, ...]) -> Block:
    menu = [
        option(
            f"{SEVERITY_SIGN[p.severity]} {p.title.read(reader.language)}",
            p.id,
            p.trigger.read(reader.language),
        )
        for p in offered
    ]
    chosen = None if start.playbook is None else start.playbook.id
    # Slack keeps what stands in a menu of the same name: the crisis that a reply becomes has a menu of its own.
    picked = select(f"{PICK_PLAYBOOK}:{start.kind.value}", menu, chosen, reader.say(_CHOOSE))
    return live(ask("playbook", reader.say(_PLAYBOOK), picked, _local(reader, start, offered)))


def _local(reader: Reader, start: Start, offered: tuple[Playbook, ...]) -> str:
    """Say which variant will be taken in the place of the playbook chosen, for the unit and country chosen."""
    if start.playbook is None or start.unit is None:
        return ""
    own = next((unit.country for unit in reader.directory.units if unit.id == start.unit), "")
    shelf = Shelf(playbooks=offered)
    taken = shelf.local(start.playbook, UnitId(start.unit), start.country or own)
    if taken is start.playbook:
        return ""
    return reader.say(_LOCAL, title=set_in(reader.language, taken.title), version=taken.version)


def _severity(reader: Reader, start: Start) -> Block:
    own = None if start.playbook is None else start.playbook.severity
    chosen = start.severity or own or Severity.SEV2
    # Slack keeps what stands in a menu of the same name: another playbook's default needs another name.
    name = f"severity:{'' if start.playbook is None else start.playbook.id}"
    hint = "" if own is None else reader.say(_DEFAULT, severity=own.words.read(reader.language))
    return ask("severity", reader.say(_SEVERITY), severities(reader, name, chosen.value), hint)


def _where(reader: Reader, start: Start) -> tuple[Block, Block, Block]:
    units = [option(unit.title.read(reader.language), unit.id) for unit in reader.directory.units]
    own = next((unit.country for unit in reader.directory.units if unit.id == start.unit), None)
    codes = tuple(dict.fromkeys(unit.country for unit in reader.directory.units))
    countries = [option(country_name(code, reader.language), code) for code in codes]
    country = select(f"country:{start.unit or ''}", countries, start.country or own)
    spoken = [option(reader.say(LANGUAGES[one]), one.value) for one in Language]
    language = _LANGUAGE if start.customer is None else _THEIR_LANGUAGE
    return (
        live(ask("unit", reader.say(_UNIT), select(PICK_UNIT, units, start.unit))),
        live(ask("country", reader.say(_COUNTRY), country)),
        ask("language", reader.say(language), select("language", spoken, start.language.value)),
    )


def _about(reader: Reader, start: Start) -> Block:
    boxes = [
        option(reader.say(_RISK), AT_RISK, reader.say(_RISK_MEANS)),
        option(reader.say(_DRILL), DRILL, reader.say(_DRILL_MEANS)),
        option(reader.say(_RESTRICTED), RESTRICTED, reader.say(_RESTRICTED_MEANS)),
        *((option(reader.say(_AGREED), AGREED, reader.say(_AGREED_MEANS)),) if start.customer else ()),
    ]
    return optional(ask("about", reader.say(_ABOUT), ticks("about", boxes, start.about)))


_TITLE: Final = Words(en="Start a crisis", fr="Ouvrir une crise")
_REPLY_TITLE: Final = Words(en="Reply to a customer", fr="Répondre à un client")
_SUBMIT: Final = Words(en="Start", fr="Ouvrir")
_REPLY_SUBMIT: Final = Words(en="Start", fr="Commencer")
_CHOOSE: Final = Words(en="Choose a playbook", fr="Choisissez une fiche réflexe")
_PLAYBOOK: Final = Words(en="Playbook", fr="Fiche réflexe")
_LOCAL: Final = Words(
    en="For this unit and country, the local variant “{title}” (version {version}) is used.",
    fr="Pour cette unité et ce pays, c’est la variante locale « {title} » (version {version}) qui sert.",
)
_WHAT: Final = Words(en="What is happening, in a few words?", fr="Que se passe-t-il, en quelques mots ?")
_SEVERITY: Final = Words(en="Severity", fr="Gravité")
_DEFAULT: Final = Words(en="The playbook’s own: {severity}.", fr="Celle de la fiche réflexe : {severity}.")
_UNIT: Final = Words(en="Business unit", fr="Unité")
_COUNTRY: Final = Words(en="Country", fr="Pays")
_LANGUAGE: Final = Words(en="Language of the work", fr="Langue de travail")
_THEIR_LANGUAGE: Final = Words(en="Language of the answer", fr="Langue de la réponse")
_ABOUT: Final = Words(en="Tick what applies", fr="Cochez ce qui s’applique")
_RISK: Final = Words(en="People may be at risk", fr="Des personnes peuvent être en danger")
_RISK_MEANS: Final = Words(
    en="Their safety comes before any message", fr="Leur sécurité passe avant tout message"
)
_DRILL: Final = Words(en="This is a drill", fr="C’est un exercice")
_DRILL_MEANS: Final = Words(en="Marked EXERCISE everywhere", fr="Marqué EXERCICE partout")
_RESTRICTED: Final = Words(en="Restricted", fr="Restreint")
_RESTRICTED_MEANS: Final = Words(
    en="A private channel; only those who take part see it", fr="Canal privé ; visible des seuls participants"
)
_AGREED: Final = Words(en="Agreed with whoever answers already", fr="Vu avec la personne qui répond déjà")
_AGREED_MEANS: Final = Words(
    en="Two of you answer the same customer, on purpose", fr="Vous êtes deux à répondre à ce client, exprès"
)
