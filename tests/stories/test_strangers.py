"""A1: whoever is no member of the workspace may not use the product, by whatever door they come."""

import pytest
from slack_sdk import WebClient

from bot.practice.team import User
from bot.stage import Player, Stage
from handlers.slack.strangers import Doorkeeper
from playbooks.letters import Stranger
from playbooks.playbook import UserId
from tests.stories.scene import CLAIRE, MAUD, REF, RHYS, ROOM, card, incident, start, whispered

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def guest(stage: Stage, **more: object) -> Player:
    """Somebody whom the directory does not know."""
    made = {"id": "UGUEST", "name": "guest", "real_name": "A Guest", "is_restricted": True, **more}
    stage.workspace.add_user(User(**made))  # type: ignore[arg-type]  # Its own field names.
    return stage.player(UserId(str(made["id"])))


def test_a1_a_guest_is_refused_by_each_door_and_the_administrators_hear_of_it_once(stage: Stage) -> None:
    """Command, button and form of a reply alike; nothing is opened or changed, and the reason says whom to ask."""
    start(stage.player(RHYS))
    before = incident(stage).seq
    stranger = guest(stage)
    stranger.types("/crisis start data-breach a leak", "general")
    assert "your account here is a guest’s" in whispered(stranger)
    stranger.types("/reply", "general")
    stranger.types(f"/crisis close {REF} over", ROOM)
    stranger.clicks(card(stage), "ask:update")
    stage.settle()

    assert "votre compte y est celui d’une personne invitée" in whispered(stranger)
    assert before == incident(stage).seq
    for person in (CLAIRE, MAUD):
        assert 1 == sum("🚪" in one.words for one in stage.player(person).direct_messages())


def test_a1_a_member_whom_the_directory_does_not_know_may_do_what_members_may(stage: Stage) -> None:
    """Slack is asked who it is, once an hour."""
    member = guest(stage, id="UMEMBER", is_restricted=False)
    asked = lookups(stage)
    member.types("/crisis list", "general")
    member.types("/crisis list", "general")
    stage.settle()

    assert "guest" not in whispered(member)
    assert asked + 1 == lookups(stage)


def lookups(stage: Stage) -> int:
    """How often Slack was asked who somebody is."""
    return sum(one["method"] == "users.info" for one in stage.workspace.journal)


def slack(stage: Stage) -> WebClient:
    """Slack, as a door asks it."""
    token = stage.settings.slack_bot_token
    assert token is not None
    return WebClient(token=token.get_secret_value(), base_url=f"{stage.server.url}/api/")


@pytest.mark.parametrize(
    ("said", "stranger"),
    [
        ({"deleted": True}, Stranger.CLOSED),
        ({"is_bot": True}, Stranger.APP),
        ({"is_restricted": True}, Stranger.GUEST),
        ({"is_restricted": False}, None),
    ],
)
def test_a1_what_slack_says_of_somebody_decides(
    stage: Stage, said: dict[str, object], stranger: Stranger | None
) -> None:
    """A closed account, an app, a guest, a member."""
    guest(stage, **said)
    body = {"command": "/crisis", "user_id": "UGUEST"}

    assert stranger is Doorkeeper(stage.bot.desk).admit(body, slack(stage))


def test_a1_somebody_of_another_workspace_is_refused_and_whom_the_directory_names_is_not(
    stage: Stage,
) -> None:
    """In a shared channel the message says where its sender is at home; an agency may be named in the directory."""
    keeper = Doorkeeper(stage.bot.desk)
    foreign = {
        "type": "block_actions",
        "user": {"id": "UFOREIGN", "team_id": "TOTHER"},
        "team": {"id": "TOURS"},
    }
    named = {**foreign, "user": {"id": CLAIRE, "team_id": "TOTHER"}}

    marking = {
        "type": "event_callback",
        "team_id": "TOTHER",
        "authorizations": [{"team_id": "TOURS"}],
        "event": {"type": "reaction_added", "user": "UFOREIGN", "user_team": "TOTHER"},
    }

    assert Stranger.ELSEWHERE is keeper.admit(foreign, slack(stage))
    assert Stranger.ELSEWHERE is keeper.admit(marking, slack(stage))
    assert keeper.admit(named, slack(stage)) is None


def test_a1_a_guest_sees_no_incident_in_the_home_tab(stage: Stage) -> None:
    """It lists what is open: for whoever may not use the product, nothing is drawn."""
    start(stage.player(RHYS), "data-breach Passports for sale")
    stranger = guest(stage)
    stranger.opens_home()
    stage.settle()
    home = stranger.home()

    assert home is None or "Passports" not in home.words
