"""The small company's breach with a step that stops publishing and one that starts it again."""

from dataclasses import replace
from typing import Final

from playbooks import deciding, publishing
from playbooks import events as e
from playbooks.commands import ConfirmFrozen, FreezePublishing, OutletId, RestartOutlet, StopAgain
from playbooks.folding import begin
from playbooks.playbook import RoleId, Severity, StepId, StepKind, UserId
from tests.rules.scene import BREACH, CLAIRE, DANA, ID, NOON, OPEN, ROSTER, Story, pinned, step

FREEZE: Final = StepId("freeze")
RESTART: Final = StepId("restart")
POSTS, ADS, MAIL = OutletId("c1"), OutletId("c2"), OutletId("c3")
NADIA: Final = UserId("U0NADIA")  # the social media lead
IVO: Final = UserId("U0IVO")  # stands in for the communications director
EVE: Final = UserId("U0EVE")  # the executive
STOP: Final = FreezePublishing(incident=ID, scope="the whole brand", channels=("Posts", "Ads"))

FROZEN: Final = replace(
    BREACH,
    digest="f" * 64,
    steps=(
        replace(step(FREEZE, "social", None), kind=StepKind.FREEZE),
        replace(step(RESTART, "social", None), kind=StepKind.RESTART),
    ),
)


def running(severity: Severity = Severity.SEV1) -> Story:
    """A crisis without ladders that Maud leads; Nadia answers for social media, Claire for communications."""
    kept = replace(
        pinned(FROZEN, ()),
        roster=(*ROSTER, (RoleId("social"), NADIA), (RoleId("executive"), EVE)),
        deputies=((RoleId("comms"), IVO),),
    )
    first = deciding.opening(replace(OPEN, severity=severity), kept, by=DANA, now=NOON)
    return Story(incident=begin(ID, first, FROZEN), facts=[first])


def orders(story: Story, order: publishing.PublishingOrder, by: UserId = CLAIRE) -> tuple[e.Event, ...]:
    """Somebody asks about publishing; what is refused changes nothing."""
    return story.happens(*publishing.decide(story.incident, order, by=by, now=story.now))


def frozen(severity: Severity = Severity.SEV1) -> Story:
    """The crisis in which Claire has asked that posts and ads stop."""
    story = running(severity)
    orders(story, STOP)
    return story


def confirms(outlet: OutletId) -> ConfirmFrozen:
    """The word that a channel has stopped."""
    return ConfirmFrozen(incident=ID, outlet=outlet)


def restarts(outlet: OutletId) -> RestartOutlet:
    """The order that a channel start again."""
    return RestartOutlet(incident=ID, outlet=outlet)


def again(outlet: OutletId) -> StopAgain:
    """The word that a channel is not stopped after all."""
    return StopAgain(incident=ID, outlet=outlet)


def adds(*channels: str) -> FreezePublishing:
    """Further channels must stop, as widely as before."""
    return replace(STOP, channels=channels)
