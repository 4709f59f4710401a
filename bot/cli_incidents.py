"""The commands `crisis incidents …`."""

import argparse

from config.settings import Settings


def add_incidents(incidents: argparse.ArgumentParser) -> None:
    """Add what can be done about incidents."""
    tasks = incidents.add_subparsers(required=True, metavar="TASK")
    take = tasks.add_parser("import", help="bring past incidents along from another tool")
    take.set_defaults(run=_import)
    take.add_argument("file", help="JSON, one incident a line, or CSV with a header")
    take.add_argument(
        "--dry-run", action="store_true", help="say what is wrong with which line, and keep nothing"
    )


def _import(settings: Settings, options: argparse.Namespace) -> int:
    from bot.bringing import Asked, bring

    asked = Asked(file=options.file, dry_run=options.dry_run)
    return bring(settings, asked, options.spoken, print)
