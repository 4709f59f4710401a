"""The doors that the bot knocks at: /api/<method> and /response/<id>."""

from bot.practice.exchange import Reply, Request, json_reply
from bot.practice.workspace import Workspace


def from_a_browser(request: Request) -> bool:
    """Whether a web page sent this: the token is no secret here, so no page may speak for the bot."""
    return "origin" in request.headers or "sec-fetch-site" in request.headers


def answer_bot(workspace: Workspace, request: Request) -> Reply | None:
    """Answer the bot; None when the request is not the bot's. Raises ConnectionCut by the fault plan."""
    _, door, name = [*request.path.split("/", 2), "", ""][:3]
    if door not in ("api", "response"):
        return None
    if from_a_browser(request):
        return json_reply(403, {"ok": False, "error": "not_from_a_browser"})
    try:
        args = request.arguments()
    except (ValueError, RecursionError):
        return json_reply(200, {"ok": False, "error": "invalid_json"})
    if door == "response":
        status, body = workspace.respond(name, args)
        return json_reply(status, body)
    status, headers, answer = workspace.call(name, args, _token(request, args.get("token")))
    return json_reply(status, answer, headers)


def _token(request: Request, given: object) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else str(given) if given else None
