"""When a step is there at all, in words: the one home of that sentence, for paper, pages and Slack."""

from collections.abc import Callable
from typing import Final

from handlers.wording import say, set_in
from playbooks.differences import Depends
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


def condition_in_brief(depends: Depends, language: Language) -> str:
    """Say the same in a few words, where two of them are compared."""
    if depends.decision is None:
        return say(_RISK, language)
    answers = say(_OR, language).join(set_in(language, answer) for answer in depends.answers)
    template = _IS_NOT if depends.negated else _IS
    return say(template, language, step=set_in(language, depends.decision), answers=answers)


_RISK: Final = Words(en="people are at risk", fr="des personnes sont en danger")
_IS: Final = Words(en="{step}: {answers}", fr="{step} : {answers}")
_IS_NOT: Final = Words(en="{step}: not {answers}", fr="{step} : pas {answers}")
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
