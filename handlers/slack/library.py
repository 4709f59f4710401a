"""Playbooks themselves: a newer version is decided about, an improvement proposed, the files read again."""

from collections.abc import Mapping
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.answers import as_message
from handlers.slack.blocks import versions
from handlers.slack.blocks.forms import Draft
from handlers.slack.orders import Answer, Form, Pressed, Verbs, on_form, opened_from, still_open
from handlers.slack.starting import chosen
from handlers.slack.verbs import Verb
from handlers.slack.visits import Filled, Visit
from handlers.slack.windows import show
from handlers.slack.words import Typed
from playbooks import refusals
from playbooks.commands import AcceptVersion, DeclineVersion
from playbooks.desk import Desk
from playbooks.errors import NotFound, Refusal
from playbooks.incident import Incident
from playbooks.playbook import Playbook, PlaybookId, PlaybookKind, Words
from playbooks.proposals import Propose


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons and forms about playbooks."""
    on_form(app, desk, "incident:version", _decided)

    @app.action(versions.LOOK)
    def looks(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        _show_offer(visit, still_open(visit.incident_by_id(Pressed.of(body).value)))
        ack()

    @app.view("library:propose")
    def proposed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, filled = Visit.of(desk, client, body), Filled.of(body["view"])
        wish = Propose(
            playbook=PlaybookId(filled.choice("playbook") or ""),
            step=filled.text("step"),
            text=filled.text("text"),
            name=str((body.get("user") or {}).get("name") or visit.user),
        )
        desk.library.propose(wish, visit.asked)
        ack()


def _show_offer(visit: Visit, incident: Incident) -> None:
    offer = incident.offer
    if offer is None:
        raise refusals.versions.nothing_offered()
    newest = visit.desk.looking.released(incident.playbook.id, offer.version)
    kept = opened_from(visit, incident, str(offer.version)).written()
    show(visit, versions.decide_version(visit.reader, Draft(incident=incident, metadata=kept), newest))


def _decided(form: Form) -> AcceptVersion | DeclineVersion:
    version = int(form.kept.subject)
    match form.filled.choice("choice"):
        case versions.ACCEPT:
            return AcceptVersion(incident=form.incident, version=version)
        case versions.DECLINE:
            return DeclineVersion(incident=form.incident, version=version)
        case _:
            raise refusals.versions.choice_of_version_missing()


def _propose(visit: Visit, typed: Typed) -> Answer:
    shelf, text = visit.desk.shelf(), typed.text
    offered = shelf.latest()
    if not offered:
        raise NotFound(_NO_PLAYBOOK)
    named = None
    for kind in PlaybookKind:
        found, rest = chosen(shelf, text, kind)
        if found is not None and rest != text:
            named, text = found, rest
            break
    here = named or _worked_here(visit)
    show(visit, versions.propose(visit.reader, offered, None if here is None else here.id, text))
    return None


def _worked_here(visit: Visit) -> Playbook | None:
    """Give the playbook of the incident worked in the channel where this was typed."""
    try:
        return visit.incident(None).playbook
    except Refusal:
        return None


def _reload(visit: Visit, _: Typed) -> Answer:
    visit.desk.library.reload_soon(visit.asked)
    return as_message(visit.reader.say(_READING))


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.PROPOSE: _propose, Verb.RELOAD: _reload}

_READING: Final = Words(
    en="🔄 The playbooks and the directory are being read again. The outcome comes in a direct message.",
    fr="🔄 Les fiches et l’annuaire sont relus. Le résultat arrive en message direct.",
)
_NO_PLAYBOOK: Final = Words(
    en="There is no playbook to improve.", fr="Il n’y a aucune fiche réflexe à améliorer."
)
