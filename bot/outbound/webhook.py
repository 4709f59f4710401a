"""
What leaves by webhook: the way to providers of telephone calls, text messages and pagers.

Each request is signed with the webhook's own key and carries the errand's reference as its idempotency key, so that a
second copy can be told for one.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final, Protocol

import httpcore
import httpx
import structlog

from bot.outbound.answers import asked_wait, backing_off
from bot.outbound.guarded import Answer, Forbidden, TooSlow
from handlers.outside import answers, calls, signing
from handlers.outside.calls import Carried
from handlers.outside.links import Links
from handlers.web.drawing.reader import Reader
from playbooks.commands import Errand
from playbooks.escalation import asks_on
from playbooks.incident import Incident
from playbooks.means import accepted, named_in
from playbooks.playbook import Language, UserId
from playbooks.ports import Clock, Outcome, OwedErrand, Pointless, Refused, Sent, Situation, Slowed
from playbooks.routing import Directory, MeansId, Webhook
from playbooks.statements import handing

log = structlog.get_logger(__name__)

OF_AN_ANSWER: Final[Mapping[str, str]] = {"hook_away": "answer_away", "hook_refused": "answer_refused"}
LATER: Final = frozenset({408, 425, 429})
LOGIN: Final = frozenset({401, 403})
SERVER_ERROR: Final = 500
# How a line breaks, whichever layer notices.
BROKEN: Final = (
    httpx.HTTPError,
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    OSError,
)
SHORTEST_WAIT: Final = timedelta(seconds=1)


class Line(Protocol):
    """What carries a request."""

    def request(self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str]) -> Answer:
        """Ask. Raises Forbidden, TooSlow, or what httpx raises for a line that breaks."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HookSender:
    """Sends to the company's webhooks. `key` gives the secret of a name, if it is set."""

    line: Line
    key: Callable[[str], str | None]
    directory: Callable[[], Directory]
    language: Callable[[UserId], Language]
    clock: Clock
    links: Links

    def send(self, errand: OwedErrand, situation: Situation) -> Outcome:
        """Send one errand; see ports.Sender."""
        if errand.errand is Errand.ANSWER:
            return self._hand(errand, situation.incident)
        call_id, means = named_in(errand.subject)
        incident = situation.incident
        call = incident.call(call_id)
        carried = Carried(
            incident=incident,
            call=call,
            means=means,
            reference=errand.id,
            page=self.links.page(incident, call, means),
            door=self.links.door(incident, call, means),
            token=self.links.token(incident, call, means),
        )
        now = self.clock.now()
        if errand.errand is Errand.HOOK_ENDED:
            if not accepted(call, means):
                return Pointless(reason="the call never left")
            return self._post(errand, means, calls.ended(carried, now))
        if not asks_on(incident, call):
            if errand.interrupted:
                # An earlier try may have arrived: the provider is told to stop, whether it did or not.
                stop = replace(carried, reference=f"{errand.id}.ended")
                told = self._post(errand, means, calls.ended(stop, now), stop.reference)
                if isinstance(told, Slowed):
                    return told
            return Pointless(reason="the call needs no answer any more")
        reader = Reader(directory=self.directory(), language=self.language(call.person), now=now)
        return self._post(errand, means, calls.made(carried, reader))

    def _hand(self, errand: OwedErrand, incident: Incident) -> Outcome:
        """Hand an answer to a care tool, unless it is no longer to go out as it was when somebody pressed."""
        statement = handing.on_its_way(incident, errand.subject)
        if statement is None:
            return Pointless(reason="the words have changed, are out, or need an approval")
        tool = handing.named_in(errand.subject)[1]
        outcome = self._post(errand, tool, answers.handed(incident, statement, errand.id, self.clock.now()))
        if isinstance(outcome, Sent):
            return outcome
        # What there is to do is another thing than for a call that reaches nobody.
        return replace(outcome, reason=OF_AN_ANSWER.get(outcome.reason, outcome.reason))

    def _post(
        self, errand: OwedErrand, means: MeansId, told: Mapping[str, Any], reference: str = ""
    ) -> Outcome:
        """Post something, under the errand's own reference unless it is another thing than the errand."""
        hook = self.directory().webhooks.get(means)
        key = None if hook is None else self.key(hook.key)
        if hook is None or key is None:
            return Refused(reason="hook_unknown" if hook is None else "hook_key")
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        try:
            answer = self.line.request(
                "POST", hook.address, body=body, headers=self._headers(reference or errand.id, key, body)
            )
        except Forbidden as exc:
            log.warning("webhook_forbidden", means=means, why=exc.reason, errand=errand.id)
            return Refused(reason=exc.reason)
        except (TooSlow, *BROKEN) as exc:
            log.warning("webhook_away", means=means, why=type(exc).__name__, errand=errand.id)
            return Slowed(wait=backing_off(errand), reason="hook_away", unsure=True)
        return _outcome(answer, errand)

    def _headers(self, reference: str, key: str, body: bytes) -> Mapping[str, str]:
        timestamp = str(int(self.clock.now().timestamp()))
        return {
            "Content-Type": "application/json",
            "User-Agent": "crisis-desk",
            "Idempotency-Key": reference,
            signing.TIMESTAMP: timestamp,
            signing.SIGNATURE: signing.signature(key, timestamp, body),
        }


def usable(hook: Webhook, allowed: Callable[[str], object], key: Callable[[str], str | None]) -> bool:
    """Whether a webhook can be used at all: its host is allowed, and its key is set."""
    try:
        allowed(hook.address)
    except Forbidden:
        return False
    return key(hook.key) is not None


def _outcome(answer: Answer, errand: OwedErrand) -> Outcome:
    if answer.status < 300:
        return Sent()
    if answer.status in LATER:
        named = any(name.lower() == "retry-after" for name in answer.headers)
        wait = asked_wait(answer.headers) if named else backing_off(errand)
        return Slowed(wait=max(wait, SHORTEST_WAIT), reason="hook_busy", answered=True)
    if answer.status >= SERVER_ERROR:
        return Slowed(wait=backing_off(errand), reason="hook_away", unsure=True)
    return Refused(reason="hook_login" if answer.status in LOGIN else "hook_refused")
