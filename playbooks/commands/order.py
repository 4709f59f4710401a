"""What every order shares, and what can be owed to people."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from playbooks.playbook import UserId

IncidentId = NewType("IncidentId", str)  # UUIDv7 text
ChannelId = NewType("ChannelId", str)  # Slack's own channel id
CallId = NewType("CallId", str)  # press.0.U0CLAIRE: ladder, rung, person
ActionId = NewType("ActionId", str)  # a1, a2 ... within its incident
RequestId = NewType("RequestId", str)  # given by the sender, stable across redeliveries


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, and under which of the sender's request ids."""

    by: UserId
    request: RequestId


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Something asked of an incident that exists."""

    incident: IncidentId


class Errand(StrEnum):
    """What the product can owe somebody; the sender knows how to draw each."""

    ROOM = "room"  # a channel of the incident's own
    CARD = "card"  # the one card, posted once and edited from then on
    PIN = "pin"
    TOPIC = "topic"
    INVITE = "invite"
    ANNOUNCE = "announce"  # a line in the announcements channel, about the event `subject`
    NOTICE = "notice"  # a line in the incident's channel, about the event `subject`
    NUDGE = "nudge"  # a direct message to `person`, about the event `subject`
    CALL = "call"  # a call's direct message with its two buttons
    CALL_ENDED = "call_ended"  # the same message once it needs no answer any more
    CALL_MAIL = "call_mail"  # a call by mail; the subject names the call and the means
    CALL_HOOK = "call_hook"  # a call by one of the company's webhooks, named as above
    HOOK_ENDED = "hook_ended"  # word to the same webhook that the call needs no answer any more
    ANSWER = "answer"  # an approved answer to a customer, for the care tool that the subject names
    APPROVAL = "approval"  # the message to whoever is asked to approve, edited once it needs no answer
    REVIEW = "review"  # the review's first message, edited as answers come
    TIMELINE = "timeline"  # the log, drawn as replies under it
