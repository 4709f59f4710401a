"""The commands `crisis backup`, `restore`, `pause` and `resume`."""

import argparse

from bot.cli_words import Parser
from config.settings import Settings


def add_backup(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add what keeps a copy of everything, and what lets a copy speak."""
    backup = commands.add_parser("backup", help="copy everything into one file, while the bot works")
    backup.set_defaults(run=_backup)
    backup.add_argument("file", help="a file that is not there yet")

    restore = commands.add_parser("restore", help="put a backup into an empty database, verified and paused")
    restore.set_defaults(run=_restore)
    restore.add_argument("file", help="a file of crisis backup")
    restore.add_argument(
        "--into", required=True, metavar="URL", help="an empty database, such as sqlite:///var/restored.db"
    )

    pause = commands.add_parser("pause", help="have a copy that was made by hand send nothing until resume")
    pause.set_defaults(run=_pause)

    resume = commands.add_parser("resume", help="say what a paused copy would send, and let it")
    resume.set_defaults(run=_resume)
    what = resume.add_mutually_exclusive_group()
    for choice, purpose in (
        ("drop", "never send what is owed by now"),
        ("send", "send what is owed by now as well"),
    ):
        what.add_argument(f"--{choice}-owed", dest="owed", action="store_const", const=choice, help=purpose)


def _backup(settings: Settings, options: argparse.Namespace) -> int:
    from bot.backing_up import backup

    return backup(settings, options.file, options.spoken, print)


def _restore(settings: Settings, options: argparse.Namespace) -> int:
    from bot.backing_up import Asked, restore

    return restore(settings, Asked(file=options.file, into=options.into), options.spoken, print)


def _pause(settings: Settings, options: argparse.Namespace) -> int:
    from bot.backing_up import pause

    return pause(settings, options.spoken, print)


def _resume(settings: Settings, options: argparse.Namespace) -> int:
    from bot.backing_up import WhatIsOwed, resume

    owed = None if options.owed is None else WhatIsOwed(options.owed)
    return resume(settings, owed, options.spoken, print)
