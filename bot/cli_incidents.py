"""The commands `crisis incidents …`, and `crisis retention`."""

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
    keep = tasks.add_parser("keep", help="keep an incident whatever its age, for a court or a claim")
    keep.set_defaults(run=_keep)
    keep.add_argument("ref", help="such as INC-2026-0042")
    keep.add_argument("--reason", default="", help="why it is kept")
    let_go = tasks.add_parser("let-go", help="keep an incident no longer than others of its kind")
    let_go.set_defaults(run=_let_go)
    let_go.add_argument("ref", help="such as INC-2026-0042")


def add_retention(retention: argparse.ArgumentParser) -> None:
    """Add the deleting of what is past its time."""
    retention.set_defaults(run=_retain)
    retention.add_argument(
        "--dry-run", action="store_true", help="say what would be deleted, and change nothing"
    )


def _keep(settings: Settings, options: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.keeping import Held, hold

    held = Held(ref=options.ref, reason=options.reason)
    return hold(settings, held, options.spoken, SystemClock(), print)


def _let_go(settings: Settings, options: argparse.Namespace) -> int:
    from bot.keeping import Held, let_go

    return let_go(settings, Held(ref=options.ref), options.spoken, print)


def _retain(settings: Settings, options: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.keeping import retain

    return retain(settings, options.spoken, SystemClock(), print, dry=options.dry_run)


def _import(settings: Settings, options: argparse.Namespace) -> int:
    from bot.bringing import Asked, bring

    asked = Asked(file=options.file, dry_run=options.dry_run)
    return bring(settings, asked, options.spoken, print)
