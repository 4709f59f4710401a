"""The facts about what is learned, folded."""

from dataclasses import replace

from playbooks import events as e
from playbooks.commands import ActionId, Sitting
from playbooks.incident import Applied, Draft, Held, Incident, Proven, Remark


def after(incident: Incident, fact: e.LearningFact) -> Incident:
    """Give the state after a fact about what is learned."""
    match fact:
        case e.ReviewDated():
            return _of_sitting(incident, fact.sitting, day=fact.day)
        case e.ReviewReminded():
            return _of_sitting(incident, fact.sitting, reminded_at=fact.at)
        case e.ReviewHeld():
            return _of_sitting(incident, fact.sitting, held_at=fact.at, held_by=fact.by)
        case e.ReviewRemarked():
            return _remarked(incident, fact)
        case e.LessonsPassed():
            return replace(incident, passed=fact.lessons)
        case _:
            return _after_lesson(incident, fact)


def _remarked(incident: Incident, fact: e.ReviewRemarked) -> Incident:
    before = next((one for one in incident.remarks if one.ts == fact.ts), None)
    said = Remark(ts=fact.ts, text=fact.text, by=fact.by, at=fact.at)
    if before is not None:  # Whoever said it said it then, whoever changed a word of it later.
        said = replace(before, text=fact.text)
    others = (one for one in incident.remarks if one.ts != fact.ts)
    kept = (*others, said) if fact.text else tuple(others)
    return replace(incident, remarks=tuple(sorted(kept, key=lambda one: (one.at, one.ts))))


def _after_lesson(incident: Incident, fact: e.LearningFact) -> Incident:
    match fact:
        case e.LessonAccepted():
            return with_action(incident, fact.action, accepted_at=fact.at, accepted_by=fact.by)
        case e.ChangeProposed():
            draft = Draft(step=fact.step, way=fact.way, title=fact.title, note=fact.note, by=fact.by)
            return with_action(incident, fact.action, draft=draft)
        case e.LessonApplied():
            applied = Applied(playbook=fact.playbook, version=fact.version, step=fact.step, at=fact.at)
            return with_action(incident, fact.action, applied=applied)
        case e.LessonProven():
            proven = Proven(ref=fact.ref, drill=fact.drill, at=fact.at)
            return with_action(incident, fact.action, proven=proven)
        case _:
            message = f"no rule for {type(fact).__name__}"
            raise TypeError(message)


def with_action(incident: Incident, action: ActionId, **changes: object) -> Incident:
    """Give the incident with one of its actions changed."""
    actions = tuple(
        replace(one, **changes) if one.id == action else one  # type: ignore[arg-type]  # Field names.
        for one in incident.actions
    )
    return replace(incident, actions=actions)


def _of_sitting(incident: Incident, sitting: Sitting, **changes: object) -> Incident:
    known = next((one for one in incident.sittings if one.sitting is sitting), Held(sitting=sitting))
    changed = replace(known, **changes)  # type: ignore[arg-type]  # Field names.
    others = (one for one in incident.sittings if one.sitting is not sitting)
    return replace(incident, sittings=(*others, changed))
