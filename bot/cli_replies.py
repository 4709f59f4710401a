"""The commands `crisis replies …`."""

import argparse

from config.settings import Settings


def add_replies(replies: argparse.ArgumentParser) -> None:
    """Add what can be done about replies to customers."""
    tasks = replies.add_subparsers(required=True, metavar="TASK")
    judge = tasks.add_parser(
        "evaluate", help="say how often the right playbook is suggested for your messages"
    )
    judge.set_defaults(run=_evaluate)
    judge.add_argument("file", help="labelled messages, one JSON object a line")
    judge.add_argument("--examples", metavar="FILE", help="your own labelled messages, to learn from as well")
    judge.add_argument("--json", action="store_true", help="the shares alone, as JSON")

    out = tasks.add_parser("export", help="print the prepared answers as CSV, with how often each was sent")
    out.set_defaults(run=_export)
    out.add_argument("--playbook", metavar="ID", help="of this playbook alone")
    taken = tasks.add_parser("import", help="make drafts of the next versions from such a CSV")
    taken.set_defaults(run=_import)
    taken.add_argument("file", help="the CSV, as export prints it")
    taken.add_argument("--into", metavar="FOLDER", help="where the drafts are written")
    taken.add_argument("--dry-run", action="store_true", help="only say what would change")


def _export(settings: Settings, options: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.sheets import export

    return export(settings, options.playbook, SystemClock(), print)


def _import(settings: Settings, options: argparse.Namespace) -> int:
    from bot.sheets import Taken, take_in

    taken = Taken(file=options.file, into=options.into, dry_run=options.dry_run)
    return take_in(settings, taken, options.spoken, print)


def _evaluate(settings: Settings, options: argparse.Namespace) -> int:
    from bot.evaluating import Asked, evaluate

    asked = Asked(file=options.file, examples=options.examples, as_json=options.json)
    return evaluate(settings, asked, options.spoken, print)
