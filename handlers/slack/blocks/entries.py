"""The forms of the log: keep a sentence or a message, and correct an entry by a new one."""

from collections.abc import Iterable, Mapping
from typing import Final

from handlers.sentences_entries import KINDS
from handlers.slack.blocks import limits
from handlers.slack.blocks.claims import SOURCE
from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.labels import SAVE
from handlers.slack.blocks.limits import (
    Block,
    View,
    ask,
    cut,
    focused,
    line_input,
    moment_picker,
    option,
    optional,
    section,
    select,
    text_input,
)
from handlers.slack.blocks.reader import Reader, framed, mention
from playbooks.commands import EntryKind, Verification
from playbooks.playbook import UserId, Words
from playbooks.typed import TEXT_LIMIT, TITLE_LIMIT

WRITE: Final = "incident:log"
KEEP: Final = "entry:keep"
CORRECT: Final = "entry:correct"
SHOWN: Final = 1000  # characters of what is kept that a form shows


def write_log(reader: Reader, draft: Draft, latest: Iterable[str]) -> View:
    """Ask for a sentence to keep, under the latest ones."""
    text = ask("text", reader.say(_NOTE), text_input("text", draft.text, most=TEXT_LIMIT))
    happened = optional(ask("at", reader.say(_WHEN), moment_picker("at"), reader.say(_NOW_OTHERWISE)))
    kind = _kind(reader, draft.chosen or Verification.NOTE)
    lines = [section(told) for told in limits.paragraphs(latest)]
    questions = (focused(text), kind, _source(reader), happened, *lines)
    return form(reader, draft, Named(WRITE, _LOG, SAVE), questions)


def keep_message(reader: Reader, draft: Draft, author: UserId) -> View:
    """Ask what a message is that somebody adds to the log; its words are kept as they are."""
    said = section(f"{reader.say(_WROTE, who=mention(author))}\n{framed(cut(draft.text, SHOWN))}")
    questions = (said, _kind(reader, EntryKind.MESSAGE), _source(reader))
    return form(reader, draft, Named(KEEP, _ADD, SAVE), questions)


def correct(reader: Reader, draft: Draft, entry: int) -> View:
    """Ask for the words that stand in the place of an entry; the old ones are there to be changed."""
    told = section(reader.say(_STANDS, n=entry))
    text = ask("text", reader.say(_RIGHT), text_input("text", draft.text, most=TEXT_LIMIT))
    return form(reader, draft, Named(CORRECT, _CORRECT, SAVE), (told, focused(text), _source(reader)))


def _kind(reader: Reader, chosen: str) -> Block:
    kinds = [option(reader.say(words), value) for value, words in _CHOICES.items()]
    return ask("status", reader.say(_KIND), select("status", kinds, chosen))


def _source(reader: Reader) -> Block:
    return optional(ask("source", reader.say(SOURCE), line_input("source", most=TITLE_LIMIT)))


_LOG: Final = Words(en="Log", fr="Journal")
_ADD: Final = Words(en="Add to the log", fr="Consigner")
_CORRECT: Final = Words(en="Correct an entry", fr="Corriger une entrée")
_NOTE: Final = Words(en="What should be kept?", fr="Que faut-il consigner ?")
_KIND: Final = Words(en="What is it?", fr="De quoi s’agit-il ?")
_WHEN: Final = Words(en="When did it happen?", fr="Quand cela a-t-il eu lieu ?")
_NOW_OTHERWISE: Final = Words(
    en="Now, if you leave it empty. When it was recorded is kept as well.",
    fr="Maintenant, si vous ne dites rien. L’heure de saisie est gardée aussi.",
)
_WROTE: Final = Words(en="{who} wrote", fr="{who} a écrit")
_STANDS: Final = Words(
    en="Entry {n} stays in the log as it was. What you write here is a new entry that stands in its place.",
    fr="L’entrée {n} reste au journal telle quelle. Ce que vous écrivez ici est une nouvelle entrée qui la remplace.",
)
_RIGHT: Final = Words(en="What is right?", fr="Qu’est-ce qui est juste ?")
_CHOICES: Final[Mapping[str, Words]] = {
    Verification.NOTE: Words(en="A note", fr="Une note"),
    Verification.TO_VERIFY: Words(en="Information, to be verified", fr="Une information à vérifier"),
    Verification.VERIFIED: Words(en="Information, verified", fr="Une information vérifiée"),
    **{
        kind: Words(en=words.en.capitalize(), fr=words.fr.capitalize())
        for kind, words in KINDS.items()
        if kind not in {EntryKind.NOTE, EntryKind.INFORMATION}
    },
}
