"""How often what is suggested is what people say is right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from playbooks.matching.advice import Advice
from playbooks.matching.labelled import Labelled
from playbooks.matching.matcher import Matcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A message of which something was suggested that is not right."""

    message: Labelled
    advice: Advice
    playbook: bool  # none of the suggestions is right
    triage: bool
    language: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Shares of 1; None: of nothing, because no message says what is right."""

    n: int
    top1: float | None
    top3: float | None
    triage: float | None
    language: float | None
    misses: tuple[Miss, ...]


def judge(matcher: Matcher, messages: Sequence[Labelled]) -> Figures:
    """Have every message advised, and count what was right."""
    advised = [(one, matcher.advise(one.text)) for one in messages]
    misses = (_miss(one, advice) for one, advice in advised)
    return Figures(
        n=len(messages),
        top1=_share(advice.suggestions[0].playbook in one.playbooks for one, advice in advised),
        top3=_share(_suggested(one, advice) for one, advice in advised),
        triage=_share(advice.triage in one.triages for one, advice in advised if one.triages),
        language=_share(advice.language == one.lang for one, advice in advised if one.lang),
        misses=tuple(miss for miss in misses if miss.playbook or miss.triage or miss.language),
    )


def _suggested(one: Labelled, advice: Advice) -> bool:
    return any(suggestion.playbook in one.playbooks for suggestion in advice.suggestions)


def _miss(one: Labelled, advice: Advice) -> Miss:
    return Miss(
        message=one,
        advice=advice,
        playbook=not _suggested(one, advice),
        triage=bool(one.triages) and advice.triage not in one.triages,
        language=bool(one.lang) and advice.language != one.lang,
    )


def _share(right: Iterable[bool]) -> float | None:
    counted = list(right)
    return sum(counted) / len(counted) if counted else None
