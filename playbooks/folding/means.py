"""What the means of a call make of it, folded: which were used, which took it, which refused."""

from dataclasses import replace

from playbooks import events as e
from playbooks.incident import Call, CallState, Try
from playbooks.routing import MeansId


def used(call: Call, fact: e.MeansUsed) -> dict[str, object]:
    """Give what changes in a call that goes on by another means."""
    before = call.tries
    if fact.why is e.Why.BLOCKED and before:
        before = (*before[:-1], replace(before[-1], reason=fact.reason))
    tried = Try(means=fact.means, owed_at=fact.at, due_at=fact.due_at)
    state = CallState.OWED if call.state is CallState.FAILED else call.state
    return {"state": state, "tries": (*before, tried)}


def failed(call: Call, fact: e.CallFailed) -> dict[str, object]:
    """Give what changes in a call of which one means failed; it has failed once each that was used has."""
    tries = with_try(call, fact.means, failed_at=fact.at, reason=fact.reason)
    over = call.state is CallState.OWED and all(tried.failed_at is not None for tried in tries)
    if not over:
        return {"tries": tries}
    return {"tries": tries, "state": CallState.FAILED, "reason": fact.reason}


def with_try(call: Call, means: MeansId, **changes: object) -> tuple[Try, ...]:
    """Give a call's tries with the one of a means changed."""
    return tuple(
        replace(t, **changes) if t.means == means else t  # type: ignore[arg-type]  # Field names: tests check them.
        for t in call.tries
    )
