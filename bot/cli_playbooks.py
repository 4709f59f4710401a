"""The commands `crisis playbooks …`."""

import argparse
import sys
from functools import partial

from config.settings import Settings
from playbooks.playbook import Language


def add_playbooks(playbooks: argparse.ArgumentParser) -> None:
    """Add what can be done about playbook documents."""
    tasks = playbooks.add_subparsers(required=True, metavar="TASK")
    check = tasks.add_parser("check", help="report every mistake as file:line:column")
    check.set_defaults(run=_check_playbooks)
    check.add_argument("path", nargs="?", help="a document or a folder; the company's own by default")

    diff = tasks.add_parser("diff", help="say what one version has that another has not")
    diff.set_defaults(run=_diff_playbooks)
    diff.add_argument("playbook", help="such as data-breach")
    diff.add_argument("old", help="the older version, such as 1")
    diff.add_argument("new", help="the newer version, such as 2")

    draft = tasks.add_parser(
        "draft", help="write the next version, with what the lessons of past incidents change"
    )
    draft.set_defaults(run=_draft_playbook)
    draft.add_argument("playbook", help="such as data-breach")
    draft.add_argument("--into", metavar="FOLDER", help="write it there; without: print the document")

    release = tasks.add_parser("release", help="check a document, put it in its place and remember it")
    release.set_defaults(run=_release_playbook)
    release.add_argument("path", help="the document, wherever it stands")

    propose = tasks.add_parser("propose", help="propose an improvement to the administrators")
    propose.set_defaults(run=_propose)
    propose.add_argument("playbook", help="such as data-breach")
    propose.add_argument("text", help="what should change, and why")
    propose.add_argument("--step", default="", help="the step's number or id; without: the whole playbook")
    propose.add_argument("--author", default="", help="who proposes it")
    tasks.add_parser("proposals", help="list what was proposed").set_defaults(run=_proposals)

    schema = tasks.add_parser("schema", help="print the JSON Schema of a document, for editors")
    schema.set_defaults(run=_playbook_schema)
    schema.add_argument("--variant", action="store_true", help="of a local variant")
    _add_exchanges(tasks)


def _check_playbooks(settings: Settings, options: argparse.Namespace) -> int:
    from bot.library import check

    return check(settings, options.path, options.spoken, print)


def _diff_playbooks(settings: Settings, options: argparse.Namespace) -> int:
    from bot.comparing import compare

    wanted = (options.playbook, options.old, options.new)
    return compare(settings, wanted, options.spoken, print)


def _draft_playbook(settings: Settings, options: argparse.Namespace) -> int:
    from bot.drafting import draft

    return draft(settings, options.playbook, options.into, options.spoken, print)


def _playbook_schema(_: Settings, options: argparse.Namespace) -> int:
    import json

    from playbooks.document import json_schema, variant_schema

    schema = variant_schema() if options.variant else json_schema()
    print(json.dumps(schema, indent=2, ensure_ascii=False))
    return 0


def _proposals(settings: Settings, options: argparse.Namespace) -> int:
    from bot.releasing import proposals

    return proposals(settings, options.spoken, print)


def _propose(settings: Settings, options: argparse.Namespace) -> int:
    from bot.releasing import propose
    from playbooks.playbook import PlaybookId
    from playbooks.proposals import Propose

    wish = Propose(
        playbook=PlaybookId(options.playbook), text=options.text, step=options.step, name=options.author
    )
    return propose(settings, wish, options.spoken, print)


def _release_playbook(settings: Settings, options: argparse.Namespace) -> int:
    from bot.releasing import release

    return release(settings, options.path, options.spoken, print)


def _add_exchanges(tasks: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what carries a playbook out of the house, and into it."""
    export = tasks.add_parser("export", help="give a playbook as Markdown or as HTML to print")
    export.set_defaults(run=_export_playbook)
    export.add_argument("playbook", help="such as data-breach")
    export.add_argument("--version", type=int, help="another than the newest")
    export.add_argument("--unit", help="name the people of a unit, such as rail-fr")
    export.add_argument("--language", type=Language, choices=tuple(Language), help="en or fr")
    export.add_argument(
        "--format", choices=("markdown", "html"), help="markdown, unless the file ends in .html"
    )
    export.add_argument("--output", help="a file; without one, it is printed here")

    take = tasks.add_parser("import", help="make a draft of a playbook exported from Mattermost")
    take.set_defaults(run=_import_playbook)
    take.add_argument("file", help="the JSON file that Mattermost's “Export playbook” gives")
    take.add_argument("--id", help="its name here; made from its title without")
    take.add_argument(
        "--language", type=Language, choices=tuple(Language), help="the language it is written in"
    )
    take.add_argument("--output", default=".", help="the folder of drafts; the present one without")


# Each command imports what it needs when it is asked for: `crisis --help` starts at once.


def _export_playbook(settings: Settings, options: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.exporting import Asked, Form, export

    asked = Asked(
        playbook=options.playbook,
        spoken=options.spoken,
        version=options.version,
        unit=options.unit,
        language=options.language,
        form=Form(options.format) if options.format else None,
        output=options.output,
    )
    return export(settings, asked, SystemClock(), print, partial(print, file=sys.stderr))


def _import_playbook(settings: Settings, options: argparse.Namespace) -> int:
    from bot.importing import Wanted, take_over

    wanted = Wanted(
        file=options.file,
        name=options.id,
        language=options.language or options.spoken,
        output=options.output,
    )
    return take_over(settings, wanted, options.spoken, print)
