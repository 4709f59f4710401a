"""The commands `crisis people …`."""

import argparse

from config.settings import Settings


def add_people(people: argparse.ArgumentParser) -> None:
    """Add what can be done about people."""
    tasks = people.add_subparsers(required=True, metavar="TASK")
    erase = tasks.add_parser("erase", help="take a person out of every log, and of all that is kept beside")
    erase.set_defaults(run=_erase)
    erase.add_argument("person", nargs="?", default="", help="the person's Slack id, such as U0CLAIRE")
    erase.add_argument(
        "--name", action="append", default=[], help="a name as people type it; say it again for another"
    )
    erase.add_argument("--dry-run", action="store_true", help="say what would be erased, and change nothing")


def _erase(settings: Settings, options: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.erasing import Asked, erase

    asked = Asked(person=options.person, names=tuple(options.name), dry_run=options.dry_run)
    return erase(settings, asked, options.spoken, SystemClock(), print)
