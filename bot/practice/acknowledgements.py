"""Does what the bot's acknowledgement says: shows a command's answer, keeps, changes or closes a form."""

from dataclasses import replace

from bot.practice.arguments import Arguments
from bot.practice.blocks import judged_view
from bot.practice.contract import Json
from bot.practice.delivery import Answer
from bot.practice.methods import Call
from bot.practice.methods_views import changed_view, pushed
from bot.practice.refusals import PracticeError, SlackRefusal
from bot.practice.response_url import said
from bot.practice.team import ResponseAddress, Team, View
from bot.practice.workspace import Workspace


def command_answer(workspace: Workspace, address: ResponseAddress, answer: Answer) -> str:
    """Show what a slash command was answered with; Slack's error name when it cannot be shown."""
    body = answer.json()
    if body is None:
        body = {"text": answer.body.decode(errors="replace")}
    if not any(body.get(key) for key in ("text", "blocks", "attachments")):
        return ""
    team = workspace.team
    with team.lock:
        call = Call(
            team=team, method="command", args=Arguments(body), scopes=workspace.scopes, home=workspace.home
        )
        try:
            said(call, address)
        except SlackRefusal as refusal:
            return refusal.error
    return ""


def form_answer(workspace: Workspace, user: str, form: View, answer: Answer) -> None:
    """Carry out `response_action`; without one the form closes. Raises PracticeError for a bad answer."""
    if not answer.body.strip():
        return _close(workspace.team, user, form)
    body = answer.json()
    if body is None:
        msg = f"a form was answered with something that is no JSON object: {answer.body[:200]!r}"
        raise PracticeError(msg)
    with workspace.team.lock:
        try:
            return _carry_out(workspace.team, user, form, body)
        except SlackRefusal as refusal:
            msg = f"the answer to the form was refused: {refusal.error} {refusal.messages}"
            raise PracticeError(msg) from refusal


def _carry_out(team: Team, user: str, form: View, body: Json) -> None:
    match body.get("response_action"):
        case None:
            _close(team, user, form)
        case "clear":
            team.stacks[user] = []
            team.touch()
        case "errors":
            _show_errors(team, form, body.get("errors"))
        case "update":
            _still_open(team, form)
            changed_view(team, form, judged_view(body.get("view"), home=False))
        case "push":
            _still_open(team, form)
            pushed(team, user, judged_view(body.get("view"), home=False))
        case other:
            msg = f"unknown response_action {other!r}"
            raise PracticeError(msg)


def _still_open(team: Team, form: View) -> None:
    if team.view(form.id) is None:
        msg = "the form was closed before its answer came"
        raise PracticeError(msg)


def _show_errors(team: Team, form: View, errors: object) -> None:
    inputs = {block["block_id"] for block in form.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        msg = f"errors must name input blocks of the form ({sorted(inputs)}), got {errors!r}"
        raise PracticeError(msg)
    shown = team.view(form.id)
    if shown is not None:
        team.put_view(replace(shown, errors={name: str(text) for name, text in errors.items()}))


def _close(team: Team, user: str, form: View) -> None:
    with team.lock:
        stack = team.stacks.get(user, [])
        stack[:] = [view for view in stack if view.id != form.id]
        team.touch()
