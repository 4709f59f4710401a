"""Makes the Bolt app: the same listeners over HTTP and over Socket Mode."""

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.patience import Patience, PatientApp
from handlers import slack
from playbooks.desk import Desk


def make_app(desk: Desk, client: WebClient, token: str | None, patience: Patience) -> PatientApp:
    """
    Make the app. It speaks with the bot token of the one workspace it belongs to.

    `process_before_response`: the acknowledgement follows the commit. Signatures are verified by the door in
    `web_app`, which answers malformed ones too; Socket Mode has none.
    """

    def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=token)

    app = PatientApp(
        desk,
        WebClient(token=token, base_url=client.base_url, timeout=client.timeout, retry_handlers=[]),
        patience,
        client=client,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        raise_error_for_unhandled_request=False,
    )
    slack.register(app, desk)
    return app
