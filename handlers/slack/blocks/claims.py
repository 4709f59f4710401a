"""Claims as lines of text and with their two buttons, and the form that settles one."""

from collections.abc import Iterable
from typing import Final

from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.labels import SAVE
from handlers.slack.blocks.limits import (
    Block,
    View,
    actions,
    ask,
    button,
    cut,
    focused,
    line_input,
    optional,
    section,
    text_input,
)
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, framed, mention, on_one_line
from playbooks.commands import Verification
from playbooks.incident import Claim, Incident
from playbooks.playbook import Words
from playbooks.typed import TEXT_LIMIT, TITLE_LIMIT

SETTLE: Final = "claim:settle"
TRUE: Final = "claim:true:"  # Each followed by the claim's number; the button's value is the incident's id.
FALSE: Final = "claim:false:"
CHECK: Final = "claim:check:"
SHOWN: Final = 300  # characters of a claim on a line

_SIGN: Final = {
    Verification.NOTE: "🗒️",
    Verification.TO_VERIFY: "❓",
    Verification.CHECKING: "🔎",
    Verification.VERIFIED: "✔️",
    Verification.FALSE: "✖️",
}


def claim_line(reader: Reader, claim: Claim) -> str:
    """Say what is claimed, by whom, and how far it is known to be so."""
    text = cut(on_one_line(claim.text), SHOWN)
    head = f"{_SIGN[claim.status]} *{claim.number}.* {text}"
    return f"{head}\n" + " · ".join(
        part for part in (_standing(reader, claim), *_known(reader, claim)) if part
    )


def _standing(reader: Reader, claim: Claim) -> str:
    """Say how far it is known to be so, and by whom."""
    told = reader.say(STATUS[claim.status])
    if not claim.stands:
        return reader.say(_CORRECTED, n=claim.corrected_by)
    if claim.settled_at is not None:
        return f"{told} · {mention(claim.settled_by)}, {moment(claim.settled_at)}"
    if claim.status is Verification.CHECKING and claim.checked_at is not None:
        return f"{told} · {mention(claim.checked_by)}, {moment(claim.checked_at)}"
    return f"{told} · {mention(claim.by)}, {moment(claim.at)}"


def _known(reader: Reader, claim: Claim) -> Iterable[str]:
    yield cut(on_one_line(claim.words), SHOWN)
    if claim.source:
        yield reader.say(_FROM, source=cut(on_one_line(claim.source), SHOWN))
    if claim.happened is not None:
        yield reader.say(_HAPPENED, when=moment(claim.happened))


def with_buttons(reader: Reader, incident: Incident, claim: Claim) -> Iterable[Block]:
    """Draw a claim to verify with what can be said about it."""
    yield section(claim_line(reader, claim))
    mine = () if claim.checked_by else (button(f"{CHECK}{claim.number}", reader.say(_I_CHECK), incident.id),)
    yield actions(
        *mine,
        button(f"{TRUE}{claim.number}", reader.say(_TRUE), incident.id),
        button(f"{FALSE}{claim.number}", reader.say(_FALSE), incident.id),
    )


def settle_form(reader: Reader, draft: Draft, claim: Claim, status: Verification) -> View:
    """Ask what shows that a claim is so, or is not; which need not be said unless it was settled otherwise."""
    verified = status is Verification.VERIFIED
    asked = ask("words", reader.say(_WHAT_SHOWS), text_input("words", draft.text, most=TEXT_LIMIT))
    blocks = (
        section(f"{reader.say(_CLAIM, n=claim.number)}\n{framed(cut(claim.text, 1000))}"),
        focused(asked),
        optional(ask("source", reader.say(SOURCE), line_input("source", most=TITLE_LIMIT))),
    )
    title = _IS_TRUE if verified else _IS_FALSE
    return form(
        reader,
        draft,
        Named(SETTLE, title, SAVE),
        (blocks[0], optional(blocks[1]) if claim.waits else blocks[1], blocks[2]),
    )


STATUS: Final = {
    Verification.NOTE: Words(en="note", fr="note"),
    Verification.TO_VERIFY: Words(en="to verify", fr="à vérifier"),
    Verification.CHECKING: Words(en="being verified", fr="en vérification"),
    Verification.VERIFIED: Words(en="verified", fr="vérifiée"),
    Verification.FALSE: Words(en="false", fr="fausse"),
}
SOURCE: Final = Words(en="Source (who or what says so)", fr="Source (qui ou quoi le dit)")
_FROM: Final = Words(en="source: {source}", fr="source : {source}")
_HAPPENED: Final = Words(en="it happened {when}", fr="heure des faits : {when}")
_CORRECTED: Final = Words(
    en="no longer stands: corrected by entry {n}", fr="ne tient plus : corrigée par l’entrée {n}"
)
_I_CHECK: Final = Words(en="I’m verifying it", fr="Je la vérifie")
_CLAIM: Final = Words(en="*Claim {n}*", fr="*Information {n}*")
_TRUE: Final = Words(en="Verified", fr="Vérifiée")
_FALSE: Final = Words(en="False", fr="Fausse")
_IS_TRUE: Final = Words(en="It is verified", fr="C’est vérifié")
_IS_FALSE: Final = Words(en="It is false", fr="C’est faux")
_WHAT_SHOWS: Final = Words(en="What shows it?", fr="Qu’est-ce qui le montre ?")
