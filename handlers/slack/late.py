"""
What somebody hears while their request waits for the memory, and how the real answer reaches them afterwards (P7).

Slack gives up on a request after three seconds. Before that it is answered with words that never say that anything
is saved; a form stays open and filled meanwhile, so that nothing typed hangs on what becomes of us.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from slack_bolt import BoltResponse
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from handlers.slack.answers import (
    FIELD_ERROR,
    MARK_TOLD,
    as_message,
    calm_reader,
    failed,
    hinted,
    is_of_nobody,
    only_for_you,
    plainly,
)
from handlers.slack.blocks import lists
from handlers.slack.blocks.limits import (
    VIEW_BLOCKS,
    Block,
    Message,
    View,
    cut,
    divider,
    message,
    paragraphs,
    quote,
    section,
)
from handlers.slack.visits import Body, Visit
from handlers.slack.windows import UNREACHED, reason_of, typed_again
from playbooks.desk import Desk
from playbooks.playbook import Words

log = structlog.get_logger(__name__)

NOTE: Final = "late:"  # what the blocks of a note on a form are called by: the next note takes their place
_KEPT: Final = (
    "type",
    "callback_id",
    "title",
    "submit",
    "close",
    "private_metadata",
    "clear_on_close",
    "notify_on_close",
    "external_id",
)  # of a form as Slack gives it back, what Slack takes again


@dataclass(slots=True, kw_only=True)
class Late:
    """One request that is not done yet when Slack has to be answered."""

    visit: Visit
    timeout_seconds: int  # for a post to the address that Slack gave with the request
    again: bool = field(default=False)  # it was sent once more meanwhile

    @classmethod
    def of(cls, desk: Desk, client: WebClient, body: Body) -> "Late":
        """Take in a request; `client` speaks with the bot's token."""
        visit = Visit(desk=desk, client=client, body=body, hint=hinted(body))
        return cls(visit=visit, timeout_seconds=client.timeout)

    def meanwhile(self) -> BoltResponse:
        """Answer Slack at once; nothing in it says that anything is saved."""
        reader = calm_reader(self.visit)
        if is_of_nobody(self.visit.body):
            return BoltResponse(status=503, body="")
        if "command" in self.visit.body:
            return BoltResponse(status=200, body=only_for_you(as_message(reader.say(_COMMAND_WAITS))))
        if self.visit.body.get("type") != "view_submission":
            return BoltResponse(status=200, body="")
        fields = _fields(self.visit.body)
        if not fields:
            waits = lists.telling(reader, _WAITS, reader.say(_FORM_WAITS))
            return BoltResponse(status=200, body={"response_action": "update", "view": waits})
        text = cut(plainly(reader.say(_FORM_WAITS), reader, ""), FIELD_ERROR)
        return BoltResponse(status=200, body={"response_action": "errors", "errors": {fields[0]: text}})

    def note(self) -> None:
        """Tell whoever pressed a button what a command and a form say in their answer."""
        if self.visit.body.get("type") == "block_actions" and self._address:
            self._post(only_for_you(as_message(calm_reader(self.visit).say(_PRESS_WAITS))))

    def tell(self, answer: BoltResponse, context: Mapping[str, Any]) -> None:
        """Bring the real answer to the person, by the way that is still open; logged where there is none."""
        log.warning("answered_late", request=self.visit.request)
        if "command" in self.visit.body:
            self._tell_command(answer)
        elif self.visit.body.get("type") == "view_submission":
            self._tell_form(answer)
        elif self.visit.body.get("type") == "block_actions" and MARK_TOLD not in context and self._address:
            done = calm_reader(self.visit).say(_PRESS_DONE)
            self._post(only_for_you(as_message(done if answer.status < 300 else failed(self.visit))))

    def give_up(self) -> None:
        """Tell somebody who still waits that the process stops and what to do; never that it is saved, or not."""
        log.warning("answer_given_up", request=self.visit.request)
        words = calm_reader(self.visit).say(_STOPPED)
        if "command" in self.visit.body:
            again = typed_again(self.visit.body)
            drawn = message([section(words), *((section(again),) if again else ())], words)
            if not (self._address and self._post(only_for_you(drawn))):
                self._directly(drawn)
        elif self.visit.body.get("type") == "view_submission":
            self._refused([section(words)])
        elif self.visit.body.get("type") == "block_actions" and self._address:
            self._post(only_for_you(as_message(words)))

    @property
    def _address(self) -> str:
        return str(self.visit.body.get("response_url") or "")

    # A command.

    def _tell_command(self, answer: BoltResponse) -> None:
        reader = calm_reader(self.visit)
        said = _read(answer)
        if answer.status >= 300:
            said = only_for_you(as_message(failed(self.visit)))
        elif not said.get("text") and not said.get("blocks"):
            said = only_for_you(as_message(reader.say(_FORM_OPENED)))
        if not (self._address and self._post(said)):
            self._directly(Message(blocks=list(said.get("blocks") or ()), text=str(said.get("text") or "")))

    def _post(self, said: Mapping[str, Any]) -> bool:
        """Post to the address that came with the request. False: Slack did not take it, which is logged."""
        client = WebhookClient(self._address, timeout=self.timeout_seconds, retry_handlers=[])
        try:
            status = client.send_dict({"replace_original": False, **said}).status_code
        except (*UNREACHED, ValueError) as exc:
            log.warning("late_answer_refused", reason=reason_of(exc), request=self.visit.request)
            return False
        if status >= 300:
            log.warning("late_answer_refused", reason=status, request=self.visit.request)
        return status < 300

    # A form.

    def _tell_form(self, answer: BoltResponse) -> None:
        said, reader = _read(answer), calm_reader(self.visit)
        match "failed" if answer.status >= 300 else said.get("response_action"):
            case None | "clear":
                words = reader.say(_SAVED_FIRST if self.again else _SAVED)
                self._window(lists.telling(reader, _SAVED_TITLE, words), as_message(words))
            case "errors":
                texts = [quote(str(text)) for text in said["errors"].values()]
                self._refused([section(f"⚠️ *{reader.say(_NOT_DONE)}* {text}") for text in texts])
            case "update" if said["view"].get("submit"):  # A form of two parts goes on.
                self._window(said["view"], as_message(reader.say(_FORM_GONE)))
            case "push" | "update":
                self._refused(list(said["view"]["blocks"]))
            case _:
                self._refused([section(failed(self.visit))])

    def _refused(self, why: Sequence[Block]) -> None:
        """Write the reason above the form, which keeps what was typed; where it is gone, give the words back."""
        again = section(calm_reader(self.visit).say(_STILL_TYPED))
        view = _with_note(self.visit.body["view"], [*why, again])
        told = [*why, section(calm_reader(self.visit).say(_TYPED)), *map(section, _typed(self.visit.body))]
        self._window(view, message(told, str(why[0]["text"]["text"])))

    def _window(self, view: View, otherwise: Message) -> None:
        try:
            self.visit.client.views_update(view_id=self.visit.body["view"]["id"], view=view)
        except UNREACHED as exc:
            # It was closed meanwhile, or Slack does not answer: the person still hears how it ended.
            log.warning("window_not_redrawn", reason=reason_of(exc), request=self.visit.request)
            self._directly(otherwise)

    def _directly(self, drawn: Message) -> None:
        try:
            self.visit.client.chat_postMessage(
                channel=self.visit.user, text=drawn.text, blocks=drawn.blocks or None
            )
        except UNREACHED as exc:
            log.error("late_answer_lost", reason=reason_of(exc), request=self.visit.request)  # noqa: TRY400


def _read(answer: BoltResponse) -> dict[str, Any]:
    """Read an acknowledgement; a bare text is what a command says."""
    try:
        read = json.loads(answer.body or "{}")
    except ValueError:
        return {"text": answer.body}
    return read if isinstance(read, dict) else {"text": answer.body}


def _fields(body: Body) -> list[str]:
    blocks = (body.get("view") or {}).get("blocks") or ()
    return [str(block["block_id"]) for block in blocks if block.get("type") == "input"]


def _with_note(form: Mapping[str, Any], why: Sequence[Block]) -> View:
    """Draw a form as it came back, under a note. Slack keeps what was typed in a field of the same name."""
    noted = [{**block, "block_id": f"{NOTE}{number}"} for number, block in enumerate((*why, divider()))]
    own = [block for block in form["blocks"] if not str(block.get("block_id") or "").startswith(NOTE)]
    kept = {name: form[name] for name in _KEPT if form.get(name)}
    return {**kept, "blocks": [*noted[: VIEW_BLOCKS - len(own)], *own]}


def _typed(body: Body) -> tuple[str, ...]:
    """Give back what was filled in, field by field, as it can be read and copied."""
    values = (body["view"].get("state") or {}).get("values") or {}
    lines = list[str]()
    for block in body["view"].get("blocks") or ():
        answer: Mapping[str, Any] = next(iter((values.get(block.get("block_id")) or {}).values()), {})
        text = _as_text(answer)
        if block.get("type") == "input" and text:
            lines.append(f"*{quote(str(block['label']['text']))}*\n{text}")
    return paragraphs(lines) or ("–",)


def _as_text(answer: Mapping[str, Any]) -> str:
    chosen = [answer["selected_option"]] if answer.get("selected_option") else answer.get("selected_options")
    if chosen:
        return ", ".join(quote(str(option["text"]["text"])) for option in chosen)
    if answer.get("selected_user"):
        return f"<@{answer['selected_user']}>"
    return quote(str(answer.get("value") or answer.get("selected_date") or ""))


_WAITS: Final = Words(en="Not saved yet", fr="Pas encore enregistré")
_COMMAND_WAITS: Final = Words(
    en="⏳ *Not saved yet:* this takes longer than usual. I am still trying and will tell you here within seconds. "
    "Please don’t send it again.",
    fr="⏳ *Pas encore enregistré :* cela prend plus de temps que d’habitude. J’essaie encore et vous réponds ici dans "
    "quelques secondes. Ne le renvoyez pas, s’il vous plaît.",
)
_FORM_WAITS: Final = Words(
    en="⏳ Not saved yet: this takes longer than usual. I am still trying; within seconds this window will say how it "
    "ended. Please leave it open and don’t send it again.",
    fr="⏳ Pas encore enregistré : cela prend plus de temps que d’habitude. J’essaie encore ; dans quelques secondes, "
    "cette fenêtre dira ce qu’il en est. Laissez-la ouverte et ne renvoyez rien, s’il vous plaît.",
)
_PRESS_WAITS: Final = Words(
    en="⏳ *Not saved yet:* this takes longer than usual. I am still trying and will tell you here within seconds. "
    "No need to press again.",
    fr="⏳ *Pas encore enregistré :* cela prend plus de temps que d’habitude. J’essaie encore et vous réponds ici dans "
    "quelques secondes. Inutile d’appuyer de nouveau.",
)
_PRESS_DONE: Final = Words(en="✅ It is done now.", fr="✅ C’est fait, maintenant.")
_FORM_OPENED: Final = Words(
    en="The form is open now. Nothing is saved until you send it.",
    fr="Le formulaire est ouvert, maintenant. Rien n’est enregistré tant que vous ne l’envoyez pas.",
)
_FORM_GONE: Final = Words(
    en="The form was closed before its next part could be shown. Nothing was changed: open it again.",
    fr="Le formulaire a été fermé avant que la suite ne s’affiche. Rien n’a changé : rouvrez-le.",
)
_STOPPED: Final = Words(
    en="⚠️ Crisis Desk is being restarted and cannot say whether this was saved. Look at the card in a minute; if it "
    "is not there, send it again.",
    fr="⚠️ Crisis Desk redémarre et ne peut pas dire si ceci a été enregistré. Regardez la fiche de suivi dans une "
    "minute ; si cela n’y est pas, renvoyez-le.",
)
_SAVED_TITLE: Final = Words(en="Saved", fr="Enregistré")
_SAVED: Final = Words(
    en="✅ *Saved*, just as you sent it. You can close this window.",
    fr="✅ *Enregistré*, tel que vous l’avez envoyé. Vous pouvez fermer cette fenêtre.",
)
_SAVED_FIRST: Final = Words(
    en="✅ *Saved*, as you sent it the first time. What you may have changed since then was not kept: if it matters, "
    "send it anew.",
    fr="✅ *Enregistré*, tel que vous l’avez envoyé la première fois. Ce que vous auriez changé depuis n’a pas été "
    "gardé : si c’est important, refaites un envoi.",
)
_NOT_DONE: Final = Words(en="Not saved.", fr="Pas enregistré.")
_STILL_TYPED: Final = Words(
    en="What you typed is still below.", fr="Ce que vous aviez tapé est toujours ci-dessous."
)
_TYPED: Final = Words(en="What you had typed:", fr="Ce que vous aviez tapé :")
