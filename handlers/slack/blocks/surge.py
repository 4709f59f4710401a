"""A surge: on its card, the form in which one customer after the other is answered, and what is asked around it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers.slack.blocks import inbox
from handlers.slack.blocks.drills import drill_note
from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.labels import CLOSE, SEND
from handlers.slack.blocks.limits import (
    Block,
    Element,
    Frame,
    View,
    actions,
    ask,
    button,
    context,
    cut,
    focused,
    line_input,
    live,
    modal,
    option,
    optional,
    radio,
    section,
    select,
    text_input,
    to_copy,
)
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, framed, mention, on_one_line
from handlers.slack.blocks.statements import whole
from playbooks import events as e
from playbooks.blanks import placeholders
from playbooks.cases import LONGEST_LINK
from playbooks.inbox import Backlog, Report
from playbooks.incident import LEFT_OPEN, Helper, Incident, Sample, Statement, Surge
from playbooks.playbook import Language, Words
from playbooks.routing import Training
from playbooks.routing.tongues import tongue
from playbooks.statements import language_of
from playbooks.surge import AT_WORK, LONGEST_BLANK, TIRED_AFTER, text_of, wordings
from playbooks.typed import TEXT_LIMIT
from playbooks.variables import asked

NEXT: Final = "surge:next"  # the button's value is the incident's id, as of those below
WORDINGS: Final = "surge:wordings"
READ: Final = "surge:read"
CALL: Final = "surge:call"
RETIRE: Final = "surge:retire"
OPEN: Final = "surge:open"  # the form that opens one
ANSWER: Final = "surge:answer:"  # the form; followed by how many were answered, so that each is another one
PICK: Final = "surge:pick"
FILL: Final = "surge:fill"
OWN: Final = "surge:own"
ASIDE: Final = "surge:aside"
LEAVE: Final = "surge:leave"
BLANK: Final = "blank:"
RIGHT, WRONG = "right", "wrong"
HELPERS_SHOWN: Final = 10
WORDS_SHOWN: Final = 1500  # characters of what the customer wrote


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What stands in the form in which a customer is answered."""

    incident: Incident
    report: Report | None  # None: nobody waits, or somebody is answered whom no tool has reported
    metadata: str
    wording: str = ""  # the id of the one that is chosen
    blanks: tuple[tuple[str, str], ...] = ()
    where: str = ""


def on_card(reader: Reader, incident: Incident) -> Iterable[Block]:
    """Say how many were answered and wait, which wordings are ready, and who answers."""
    surge = incident.surge
    if surge is None:
        yield from (section(reader.say(_HAS, ref=linked.ref)) for linked in incident.surges[-1:])
        return
    yield section("\n".join(_counts(reader, incident, surge)))
    if surge.helpers:
        yield context(reader.say(_WHO, names=", ".join(_helper(reader, one) for one in _busiest(surge))))
    if incident.is_open:
        yield actions(*_buttons(reader, incident, surge))


def _counts(reader: Reader, incident: Incident, surge: Surge) -> Iterable[str]:
    origin = reader.say(_FROM, ref=surge.parent_ref) if surge.parent_ref else ""
    yield f"{reader.say(_TITLE)}{origin}"
    if surge.waiting is not None:
        yield inbox.how_many(reader, Backlog(waiting=surge.waiting, oldest_at=surge.oldest_at))
    ready = wordings(incident, reader.now)
    by_language = (
        (language, sum(language_of(incident, one) is language for one in ready)) for language in Language
    )
    named = " · ".join(f"{reader.say(tongue(lang.value))} {n}" for lang, n in by_language if n)
    yield reader.say(_READY, ready=named) if ready else reader.say(_NONE_READY)
    yield reader.say(_DONE, n=surge.answered, read=surge.read, wrong=surge.wrong)


def _busiest(surge: Surge) -> tuple[Helper, ...]:
    return tuple(sorted(surge.helpers, key=lambda one: one.last_at, reverse=True))[:HELPERS_SHOWN]


def _helper(reader: Reader, one: Helper) -> str:
    tired = reader.now - one.since >= TIRED_AFTER and reader.now - one.last_at < AT_WORK
    long = f" {reader.say(_TIRED)}" if tired else ""
    return f"{mention(one.person)} {one.answers}{long}"


def _buttons(reader: Reader, incident: Incident, surge: Surge) -> Iterable[Element]:
    yield button(NEXT, reader.say(_NEXT), incident.id, "primary")
    yield button(WORDINGS, reader.say(_WORDINGS), incident.id)
    if surge.to_read:
        yield button(READ, reader.say(_READ, n=len(surge.to_read)), incident.id)
    yield button(CALL, reader.say(_CALL), incident.id)
    yield button(RETIRE, reader.say(_RETIRE), incident.id, "danger")


def next_action(fact: e.Event, incident: Incident, reader: Reader) -> Iterable[Block]:
    """Draw what whoever hears of a fact can do about it at once."""
    if incident.surges and isinstance(fact, e.StatementPublished | e.ClaimSettled | e.UpdateGiven):
        refs = ", ".join(linked.ref for linked in incident.surges)
        yield context(reader.say(_STILL_TRUE, refs=refs))
    if incident.surge is None or not incident.is_open:
        return
    match fact:
        case e.VolunteersCalled() | e.StatementWithdrawn():
            yield actions(button(NEXT, reader.say(_NEXT), incident.id, "primary"))
        case e.SurgeAnswered() if any(one.number == fact.number for one in incident.surge.to_read):
            yield actions(button(READ, reader.say(_READ_IT), incident.id, "primary"))
        case e.SurgeCounted():
            yield actions(button(CALL, reader.say(_CALL), incident.id, "primary"))
        case _:
            return


def open_form(reader: Reader, parent: Incident, question: str, metadata: str) -> View:
    """Ask what so many ask."""
    words = ask("title", reader.say(_QUESTION), line_input("title", question), reader.say(_QUESTION_HINT))
    blocks = (context(reader.say(_PARENT, ref=parent.ref, title=on_one_line(parent.title))), focused(words))
    return form(reader, Draft(incident=parent, metadata=metadata), Named(OPEN, _OPEN_TITLE, _OPEN_IT), blocks)


def answer_form(reader: Reader, backlog: Backlog, answering: Answering) -> View:
    """Show one customer, the wordings that may be sent now, and the words as they would go out."""
    incident = answering.incident
    frame = Frame(
        callback=f"{ANSWER}{0 if incident.surge is None else incident.surge.answered}",
        title=reader.say(_NEXT_TITLE),
        submit=reader.say(_ANSWERED),
        close=reader.say(CLOSE),
        metadata=answering.metadata,
    )
    ready = in_order(reader, answering)
    head = (*drill_note(reader, incident), context(inbox.how_many(reader, backlog)))
    shown = _customer(reader, answering.report)
    if not ready:
        return modal(replace(frame, submit=""), (*head, *shown, section(reader.say(_NONE_READY))))
    chosen = next((one for one in ready if one.id == answering.wording), ready[0])
    return modal(frame, (*head, *shown, *_choosing(reader, answering, ready, chosen)))


def in_order(reader: Reader, answering: Answering) -> tuple[Statement, ...]:
    """List the wordings that may be sent now, in the customer's language first."""
    report, incident = answering.report, answering.incident
    wanted = (incident.language.value if report is None else report.language) or incident.language.value
    return tuple(
        sorted(
            wordings(incident, reader.now),
            key=lambda one: language_of(incident, one).value != wanted,
        )
    )


def _customer(reader: Reader, report: Report | None) -> Iterable[Block]:
    if report is None:
        yield context(reader.say(_SEEN_YOURSELF))
        return
    since = reader.say(_SINCE, when=moment(report.arrived_at))
    about = (*inbox.first(reader, report), since, *inbox.where(reader, report))
    yield section(framed(cut(report.text, WORDS_SHOWN)))
    yield context(" · ".join(about))
    yield actions(
        button(OWN, reader.say(_OWN), report.id),
        button(ASIDE, reader.say(inbox.NOTHING_TO_DO), report.id),
        button(LEAVE, reader.say(_LEAVE), report.id),
    )


def _choosing(
    reader: Reader, answering: Answering, ready: Sequence[Statement], chosen: Statement
) -> Iterable[Block]:
    incident = answering.incident
    menu = [
        option(f"{language_of(incident, one).value.upper()} · {one.id} · {one.wording.text}", one.id)
        for one in ready
    ]
    yield live(ask("wording", reader.say(_WORDING), select(PICK, menu, chosen.id)))
    known = dict(answering.blanks)
    for name in placeholders(chosen.wording.text):
        if name in LEFT_OPEN:
            label = reader.say(asked(name))
            field = line_input(f"{BLANK}{name}", known.get(name, ""), most=LONGEST_BLANK)
            yield ask(f"{BLANK}{name}", label[:1].upper() + label[1:], field)
    yield actions(button(FILL, reader.say(_FILL), incident.id))
    yield section(reader.say(_COPY))
    yield to_copy(text_of(chosen, answering.blanks))
    where = line_input("where", answering.where, most=LONGEST_LINK)
    yield optional(ask("where", reader.say(_LINK), where))


def read_form(reader: Reader, incident: Incident, sample: Sample, metadata: str) -> View:
    """Show an answer that went out, and ask whether it was right."""
    choices = [
        option(reader.say(_IS_RIGHT), RIGHT),
        option(reader.say(_IS_WRONG), WRONG, reader.say(_WRONG_MEANS)),
    ]
    blocks = (
        section(reader.say(_SAMPLE, n=sample.number, who=mention(sample.by), when=moment(sample.at))),
        *whole(sample.text),
        ask("right", reader.say(_HOW), radio("right", choices)),
        optional(ask("words", reader.say(_WHAT_IS_WRONG), text_input("words", most=TEXT_LIMIT))),
    )
    return form(reader, Draft(incident=incident, metadata=metadata), Named(READ, _READ_TITLE, SEND), blocks)


def retire_form(reader: Reader, incident: Incident, metadata: str) -> View:
    """Ask what has changed: every wording is withdrawn at once."""
    blocks = (
        section(reader.say(_RETIRES)),
        focused(ask("reason", reader.say(_WHAT_CHANGED), text_input("reason", most=TEXT_LIMIT))),
    )
    return form(
        reader, Draft(incident=incident, metadata=metadata), Named(RETIRE, _RETIRE_TITLE, _RETIRE_ALL), blocks
    )


def call_form(reader: Reader, incident: Incident, found: Sequence[tuple[str, int]], metadata: str) -> View:
    """Ask whom to call: of each level and language, how many can be asked now."""
    menu = [option(_level(reader, key), key, reader.count(n, _ONE_PERSON, _PEOPLE)) for key, n in found if n]
    if not menu:
        frame = Frame(callback=CALL, title=reader.say(_CALL_TITLE), close=reader.say(CLOSE), metadata="")
        return modal(frame, (section(reader.say(_NOBODY)),))
    blocks = (
        context(reader.say(_CALL_MEANS)),
        ask("level", reader.say(_WHOM), select("level", menu)),
        optional(ask("words", reader.say(_WORDS), text_input("words", most=TEXT_LIMIT))),
    )
    return form(reader, Draft(incident=incident, metadata=metadata), Named(CALL, _CALL_TITLE, SEND), blocks)


def _level(reader: Reader, key: str) -> str:
    level, _, language = key.partition(":")
    named = reader.say(_LEVELS[Training[level]])
    return f"{named} · {reader.say(tongue(language))}" if language else named


_TITLE: Final = Words(en="🌊 *Many customers, one question*", fr="🌊 *Beaucoup de clients, une question*")
_FROM: Final = Words(en=" · from {ref}", fr=" · vient de {ref}")
_HAS: Final = Words(
    en="🌊 Customers’ questions about this are answered in {ref}.",
    fr="🌊 Les questions des clients à ce sujet reçoivent leur réponse dans {ref}.",
)
_READY: Final = Words(en="Wordings ready: {ready}", fr="Textes prêts : {ready}")
_NONE_READY: Final = Words(
    en="⚠️ *No wording is ready.* Write one with “Wordings…”; it is approved once, then everybody may send it.",
    fr="⚠️ *Aucun texte n’est prêt.* Écrivez-en un avec « Textes… » ; approuvé une fois, tous peuvent l’envoyer.",
)
_DONE: Final = Words(
    en="Answered: {n} · read again: {read}, of which wrong: {wrong}",
    fr="Réponses : {n} · relues : {read}, dont à corriger : {wrong}",
)
_WHO: Final = Words(en="Answering: {names}", fr="Répondent : {names}")
_TIRED: Final = Words(en="(4 h or more: time to be relieved)", fr="(4 h ou plus : à relever)")
_NEXT: Final = Words(en="Next customer…", fr="Client suivant…")
_WORDINGS: Final = Words(en="Wordings…", fr="Textes…")
_READ: Final = Words(en="Read again ({n})…", fr="Relire ({n})…")
_READ_IT: Final = Words(en="Judge it…", fr="Donner un avis…")
_CALL: Final = Words(en="Call volunteers…", fr="Appeler des volontaires…")
_RETIRE: Final = Words(en="The facts have changed…", fr="Les faits ont changé…")
_STILL_TRUE: Final = Words(
    en="Customers are answered about this in {refs}: are its wordings still true? If not, press “The facts have changed…”.",
    fr="On répond aux clients à ce sujet dans {refs} : ses textes sont-ils encore justes ? Sinon, appuyez sur « Les faits "
    "ont changé… ».",
)
_OPEN_TITLE: Final = Words(en="Open a surge", fr="Ouvrir un afflux")
_OPEN_IT: Final = Words(en="Open", fr="Ouvrir")
_PARENT: Final = Words(en="It comes from {ref} · {title}", fr="Il vient de {ref} · {title}")
_QUESTION: Final = Words(en="What do they all ask?", fr="Que demandent-ils tous ?")
_QUESTION_HINT: Final = Words(
    en="In the customers’ own words: “When will my train run again?”",
    fr="Avec les mots des clients : « Quand mon train repart-il ? »",
)
_NEXT_TITLE: Final = Words(en="Next customer", fr="Client suivant")
_ANSWERED: Final = Words(en="Answered", fr="C’est répondu")
_SEEN_YOURSELF: Final = Words(
    en="No reported customer waits in your languages. Have you seen one yourself? Answer them with these words.",
    fr="Aucun client signalé n’attend dans vos langues. En avez-vous vu un vous-même ? Répondez-lui avec ces mots.",
)
_SINCE: Final = Words(en="waits since {when}", fr="attend depuis {when}")
_OWN: Final = Words(en="Needs an answer of their own…", fr="Il faut une réponse à part…")
_LEAVE: Final = Words(en="Leave to somebody else", fr="Laisser à quelqu’un d’autre")
_WORDING: Final = Words(en="Wording", fr="Texte")
_FILL: Final = Words(en="Fill in", fr="Remplir")
_COPY: Final = Words(
    en="*Copy, send it to the customer, then press “Answered”.* Crisis Desk sends nothing.",
    fr="*Copiez, envoyez au client, puis appuyez sur « C’est répondu ».* Crisis Desk n’envoie rien.",
)
_LINK: Final = Words(en="Link to your answer", fr="Lien vers votre réponse")
_READ_TITLE: Final = Words(en="Read again", fr="Relire")
_SAMPLE: Final = Words(en="*Answer {n}*, by {who}, {when}:", fr="*Réponse {n}*, de {who}, {when} :")
_HOW: Final = Words(
    en="Right fact, right person, right tone?", fr="Le bon fait, la bonne personne, le bon ton ?"
)
_IS_RIGHT: Final = Words(en="Yes", fr="Oui")
_IS_WRONG: Final = Words(en="No", fr="Non")
_WRONG_MEANS: Final = Words(
    en="Its wording is withdrawn for everybody, at once", fr="Son texte est retiré pour tous, aussitôt"
)
_WHAT_IS_WRONG: Final = Words(en="What is wrong with it?", fr="Qu’est-ce qui ne va pas ?")
_RETIRE_TITLE: Final = Words(en="The facts have changed", fr="Les faits ont changé")
_RETIRE_ALL: Final = Words(en="Withdraw all", fr="Tout retirer")
_RETIRES: Final = Words(
    en="*Every wording is withdrawn at once*, also those that wait for an approval. Nobody can send one of them any more, "
    "and whoever answers is told. Five minutes without a text do less harm than five minutes with a false one.",
    fr="*Tous les textes sont retirés aussitôt*, même ceux qui attendent un accord. Plus personne ne peut les envoyer, et "
    "celles et ceux qui répondent sont prévenus. Cinq minutes sans texte font moins de mal que cinq minutes avec un "
    "texte faux.",
)
_WHAT_CHANGED: Final = Words(en="What has changed?", fr="Qu’est-ce qui a changé ?")
_CALL_TITLE: Final = Words(en="Call volunteers", fr="Appeler des volontaires")
_CALL_MEANS: Final = Words(
    en="Each gets a direct message with a button. Whoever is away, asleep or here already is left out.",
    fr="Chacun reçoit un message direct avec un bouton. Les personnes absentes, endormies ou déjà là sont laissées de côté.",
)
_WHOM: Final = Words(en="Whom?", fr="Qui ?")
_WORDS: Final = Words(en="A word to them", fr="Un mot pour eux")
_NOBODY: Final = Words(
    en="Nobody further is trained to answer, awake and not away.",
    fr="Personne d’autre n’est à la fois formé à répondre, éveillé et disponible.",
)
_ONE_PERSON: Final = Words(en="{n} person can be asked now", fr="{n} personne joignable maintenant")
_PEOPLE: Final = Words(en="{n} people can be asked now", fr="{n} personnes joignables maintenant")
_LEVELS: Final = {
    Training.RESPONDER: Words(en="Trained to answer", fr="Formés à répondre"),
    Training.SPOKESPERSON: Words(en="Spokespersons", fr="Porte-parole"),
}
