"""The commands `crisis incidents …`, and `crisis retention`."""

import argparse
import sys
from functools import partial

from config.settings import Settings
from playbooks.playbook import Language


def add_incidents(incidents: argparse.ArgumentParser) -> None:
    """Add what can be done about incidents."""
    tasks = incidents.add_subparsers(required=True, metavar="TASK")
    take = tasks.add_parser("import", help="bring past incidents along from another tool, or an exported one")
    take.set_defaults(run=_import)
    take.add_argument("file", help="JSON, one incident a line, CSV with a header, or an export")
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
    give = tasks.add_parser("export", help="give an incident as a file, with its whole log and a digest")
    give.set_defaults(run=_export)
    give.add_argument("ref", help="such as INC-2026-0042")
    give.add_argument(
        "--format",
        choices=("json", "csv", "markdown", "html"),
        help="json, unless the file ends in .csv, .md or .html",
    )
    give.add_argument("--language", type=Language, choices=tuple(Language), help="en or fr")
    give.add_argument("--out", metavar="FILE", help="a file; without one, it is printed here")


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


def _export(settings: Settings, options: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.giving import Asked, give
    from handlers.web.exporting import Form

    asked = Asked(
        ref=options.ref,
        spoken=options.spoken,
        form=Form(options.format) if options.format else None,
        language=options.language,
        out=options.out,
    )
    return give(settings, asked, SystemClock(), print, partial(print, file=sys.stderr))
