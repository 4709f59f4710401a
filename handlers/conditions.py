"""When a step is there at all, in words: the one home of that sentence, for paper, pages and Slack."""

from collections.abc import Callable
from typing import Final

from handlers.wording import say, set_in
from playbooks.playbook import Condition, Language, Playbook, StepId, Words

Named = Callable[[StepId], str]  # how the reader finds the decision: “step 2, Answer, or hold?”


def condition_in_words(when: Condition, playbook: Playbook, language: Language, named: Named) -> str:
    """Say in a sentence when a step is there; `named` gives the decision it depends on."""
    if when.step is None:
        return say(_AT_RISK, language)
    step = playbook.step(when.step)
    titles = [step.named(word) if step else None for word in when.words]
    answers = [
        say(_QUOTED, language, text=word if title is None else set_in(language, title))
        for word, title in zip(when.words, titles, strict=True)
    ]
    template = _UNLESS if when.negated else _ONLY_IF
    return say(template, language, step=named(when.step), answers=say(_OR, language).join(answers))


_AT_RISK: Final = Words(
    en="Only if people may be at risk", fr="Seulement si des personnes peuvent être en danger"
)
_ONLY_IF: Final = Words(
    en="Only if the answer to {step} is {answers}",
    fr="Seulement si la réponse à {step} est {answers}",
)
_UNLESS: Final = Words(
    en="Only once {step} is answered, with anything but {answers}",
    fr="Seulement une fois répondu à {step}, et autrement que par {answers}",
)
_QUOTED: Final = Words(en="“{text}”", fr="« {text} »")
_OR: Final = Words(en=" or ", fr=" ou ")
