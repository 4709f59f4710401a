"""response_url: the address at which the bot may answer what a person did, five times in thirty minutes."""

from dataclasses import replace

from bot.practice.methods import Call
from bot.practice.methods_chat import content
from bot.practice.refusals import refuse
from bot.practice.team import BOT_USER, RESPONSE_LIFE, RESPONSE_USES, Message, ResponseAddress


def use_address(call: Call, address_id: str) -> Message | None:
    """
    Do what the bot posted to its response address; the message it made, if any.

    Raises SlackRefusal: no_such_url, expired_url, used_url, and what a message may be refused for.
    """
    address = call.team.addresses.get(address_id)
    if address is None:
        refuse("no_such_url")
    if call.team.now() - address.made_at > RESPONSE_LIFE:
        refuse("expired_url")
    if address.uses >= RESPONSE_USES:
        refuse("used_url")
    address.uses += 1
    original = call.team.stored(address.original) if address.original else None
    if call.args.flag("delete_original"):
        if original is not None:
            call.team.drop(original)
        return None
    text, blocks = content(call)
    if original is not None and call.args.flag("replace_original"):
        changed = replace(original, text=text, blocks=blocks, edited=call.team.stamp())
        return call.team.keep(changed)
    return said(call, address)


def said(call: Call, address: ResponseAddress) -> Message:
    """A new answer, seen by the person alone unless it says `in_channel`."""
    text, blocks = content(call)
    public = call.args.text("response_type") == "in_channel"
    message = Message(
        channel=address.channel,
        ts=call.team.stamp(),
        user=BOT_USER,
        text=text,
        blocks=blocks,
        thread_ts=call.args.maybe("thread_ts"),
        only_for=None if public else address.user,
    )
    return call.team.keep(message)
