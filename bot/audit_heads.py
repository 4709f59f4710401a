"""The daily heads in `crisis audit verify`: whether the log leads to each, and to those that people have kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from handlers.wording import counted
from playbooks.heads import DIGITS, read, shown
from playbooks.playbook import Language, Words
from storage.head_audit import HeadFault, HeadState

LATEST: Final = 14  # heads that are listed where all is well; --json lists them all
LONGEST_TYPED: Final = 80  # signs of what somebody gave that are said again


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A head that somebody gives, with what became of it; without a state, the log has none that reads so."""

    typed: str
    digits: str | None  # None: what was given is no head
    state: HeadState | None = None

    @property
    def holds(self) -> bool:
        """Whether the log still leads to it."""
        return self.state is not None and self.state.leads


def compared(typed: Sequence[str], states: Sequence[HeadState]) -> tuple[Kept, ...]:
    """Look for what people have kept among the heads of the log."""
    return tuple(_compared(one, states) for one in typed)


def _compared(typed: str, states: Sequence[HeadState]) -> Kept:
    digits = read(typed)
    if digits is None:
        return Kept(typed=typed, digits=None)
    found = next((state for state in states if state.value.startswith(digits)), None)
    return Kept(typed=typed, digits=digits, state=found)


def lines(states: Sequence[HeadState], kept: Sequence[Kept], language: Language) -> Iterator[str]:
    """Say in lines how the heads stand: the latest, those that the log does not lead to, and those that were asked about."""
    if not states:
        yield _NONE.read(language)
    else:
        latest = states[-1]
        yield _LATEST.read(language).format(day=latest.day, head=shown(latest.value) or "—")
        broken = sum(not state.leads for state in states)
        leading = counted(len(states) - broken, _ONE_LEADS, _LEAD, language)
        yield f"{leading}, {counted(broken, _ONE_DOES_NOT, _DO_NOT, language)}." if broken else f"{leading}."
        listed = [state for state in states[:-LATEST] if not state.leads]
        for state in (*listed, *states[-LATEST:]):
            yield f"  {state.day}  {shown(state.value) or '—'}  {_standing(state, language)}"
    for one in kept:
        yield told(one, language)


def told(kept: Kept, language: Language) -> str:
    """Say of a head that somebody gives whether the log still leads to it."""
    if kept.digits is None:
        what = kept.typed[:LONGEST_TYPED]
        return _NO_HEAD.read(language).format(what=what if what.isprintable() else repr(what), n=DIGITS)
    if kept.state is None:
        return _UNKNOWN.read(language).format(head=shown(kept.digits))
    values = {"head": shown(kept.digits), "day": kept.state.day, "why": why(kept.state, language)}
    return (_STILL if kept.holds else _NO_LONGER).read(language).format(**values)


def why(state: HeadState, language: Language) -> str:
    """Say why the log does not lead to a head; nothing where it does."""
    if state.fault is None:
        return _AFTER.read(language).format(day=state.after) if state.after else ""
    what = state.fault.what.words.read(language).format(key=state.fault.key)
    return f"{_place(state.fault, language)}{what}"


def _standing(state: HeadState, language: Language) -> str:
    return _HOLDS.read(language) if state.leads else why(state, language)


def _place(fault: HeadFault, language: Language) -> str:
    if not fault.ref:
        return ""
    colon = ": " if language is Language.EN else " : "
    row = f", {_ROW.read(language)} {fault.seq}" if fault.seq else ""
    return f"{fault.ref}{row}{colon}"


def as_json(states: Sequence[HeadState], kept: Sequence[Kept], language: Language) -> dict[str, Any]:
    """Give the same for a machine to read."""
    return {
        "latest": shown(states[-1].value) if states else None,
        "heads": [{**_named(state), "holds": state.leads, "why": why(state, language)} for state in states],
        "compared": [
            {
                "head": one.typed,
                "day": None if one.state is None else one.state.day,
                "holds": one.holds,
                "told": told(one, language),
            }
            for one in kept
        ],
    }


def _named(state: HeadState) -> dict[str, Any]:
    fault = state.fault
    return {
        "day": state.day,
        "head": state.value,
        "incidents": state.marks,
        "fault": None if fault is None else {"what": fault.what.value, "ref": fault.ref, "row": fault.seq},
    }


_ROW: Final = Words(en="row", fr="ligne")
_HOLDS: Final = Words(en="the log leads to it", fr="le journal y mène")
_AFTER: Final = Words(
    en="it comes after the head of {day}, which does not hold",
    fr="elle vient après l’empreinte du {day}, qui ne tient pas",
)
_NONE: Final = Words(
    en="No daily head has been drawn yet; the worker draws one each day, from nine in the morning.",
    fr="Aucune empreinte du jour n’a encore été tirée ; le robot en tire une par jour, à partir de neuf heures.",
)
_LATEST: Final = Words(
    en="The latest head, of {day}: {head}", fr="La dernière empreinte, celle du {day} : {head}"
)
_ONE_LEADS: Final = Words(en="The log leads to {n} daily head", fr="Le journal mène à {n} empreinte du jour")
_LEAD: Final = Words(en="The log leads to {n} daily heads", fr="Le journal mène à {n} empreintes du jour")
_ONE_DOES_NOT: Final = Words(en="and not to {n}", fr="et pas à {n} autre")
_DO_NOT: Final = Words(en="and not to {n}", fr="et pas à {n} autres")
_STILL: Final = Words(
    en="{head}, of {day}: the log still leads to this head.",
    fr="{head}, du {day} : le journal mène toujours à cette empreinte.",
)
_NO_LONGER: Final = Words(
    en="{head}, of {day}: the log no longer leads to this head. {why}.",
    fr="{head}, du {day} : le journal ne mène plus à cette empreinte. {why}.",
)
_UNKNOWN: Final = Words(
    en="{head}: no head of this log reads so. It was copied wrong or is of another installation; or else the log was put "
    "back to an earlier day, or written anew. Compare the heads that were posted on other days: the last one to which the "
    "log still leads is where it parts from what happened.",
    fr="{head} : aucune empreinte de ce journal ne se lit ainsi. Elle est mal recopiée ou vient d’une autre installation ; "
    "sinon, le journal a été ramené à un jour antérieur, ou réécrit. Comparez les empreintes d’autres jours : la dernière "
    "à laquelle le journal mène encore est l’endroit où il s’écarte de ce qui s’est passé.",
)
_NO_HEAD: Final = Words(
    en="“{what}” is no head: give all the {n} digits that were posted, in their groups or not.",
    fr="« {what} » n’est pas une empreinte : donnez les {n} caractères publiés, en groupes ou non.",
)
