"""The same listeners over Socket Mode, for a machine that Slack cannot reach."""

from dataclasses import replace

import pytest
from pydantic import SecretStr

from bot.practice.team import APP_TOKEN
from bot.serving import enter_socket_mode
from bot.stage import Player, Stage
from playbooks.playbook import UserId

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def test_a_crisis_is_started_over_socket_mode(stage: Stage) -> None:
    """With an app token, what people type comes over the socket: the form, its sending, the room."""
    settings = replace(stage.settings, slack_app_token=SecretStr(APP_TOKEN))
    leave = enter_socket_mode(replace(stage.bot, settings=settings))
    sockets = stage.workspace.sockets
    assert sockets.wait_for(1)
    rhys = Player(stage.workspace, "U0RHYS", sockets.deliver)
    rhys.stage = stage

    rhys.types("/crisis start data-breach Over the socket")
    rhys.submits(rhys.fills(rhys.opens_form(), {"unit": "energy-uk"}))
    leave()

    incident = stage.bot.desk.looking.named("INC-2026-0001", UserId("U0RHYS"))
    assert "Over the socket" == incident.title
    assert incident.card is not None


def test_without_an_app_token_no_socket_is_opened(stage: Stage) -> None:
    """Nothing is asked of Slack."""
    enter_socket_mode(stage.bot)()

    assert [] == [call for call in stage.workspace.journal if call["method"] == "apps.connections.open"]
