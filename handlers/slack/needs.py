"""What the doors need of Slack, as the app's manifest must give it. A test keeps it equal to the listeners."""

from typing import Final

COMMANDS: Final = ("/crisis", "/crise", "/reply")  # Each with people and channels escaped: <@U123|dana>.
# A global one, and three of messages.
SHORTCUTS: Final = ("start_crisis", "start_crisis_from_message", "reply_from_message", "add_to_log")
EVENTS: Final = ("app_home_opened", "message.channels", "message.groups", "reaction_added")
# The Web API methods that a listener calls before it answers, each with one bot scope that is enough; None: no scope.
METHODS: Final = {
    "chat.getPermalink": None,
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "conversations.history": "channels:history",
    "conversations.replies": "channels:history",
    "users.info": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}
