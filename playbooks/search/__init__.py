"""The memory of what has happened before: words, what is asked, what is remembered, and which answers best."""

from playbooks.search.asking import (
    Choice,
    Narrowed,
    Question,
    Term,
    choices,
    guesses,
    mended,
    question,
    weighed,
)
from playbooks.search.entry import FORM, Entry, Found, Texts, entry_of, fields, kept, stems_of, texts_of
from playbooks.search.near import errors, errors_mended
from playbooks.search.ranking import Hit, Ranking
from playbooks.search.words import Word, bare, stems, words

__all__ = [
    "FORM",
    "Choice",
    "Entry",
    "Found",
    "Hit",
    "Narrowed",
    "Question",
    "Ranking",
    "Term",
    "Texts",
    "Word",
    "bare",
    "choices",
    "entry_of",
    "errors",
    "errors_mended",
    "fields",
    "guesses",
    "kept",
    "mended",
    "question",
    "stems",
    "stems_of",
    "texts_of",
    "weighed",
    "words",
]
