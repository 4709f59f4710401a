"""One sentence for each fact about the log's entries: kept, verified, corrected, and the messages behind them."""

from collections.abc import Iterable, Mapping
from typing import Final

from handlers.voice import Voice
from playbooks import events as e
from playbooks.commands import EntryKind, Verification
from playbooks.incident import Incident
from playbooks.playbook import Language, Words


def told(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell one of these facts; None for another one."""
    match fact:
        case e.LogWritten():
            return _written(fact, incident, voice)
        case e.ClaimSettled() | e.ClaimChecked():
            return _of_claims(fact, incident, voice)
        case e.MessageEdited():
            text = voice.marked(fact.text) if fact.text else voice.say(_NO_WORDS)
            return voice.say(_EDITED, who=voice.who(fact.by), n=fact.entry, text=text)
        case e.MessageDeleted():
            return voice.say(_DELETED, n=fact.entry)
        case _:
            return None


def kind_of(fact: e.LogWritten) -> EntryKind:
    """Tell what an entry is about; a claim kept before entries had kinds is information as well."""
    return EntryKind.INFORMATION if fact.claim else fact.kind


def _written(fact: e.LogWritten, incident: Incident, voice: Voice) -> str:
    unclaimed = _KEPT if fact.entry else _NOTED
    words = _CLAIMED[fact.status] if fact.claim else unclaimed
    kind = "" if kind_of(fact) is EntryKind.NOTE else voice.say(_OF_KIND, kind=voice.say(KINDS[fact.kind]))
    text = voice.marked(fact.text)
    detail = _detail(fact, incident, voice)
    return voice.say(
        words, who=voice.who(fact.by), n=fact.claim or fact.entry, kind=kind, text=text, detail=detail
    )


def _detail(fact: e.LogWritten, incident: Incident, voice: Voice) -> str:
    parts = tuple(_details(fact, incident, voice))
    apart = " ; " if voice.language is Language.FR else "; "
    return f" ({apart.join(parts)})" if parts else ""


def _details(fact: e.LogWritten, incident: Incident, voice: Voice) -> Iterable[str]:
    if fact.original is not None and fact.happened is not None:
        yield voice.say(_WRITTEN, who=voice.name(fact.original.author), moment=voice.moment(fact.happened))
    elif fact.happened is not None:
        yield voice.say(_HAPPENED, moment=voice.moment(fact.happened))
    if fact.source:
        yield voice.say(_SOURCE, source=voice.quote(fact.source))
    if fact.corrects:
        yield voice.say(_CORRECTS, n=fact.corrects)
    newer = incident.logbook.successor(fact.entry or fact.claim)
    if newer:
        yield voice.say(_CORRECTED, n=newer)


def _of_claims(fact: e.ClaimSettled | e.ClaimChecked, incident: Incident, voice: Voice) -> str:
    text = next((claim.text for claim in incident.claims if claim.number == fact.claim), "")
    marked = f" {voice.marked(text)}" if text else ""
    who = voice.who(fact.by)
    if isinstance(fact, e.ClaimChecked):
        return voice.say(_CHECKED, who=who, n=fact.claim, text=marked)
    source = f" ({voice.say(_SOURCE, source=voice.quote(fact.source))})" if fact.source else ""
    words = _VERIFIED if fact.true else _REFUTED
    detail = f"{voice.after(fact.words)}{source}"
    return voice.say(words, who=who, n=fact.claim, text=marked, detail=detail)


KINDS: Final[Mapping[EntryKind, Words]] = {
    EntryKind.INFORMATION: Words(en="information", fr="information"),
    EntryKind.DECISION: Words(en="decision", fr="décision"),
    EntryKind.ACTION: Words(en="action", fr="action"),
    EntryKind.MESSAGE: Words(en="message", fr="message"),
    EntryKind.CONTACT: Words(en="contact", fr="contact"),
    EntryKind.SEVERITY: Words(en="severity", fr="gravité"),
    EntryKind.HOLD: Words(en="hold", fr="temporisation"),
    EntryKind.HANDOVER: Words(en="hand-over", fr="relève"),
    EntryKind.NOTE: Words(en="note", fr="note"),
}
_NOTED: Final = Words(en="{who} noted: {text}{detail}.", fr="{who} a noté : {text}{detail}.")
_KEPT: Final = Words(
    en="{who} kept entry {n}{kind}: {text}{detail}.",
    fr="{who} a consigné l’entrée {n}{kind} : {text}{detail}.",
)
_OF_KIND: Final = Words(en=", {kind}", fr=", {kind}")
_CLAIMED: Final[Mapping[Verification, Words]] = {
    Verification.NOTE: _KEPT,
    Verification.TO_VERIFY: Words(
        en="{who} kept claim {n}, to be verified: {text}{detail}.",
        fr="{who} a consigné l’information {n}, à vérifier : {text}{detail}.",
    ),
    Verification.CHECKING: Words(
        en="{who} kept claim {n}, being verified: {text}{detail}.",
        fr="{who} a consigné l’information {n}, en vérification : {text}{detail}.",
    ),
    Verification.VERIFIED: Words(
        en="{who} kept fact {n}, verified: {text}{detail}.",
        fr="{who} a consigné l’information {n}, vérifiée : {text}{detail}.",
    ),
    Verification.FALSE: Words(
        en="{who} kept claim {n}, known to be false: {text}{detail}.",
        fr="{who} a consigné l’information {n}, fausse : {text}{detail}.",
    ),
}
_WRITTEN: Final = Words(en="written by {who}, {moment}", fr="écrit par {who}, {moment}")
_HAPPENED: Final = Words(en="it happened {moment}", fr="heure des faits : {moment}")
_SOURCE: Final = Words(en="source: {source}", fr="source : {source}")
_CORRECTS: Final = Words(en="it corrects entry {n}", fr="corrige l’entrée {n}")
_CORRECTED: Final = Words(en="corrected since by entry {n}", fr="corrigée depuis par l’entrée {n}")
_CHECKED: Final = Words(en="{who} is verifying claim {n}{text}.", fr="{who} vérifie l’information {n}{text}.")
_VERIFIED: Final = Words(
    en="{who} verified claim {n}{text}{detail}.", fr="{who} a confirmé l’information {n}{text}{detail}."
)
_REFUTED: Final = Words(
    en="{who} found claim {n}{text} to be false{detail}.",
    fr="{who} a infirmé l’information {n}{text}{detail}.",
)
_EDITED: Final = Words(
    en="{who} edited the message kept as entry {n}. It says by now: {text}.",
    fr="{who} a modifié le message consigné à l’entrée {n}. Il dit désormais : {text}.",
)
_NO_WORDS: Final = Words(en="nothing", fr="rien")
_DELETED: Final = Words(
    en="The message kept as entry {n} was deleted; the entry stands.",
    fr="Le message consigné à l’entrée {n} a été supprimé ; l’entrée demeure.",
)
