"""Answers to one person: the list of incidents, the latest of a log, what can be typed, and the Home tab."""

from collections.abc import Iterable, Sequence
from typing import Final

from handlers.slack.blocks import inbox
from handlers.slack.blocks.drills import DRILL_WORD
from handlers.slack.blocks.limits import (
    Block,
    Frame,
    Message,
    View,
    actions,
    button,
    context,
    header,
    home,
    message,
    modal,
    paragraphs,
    quote,
    section,
)
from handlers.slack.blocks.moments import ago, moment
from handlers.slack.blocks.notices import told
from handlers.slack.blocks.reader import Reader, mention
from playbooks.inbox import Backlog
from playbooks.incident import Incident
from playbooks.playbook import Words
from playbooks.ports import Entry, IncidentLine

START: Final = "home:start"
REPLY: Final = "home:reply"
LOG_SHOWN: Final = 15
LINES_SHOWN: Final = 40


def incident_list(reader: Reader, lines: Sequence[IncidentLine]) -> Message:
    """List incidents in the order given, and how to go on where there are more than are shown."""
    if not lines:
        return message([section(reader.say(_NONE))], reader.say(_NONE))
    shown = [line_of(reader, line) for line in lines[:LINES_SHOWN]]
    head = _how_many(reader, lines)
    return message(
        [section(f"*{head}*"), *(section(text) for text in paragraphs(shown)), *_hidden(reader, lines)], head
    )


def line_of(reader: Reader, line: IncidentLine) -> str:
    """Say in one line which incident it is and how it stands."""
    drill = f"{reader.say(DRILL_WORD)} · " if line.drill else ""
    place = "" if line.channel is None else f" · <#{line.channel}>"
    locked = " · 🔒" if line.restricted else ""
    steps = reader.count(line.steps_settled, _ONE_STEP, _STEPS, total=line.steps_total)
    lead = reader.say(_LEAD, who=mention(line.lead))
    return (
        f"{reader.severity(line.severity)} · {drill}*{line.ref}* {quote(line.title)}\n"
        f"{steps} · {lead} · {ago(line.opened_at)}{place}{locked}"
    )


def latest(reader: Reader, incident: Incident, entries: Sequence[Entry], hidden: int) -> Message:
    """Show the last entries of a log, after `hidden` earlier ones."""
    head = reader.say(_LOG, ref=incident.ref, title=quote(incident.title))
    texts = paragraphs(entry_lines(reader, incident, entries))
    more = (
        (context(reader.count(hidden, _ONE_EARLIER, _EARLIER) + f" `{reader.say(_REVIEW)} {incident.ref}`"),)
        if hidden
        else ()
    )
    return message([section(f"*{head}*"), *more, *(section(text) for text in texts)], head)


def entry_lines(reader: Reader, incident: Incident, entries: Iterable[Entry]) -> Iterable[str]:
    """Tell entries of a log, one line each."""
    return (f"{moment(entry.fact.at)} · {told(entry.fact, incident, reader)}" for entry in entries)


def what_to_type(reader: Reader) -> Message:
    """Say what one can do, the most urgent first."""
    parts = (
        *(_HELP_START, _HELP_STEPS, _HELP_DECIDE, _HELP_SAY, _HELP_POINT, _HELP_DUTY),
        *(_HELP_LOOK, _HELP_WHERE),
    )
    return message([section(reader.say(part)) for part in parts], reader.say(_HELP))


def home_tab(reader: Reader, lines: Sequence[IncidentLine], backlog: Backlog) -> View:
    """Draw somebody's Home tab: start, who waits, what is open, what to type."""
    starts = actions(
        button(START, reader.say(_START), "start", "primary"), button(REPLY, reader.say(_REPLY), "reply")
    )
    shown: list[Block] = [section(line_of(reader, line)) for line in lines[:LINES_SHOWN]]
    head = _how_many(reader, lines)
    parts = (_HELP_START, _HELP_STEPS, _HELP_DECIDE, _HELP_SAY, _HELP_POINT, _HELP_DUTY, _HELP_LOOK)
    helped = [section(reader.say(part)) for part in parts]
    return home(
        [
            header("Crisis Desk"),
            starts,
            *inbox.at_home(reader, backlog),
            section(f"*{head}*" if lines else head),
            *shown,
            *_hidden(reader, lines),
            *helped,
        ]
    )


def telling(reader: Reader, title: Words, text: str) -> View:
    """Show a few words in a window, over the form that is open."""
    frame = Frame(callback="told", title=reader.say(title), close=reader.say(_BACK))
    return modal(frame, [section(part) for part in paragraphs(text.split("\n"))])


def _how_many(reader: Reader, lines: Sequence[IncidentLine]) -> str:
    if len(lines) > LINES_SHOWN:
        return reader.say(_MORE_THAN, n=LINES_SHOWN)
    return reader.count(len(lines), _ONE_OPEN, _OPEN) if lines else reader.say(_NONE)


def _hidden(reader: Reader, lines: Sequence[IncidentLine]) -> tuple[Block, ...]:
    return (context(reader.say(_MORE, n=LINES_SHOWN)),) if len(lines) > LINES_SHOWN else ()


_NONE: Final = Words(
    en="No incident is open. `/crisis start` opens one.",
    fr="Aucun incident en cours. `/crise démarrer` en ouvre un.",
)
_ONE_OPEN: Final = Words(en="{n} open incident", fr="{n} incident en cours")
_OPEN: Final = Words(en="{n} open incidents", fr="{n} incidents en cours")
_MORE_THAN: Final = Words(en="More than {n} open incidents", fr="Plus de {n} incidents en cours")
_MORE: Final = Words(
    en="The first {n}: crises, then replies, the latest first. Any other by its reference: "
    "`/crisis status INC-2026-0001`.",
    fr="Les {n} premiers : les crises, puis les réponses, les plus récents d’abord. Tout autre par sa référence : "
    "`/crise statut INC-2026-0001`.",
)
_ONE_STEP: Final = Words(en="{n} of {total} steps", fr="{n} étape sur {total}")
_STEPS: Final = Words(en="{n} of {total} steps", fr="{n} étapes sur {total}")
_LEAD: Final = Words(en="lead {who}", fr="pilote {who}")
_LOG: Final = Words(en="Log · {ref} · {title}", fr="Journal · {ref} · {title}")
_ONE_EARLIER: Final = Words(en="{n} earlier entry:", fr="{n} entrée plus ancienne :")
_EARLIER: Final = Words(en="{n} earlier entries:", fr="{n} entrées plus anciennes :")
_REVIEW: Final = Words(en="/crisis review", fr="/crise revue")
_START: Final = Words(en="Start a crisis", fr="Ouvrir une crise")
_REPLY: Final = Words(en="Reply to a customer", fr="Répondre à un client")
_BACK: Final = Words(en="Back", fr="Retour")
_HELP: Final = Words(en="What you can type", fr="Ce que vous pouvez taper")
_HELP_START: Final = Words(
    en="*Start*\n`/crisis start data breach` opens the form, filled · `/crisis reply` answers a customer · "
    "`/reply find refund` looks through the prepared answers · `/reply inbox` shows who waits · "
    "`/crisis surge` when many ask the same",
    fr="*Démarrer*\n`/crise démarrer fuite de données` ouvre le formulaire, rempli · `/crise répondre` pour un client · "
    "`/reply chercher remboursement` parcourt les réponses préparées · `/reply boîte` montre qui attend · "
    "`/crise afflux` quand beaucoup posent la même question",
)
_HELP_STEPS: Final = Words(
    en="*Steps* (by number)\n`/crisis steps` shows all · `done 3` · `done 1 2 3` · `done 4 what was decided` · "
    "`undo 3` · `skip 5 reason` · `take 3` · `assign 3 @dana` · `add Call the mayor in 30m` · "
    "`clocks` the legal limits · `freeze` and `restart` publishing · `escalate @dana why` calls more people",
    fr="*Étapes* (par numéro)\n`/crise étapes` les montre toutes · `fait 3` · `fait 1 2 3` · `fait 4 ce qui est décidé` · "
    "`annuler 3` · `passer 5 raison` · `prendre 3` · `confier 3 @dana` · `ajouter Appeler le maire dans 30m` · "
    "`délais` légaux · `geler` et `reprendre` les publications · `escalader @dana pourquoi` appelle du renfort",
)
_HELP_DECIDE: Final = Words(
    en="*Answer, or hold?*\n`/crisis decide` asks and advises · `renew 30m reason` · `lift leak` ends it when something "
    "happens",
    fr="*Répondre, ou temporiser ?*\n`/crise décider` questionne et conseille · `prolonger 30m raison` · `lever fuite` y "
    "met fin quand quelque chose arrive",
)
_HELP_SAY: Final = Words(
    en="*Say*\n`/crisis line` what we say for now · `update Still checking next 30m` · `severity crisis` · "
    "`safe nobody was inside` · `statement` a text to have approved · `lead me` · `log` followed by what should be kept",
    fr="*Dire*\n`/crise ligne` ce que nous disons pour l’instant · `point On vérifie prochain 30m` · "
    "`gravité crise` · `hors-danger personne n’y était` · `communiqué` un texte à faire approuver · "
    "`pilote moi` · `journal` suivi de ce qu’il faut consigner",
)
_HELP_POINT: Final = Words(
    en="*Keep the rhythm*\n`/crisis point` shows what a fixed point goes through · `claim Passports are in it` · "
    "`fact It is on a forum` · `verifying 2` · `verify 2` · `refute 2 an old file` · `correct 2 new words` · "
    "📝 on a message keeps it in the log · `handover` · `handover @dana`",
    fr="*Tenir le rythme*\n`/crise point` montre l’ordre du jour du point fixe · `rumeur Il y a des passeports` · "
    "`avéré C’est sur un forum` · `en vérification 2` · `confirmer 2` · `infirmer 2 un vieux fichier` · "
    "`corriger 2 nouveaux mots` · 📝 sur un message le consigne · `relève` · `relève @dana`",
)
_HELP_DUTY: Final = Words(
    en="*On duty*\n`/crisis rotas` who is on duty · `away until Friday 18:00` · `back` · `swap` a turn with a colleague · "
    "`cover` · `coverage` what is lacking · `check-contacts`",
    fr="*Astreintes*\n`/crise astreintes` qui est d’astreinte · `absent jusqu’à vendredi 18h` · `de retour` · `échanger` un "
    "tour avec un collègue · `remplacer` · `couverture` ce qui manque · `contacts`",
)
_HELP_LOOK: Final = Words(
    en="*Look and end*\n`/crisis list` · `status` · `log` · `close` · `review INC-2026-0001`\n"
    "`/crisis search leaked file` finds what happened before and what was learned\n"
    "`/crisis who energy-uk de` says who answers, and why · a better wording in mind? `/crisis propose`",
    fr="*Voir et finir*\n`/crise liste` · `statut` · `journal` · `clore` · `revue INC-2026-0001`\n"
    "`/crise rechercher fuite fichier` retrouve ce qui a déjà eu lieu et ce qu’on en a retenu\n"
    "`/crise qui energy-uk de` dit qui répond, et pourquoi · une meilleure formulation ? `/crise proposer`",
)
_HELP_WHERE: Final = Words(
    en="In an incident’s channel no reference is needed; elsewhere name it: `/crisis status INC-2026-0001`. "
    "`/crise` takes the same words in French.",
    fr="Dans le canal d’un incident, pas besoin de référence ; ailleurs, nommez-le : `/crise statut INC-2026-0001`. "
    "`/crisis` comprend les mêmes mots en anglais.",
)
