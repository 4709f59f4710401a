"""The commands `crisis audit …`."""

import argparse

from config.settings import Settings


def add_audit(audit: argparse.ArgumentParser) -> None:
    """Add what can be asked about the log."""
    verify = audit.add_subparsers(required=True, metavar="TASK").add_parser(
        "verify", help="follow the log's chain and name the first broken row"
    )
    verify.set_defaults(run=_verify)
    verify.add_argument(
        "--head",
        action="append",
        default=[],
        metavar="HEAD",
        help="a daily head that was posted: say whether the log still leads to it; may be given again",
    )
    verify.add_argument("--json", action="store_true", help="everything that was found, as JSON")


def _verify(settings: Settings, options: argparse.Namespace) -> int:
    from bot.audit import Asked, verify

    asked = Asked(heads=tuple(options.head), as_json=options.json)
    return verify(settings, options.spoken, print, asked)
