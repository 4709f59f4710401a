"""What the doors need of Slack, as the app's manifest must give it. A test keeps it equal to the listeners."""

from typing import Final

COMMANDS: Final = ("/crisis", "/crise", "/reply")  # Each with people and channels escaped: <@U123|dana>.
# A global one, and two of messages.
SHORTCUTS: Final = ("start_crisis", "start_crisis_from_message", "reply_from_message")
EVENTS: Final = ("app_home_opened",)
# The Web API methods that a listener calls before it answers, each with one bot scope that is enough; None: no scope.
METHODS: Final = {
    "chat.postMessage": "chat:write",
    "users.info": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}
