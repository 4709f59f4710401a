"""A small real Bolt app to try the workspace with: a card, a form with every kind of field, a Home tab."""

import json
from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from bot.practice.delivery import Deliver
from bot.practice.team import BOT_TOKEN
from bot.practice.workspace import Workspace

Body = dict[str, Any]


def plain(text: str) -> Body:
    """A plain text."""
    return {"type": "plain_text", "text": text}


def words(text: str, *, verbatim: bool = True) -> Body:
    """A mrkdwn text."""
    return {"type": "mrkdwn", "text": text, "verbatim": verbatim}


def button(action_id: str, text: str, **more: object) -> Body:
    """A button."""
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def options(*names: str) -> list[Body]:
    """Options whose value is their name in lower case."""
    return [{"text": plain(name), "value": name.lower()} for name in names]


def card(state: str, done: int) -> list[Body]:
    """A card like the product's: header, facts, steps with a button, actions."""
    return [
        {"type": "header", "text": plain("INC-2026-0001 · Data breach")},
        {
            "type": "section",
            "fields": [
                words("*Severity*\nSEV1 – critical"),
                words(f"*State*\n{state}"),
                words("*Lead*\n<@UDANA>"),
                words("*Opened*\n<!date^1772442000^{date_short_pretty} {time}, {ago}|2 March 09:00 UTC>"),
            ],
        },
        {"type": "divider"},
        {
            "type": "section",
            "block_id": "step-facts",
            "text": words(f"*1. Facts sheet* – verified or not\n_due in 30 minutes_ · {done} of 14 done"),
            "accessory": button("step:done", "Done", value="facts"),
        },
        {
            "type": "section",
            "block_id": "step-line",
            "text": words("*2. Holding line* ready to send"),
            "accessory": {
                "type": "overflow",
                "action_id": "step:more",
                "options": options("Assign", "Skip"),
            },
        },
        {"type": "context", "elements": [words(":warning: Drill, nothing is public. Playbook v2.")]},
        {
            "type": "actions",
            "block_id": "acts",
            "elements": [
                button("take", "I take it", style="primary", value="call-1"),
                button(
                    "close",
                    "Close the incident",
                    style="danger",
                    confirm={
                        "title": plain("Close INC-2026-0001?"),
                        "text": words("Two steps are *still open*."),
                        "confirm": plain("Close it"),
                        "deny": plain("Not yet"),
                        "style": "danger",
                    },
                ),
                {
                    "type": "static_select",
                    "action_id": "severity",
                    "placeholder": plain("Severity"),
                    "options": options("SEV1", "SEV2", "SEV3"),
                },
            ],
        },
    ]


def field(block_id: str, label: str, element: Body, **more: object) -> Body:
    """An input block whose element is called "it"."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": f"{block_id}-it", **element},
        **more,
    }


def form(playbook: str = "") -> Body:
    """A form with every kind of field that the product uses."""
    chosen = next((one for one in options("Breach", "Outage") if one["value"] == playbook), None)
    select: Body = {"type": "static_select", "options": options("Breach", "Outage")}
    risk = options("Risk")
    return {
        "type": "modal",
        "callback_id": "start",
        "private_metadata": "kept",
        "notify_on_close": True,
        "title": plain("Start a crisis"),
        "submit": plain("Start"),
        "close": plain("Cancel"),
        "blocks": [
            {"type": "section", "text": words("The right people are called *as soon as* you start.")},
            field("playbook", "Playbook", {**select, **({"initial_option": chosen} if chosen else {})}),
            field(
                "title",
                "Title",
                {
                    "type": "plain_text_input",
                    "max_length": 60,
                    "placeholder": plain("Customer file on a forum"),
                },
                hint=plain("What happened, in a few words."),
            ),
            field("details", "Details", {"type": "plain_text_input", "multiline": True}, optional=True),
            field("lead", "Lead", {"type": "users_select", "initial_user": "UDANA"}),
            field("team", "Team", {"type": "multi_users_select"}, optional=True),
            field("room", "Room", {"type": "conversations_select"}, optional=True),
            field("risk", "People at risk", {"type": "checkboxes", "options": risk}, optional=True),
            field(
                "real",
                "Drill or real",
                {
                    "type": "radio_buttons",
                    "options": options("Drill", "Real"),
                    "initial_option": options("Drill")[0],
                },
            ),
            field("day", "Day", {"type": "datepicker", "initial_date": "2026-03-02"}, optional=True),
            field("hour", "Hour", {"type": "timepicker"}, optional=True),
            field("moment", "Next update", {"type": "datetimepicker"}, optional=True),
            field(
                "count",
                "People concerned",
                {"type": "number_input", "is_decimal_allowed": False, "min_value": "0", "max_value": "100"},
                optional=True,
            ),
        ],
    }


def home_tab(text: str) -> Body:
    """A Home tab with one line and one button."""
    row = {"type": "actions", "elements": [button("home:refresh", "Refresh")]}
    return {"type": "home", "blocks": [{"type": "section", "text": words(text)}, row]}


def make(workspace: Workspace, base_url: str) -> App:
    """The app, calling the workspace at this address."""
    client = WebClient(token=BOT_TOKEN, base_url=f"{base_url}/api/", retry_handlers=[])
    app = App(client=client, signing_secret=workspace.signing_secret, process_before_response=True)
    hears_commands(app, client)
    hears_clicks(app, client)
    hears_forms(app, client)
    hears_events(app, client)
    return app


def hears_commands(app: App, client: WebClient) -> None:
    """/crisis, by its first word."""

    @app.command("/crisis")
    def crisis(ack: Any, body: Body, respond: Any) -> None:
        first, _, rest = body["text"].partition(" ")
        match first:
            case "start":
                client.views_open(trigger_id=body["trigger_id"], view=form(rest))
                ack()
            case "card":
                place = body["channel_id"]
                answer = client.chat_postMessage(channel=place, text="INC-2026-0001", blocks=card("Open", 3))
                client.pins_add(channel=place, timestamp=str(answer["ts"]))
                ack()
            case "call":
                client.chat_postMessage(channel=rest, text="You are called", blocks=card("Open", 0)[-1:])
                ack("Called.")
            case "late":
                respond("This came by the response address.")
                ack()
            case "fail":
                msg = "no"
                raise RuntimeError(msg)
            case _:
                ack(text=f"You said: {body['text']}", blocks=[{"type": "section", "text": words("*Help*")}])


def hears_clicks(app: App, client: WebClient) -> None:
    """What can be pressed on the card."""

    @app.action("step:done")
    def done(ack: Any, body: Body) -> None:
        ack()
        place, ts = body["channel"]["id"], body["message"]["ts"]
        client.chat_update(channel=place, ts=ts, text="INC-2026-0001", blocks=card("Open", 4))

    @app.action("take")
    def take(ack: Any, respond: Any) -> None:
        ack()
        respond(replace_original=True, text="You took it.")

    @app.action("close")
    def close(ack: Any, respond: Any) -> None:
        ack()
        respond(text="Closed.", replace_original=False, response_type="in_channel")

    @app.action("severity")
    def severity(ack: Any, body: Body, respond: Any) -> None:
        ack()
        respond(text=f"Severity: {body['actions'][0]['selected_option']['value']}", replace_original=False)

    @app.action("step:more")
    def more(ack: Any, body: Body, respond: Any) -> None:
        ack()
        respond(text=f"Menu: {body['actions'][0]['selected_option']['value']}", replace_original=False)


def hears_forms(app: App, client: WebClient) -> None:
    """The form, sent or closed, and the shortcut that opens it."""

    @app.view("start")
    def start(ack: Any, body: Body) -> None:
        values = body["view"]["state"]["values"]
        if values["title"]["title-it"]["value"] == "Nothing":
            ack(response_action="errors", errors={"title": "Say what happened, please."})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"Started: {json.dumps(values)}")

    @app.view_closed("start")
    def closed(ack: Any, body: Body) -> None:
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text="Not started.")

    @app.shortcut("start-here")
    def here(ack: Any, body: Body) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=form("breach"))
        ack()


def hears_events(app: App, client: WebClient) -> None:
    """The Home tab, and answers in threads."""

    @app.event("app_home_opened")
    def home(event: Body) -> None:
        client.views_publish(user_id=event["user"], view=home_tab("Nothing is open."))

    @app.action("home:refresh")
    def refresh(ack: Any, body: Body) -> None:
        ack()
        client.views_publish(user_id=body["user"]["id"], view=home_tab("Still nothing."))

    @app.event("message")
    def message(event: Body) -> None:
        if event.get("thread_ts"):
            client.chat_postMessage(channel=event["channel"], thread_ts=event["thread_ts"], text="Noted.")


def deliver_to(app: App) -> Deliver:
    """Carries bytes to an app in this very process."""

    def deliver(body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        answer = app.dispatch(BoltRequest(body=body.decode(), headers=dict(headers)))
        return answer.status, answer.body.encode()

    return deliver
