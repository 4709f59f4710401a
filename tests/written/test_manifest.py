"""The manifest asks Slack for what the product needs, and for nothing else."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from bot import manifest
from bot.practice.contract import methods
from bot.stage import Stage
from config.settings import read_settings
from handlers.slack import needs

HOUSE = Path(__file__).parents[2]
SCHEMA = json.loads(Path(__file__).with_name("slack-manifest.schema.json").read_text("utf-8"))
EXAMPLE = HOUSE / "config/examples/slack-manifest.yaml"
WAYS = pytest.mark.parametrize("address", [manifest.EXAMPLE_ADDRESS, None], ids=["http", "socket"])
# Where Slack is called: the practice workspace is a Slack itself.
CALLERS = sorted(
    path
    for room in ("bot", "handlers/slack")
    for path in (HOUSE / room).rglob("*.py")
    if not path.is_relative_to(HOUSE / "bot/practice")
)


def _called() -> Iterator[str]:
    """Each Web API method that the code names: `client.chat_postMessage`, or `api_call("chat.postMessage")`."""
    for path in CALLERS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Attribute(attr=name) if name.replace("_", ".") in methods():
                    yield name.replace("_", ".")
                case ast.Call(func=ast.Attribute(attr="api_call"), args=[ast.Constant(value=str(name)), *_]):
                    yield name
                case _:
                    pass


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """The product before a workspace that grants what the manifest asks for, and nothing else."""
    settings = read_settings({"CRISIS_DATABASE_URL": f"sqlite:///{tmp_path / 'crisis.db'}"})
    ways = {
        "scopes": frozenset(manifest.scopes()),
        "commands": frozenset(command["command"] for command in manifest.COMMANDS),
        "events": frozenset(manifest.EVENTS),
    }
    with Stage(settings, ways=ways) as opened:
        yield opened


def test_the_manifest_is_enough_for_a_crisis(stage: Stage) -> None:
    """An open and a restricted incident, with lines that break on the way, leave nothing undelivered."""
    maud = stage.player("U0MAUD")
    for title, about in (("Customer file on a forum", []), ("Board papers in a taxi", ["restricted"])):
        maud.types(f"/crisis start data-breach {title}")
        # Slack has done the work, and the answer is lost: the sender reads the room and the direct messages.
        stage.workspace.faults.next("conversations.create", drop="after")
        stage.workspace.faults.next("chat.postMessage", drop="after", times=3)
        maud.submits(maud.fills(maud.opens_form(), {"about": about}))
        stage.forward(minutes=10)
    maud.opens_home()

    memory = stage.bot.memory
    with memory.reading() as look:
        states = [
            delivery.state for incident in memory.every_open() for delivery in look.deliveries(incident)
        ]
    assert {"sent"} == set(states)
    assert maud.home() is not None


@WAYS
def test_slack_can_read_the_manifest(address: str | None) -> None:
    """It fits Slack's own schema, over HTTP and for Socket Mode."""
    jsonschema.validate(manifest.as_mapping(address), SCHEMA, jsonschema.Draft7Validator)


@WAYS
def test_yaml_and_json_say_the_same(address: str | None) -> None:
    """Whichever of the two an operator pastes, the app is the same."""
    expected = manifest.as_mapping(address)

    assert expected == YAML(typ="safe").load(manifest.as_yaml(address))
    assert expected == json.loads(manifest.as_json(address))


def test_the_example_is_what_the_command_prints() -> None:
    """config/examples/slack-manifest.yaml is the output of `crisis manifest`."""
    assert manifest.as_yaml() == EXAMPLE.read_text("utf-8")


def test_every_method_that_is_called_is_known_to_the_manifest() -> None:
    """A new call to Slack, or one that goes, changes the manifest's table."""
    assert set(manifest.METHODS) == set(_called())


@pytest.mark.parametrize("method", manifest.METHODS)
def test_a_method_has_scopes_that_slack_accepts_for_it(method: str) -> None:
    """Each scope chosen is one of those that Slack names for the method, and none is missing."""
    chosen, enough = set(manifest.METHODS[method]), set(methods()[method]["bot_scopes"])

    assert set() == chosen - enough
    assert bool(enough) == bool(chosen)


def test_the_bot_reads_no_channel_it_was_not_let_into() -> None:
    """No scope lets the bot join, speak or look where nobody has invited it, or learn addresses of e-mail."""
    too_much = {
        "channels:join",
        "chat:write.public",
        "chat:write.customize",
        "users:read.email",
        "files:read",
    }

    assert set() == too_much & set(manifest.scopes())


def test_the_manifest_has_what_the_doors_listen_for() -> None:
    """Commands, shortcuts and events are those of the listeners, no more and no fewer."""
    mapping = manifest.as_mapping()
    features = mapping["features"]

    assert set(needs.COMMANDS) == {command["command"] for command in features["slash_commands"]}
    assert set(needs.SHORTCUTS) == {shortcut["callback_id"] for shortcut in features["shortcuts"]}
    assert set(needs.EVENTS) == set(mapping["settings"]["event_subscriptions"]["bot_events"])


def test_the_address_reaches_every_door() -> None:
    """The address an operator gives stands before the one path at which the bot listens, wherever Slack asks for it."""
    mapping = manifest.as_mapping("https://desk.example.org/")
    commands = {command["url"] for command in mapping["features"]["slash_commands"]}
    settings = mapping["settings"]
    others = {settings[part]["request_url"] for part in ("interactivity", "event_subscriptions")}

    assert {"https://desk.example.org/slack/events"} == commands | others


def test_socket_mode_names_no_address() -> None:
    """Where Slack reaches nobody, the manifest holds no address and turns Socket Mode on."""
    assert "https://" not in manifest.as_json(None)
    assert manifest.as_mapping(None)["settings"]["socket_mode_enabled"]
