"""The page in which a person practises: plain HTML drawn here, useful without its script."""

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib.resources import files
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader

from bot.practice.contract import Json
from bot.practice.deeds import Asked, Deeds
from bot.practice.delivery import Deliver
from bot.practice.exchange import Reply, Request, json_reply
from bot.practice.forms import STATE, options_of, state_values
from bot.practice.mrkdwn import safe_address
from bot.practice.place import place_of
from bot.practice.scene import Scene, anchor, field_name, press
from bot.practice.workspace import Workspace

STEPS = ((1, "minute"), (5, "five"), (10, "ten"), (60, "hour"), (1440, "day"))
STATIC = {
    "practice.css": "text/css; charset=utf-8",
    "practice.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
GUARDS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Page:
    """Answers a person's browser."""

    def __init__(
        self, workspace: Workspace, deliver: Deliver, forward: Callable[[timedelta], object] | None
    ) -> None:
        self._workspace = workspace
        self._team = workspace.team
        self._token = secrets.token_urlsafe(24)
        self._deeds = Deeds(workspace, deliver, forward)
        self._can_forward = forward is not None
        self._templates = _environment()

    def answer(self, request: Request) -> Reply:
        """One request of a browser."""
        if request.method == "POST":
            return self._do(request)
        if request.path == "/":
            return self._show(request.query)
        if request.path == "/pulse":
            return self._pulse(request.query)
        if request.path.startswith("/static/"):
            return _static(request.path.removeprefix("/static/"))
        if request.path.startswith("/archives/"):
            return self._permanent_link(request.path)
        return Reply(status=404, body=b"There is nothing here.", headers=GUARDS)

    def _do(self, request: Request) -> Reply:
        fields = request.fields()
        if not self._is_own(request, fields):
            return Reply(
                status=403, body=b"This did not come from the page itself. Reload it.", headers=GUARDS
            )
        target = self._deeds.do(request.path, fields)
        if target is None:
            return Reply(status=404, body=b"There is nothing here.", headers=GUARDS)
        return Reply(status=303, headers={**GUARDS, "Location": target})

    def _is_own(self, request: Request, fields: Mapping[str, list[str]]) -> bool:
        """Whether this page sent it: the same origin where the browser tells, and the page's secret always."""
        origin = request.headers.get("origin")
        if origin is not None and origin != f"http://{request.headers.get('host', '')}":
            return False
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return False
        given = (fields.get("token") or [""])[-1]
        return secrets.compare_digest(given.encode(), self._token.encode())

    def _show(self, query: Mapping[str, str]) -> Reply:
        with self._team.lock:
            place = place_of(self._team, query)
            if place is None:
                return Reply(body=b"Nobody is in this team yet.", headers=GUARDS)
            scene = Scene(self._workspace, place)
            if scene.channel is not None and scene.is_member():
                scene.eyes.reads(scene.channel)
            html = self._templates.get_template("page.html").render(self._context(scene))
        return Reply(body=html.encode(), content_type="text/html; charset=utf-8", headers=GUARDS)

    def _context(self, scene: Scene) -> Json:
        who = scene.me.id
        asked: Asked | None = self._deeds.asked(who) if scene.place.ask else None
        return {
            "scene": scene,
            "place": scene.place,
            "draw": scene.draw,
            "channel": scene.channel,
            "form": scene.form(),
            "asked": asked,
            "notice": self._deeds.notice(who),
            "draft": self._deeds.draft(who),
            "token": self._token,
            "version": self._team.version,
            "can_forward": self._can_forward,
            "steps": STEPS,
        }

    def _pulse(self, query: Mapping[str, str]) -> Reply:
        with self._team.lock:
            place = place_of(self._team, query)
            clock = Scene(self._workspace, place).clock() if place else ""
            body = {"version": self._team.version, "clock": clock}
        return json_reply(200, body, GUARDS)

    def _permanent_link(self, path: str) -> Reply:
        _, _, channel, message = [*path.split("/"), "", ""][:4]
        digits = message.removeprefix("p")
        target = "/?" + urlencode({"in": channel}) + (f"#{anchor(digits)}" if digits.isdigit() else "")
        return Reply(status=303, headers={**GUARDS, "Location": target})


def _held(values: Json, block: Json, element: Json) -> Json | None:
    state = values.get(block["block_id"], {}).get(element.get("action_id"))
    return dict(state) if state is not None else None


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("bot.practice", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "STATE": STATE,
        "field_name": field_name,
        "held": _held,
        "options_of": options_of,
        "press": press,
        "safe_address": safe_address,
        "state_values": state_values,
    }
    return made


def _static(name: str) -> Reply:
    if name not in STATIC:
        return Reply(status=404, body=b"There is nothing here.", headers=GUARDS)
    body = files("bot.practice").joinpath("static", name).read_bytes()
    return Reply(body=body, content_type=STATIC[name], headers=GUARDS)
