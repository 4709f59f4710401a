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


def _evaluate(settings: Settings, options: argparse.Namespace) -> int:
    from bot.evaluating import Asked, evaluate

    asked = Asked(file=options.file, examples=options.examples, as_json=options.json)
    return evaluate(settings, asked, options.spoken, print)
