"""The command `crisis`: everything an operator types."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final

from bot import trouble
from bot.cli_audit import add_audit
from bot.cli_backup import add_backup
from bot.cli_incidents import add_incidents, add_retention
from bot.cli_people import add_people
from bot.cli_playbooks import add_playbooks
from bot.cli_replies import add_replies
from bot.cli_words import Parser, put_into_french
from config.settings import Settings, UnusableSettings, read_settings
from playbooks.errors import CannotStart, NotSaved
from playbooks.mistakes import Unreadable
from playbooks.playbook import Language, Words

OK: Final = 0
FAILED: Final = 1
UNUSABLE: Final = 2  # argparse's own code for a command it does not know

MIGRATED: Final = Words(
    en="The database has this version’s schema.", fr="La base de données a le schéma de cette version."
)

Run = Callable[[Settings, argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Run one command; give the code to exit with (0 done, 1 it failed, 2 it cannot start)."""
    environ = os.environ if environ is None else environ
    language = spoken(environ)
    options = _parser(language).parse_args(arguments)
    options.spoken = language
    run: Run = options.run
    try:
        return run(read_settings(environ), options)
    except (UnusableSettings, Unreadable) as exc:
        return _told(mistake.line_for(options.spoken) for mistake in exc.mistakes)
    except CannotStart as exc:
        return _told((_plain(exc.tell, language),))
    except NotSaved as exc:
        _told((_plain(exc.tell, language),))
        return FAILED
    except OSError as exc:
        _told((trouble.told(exc).read(options.spoken),))
        return FAILED
    except KeyboardInterrupt:
        return OK


def spoken(environ: Mapping[str, str]) -> Language:
    """Tell which language to answer an operator in: CRISIS_LANGUAGE, else the terminal's."""
    wanted = environ.get("CRISIS_LANGUAGE") or environ.get("LC_ALL") or environ.get("LANG") or ""
    return Language.FR if wanted.lower().startswith("fr") else Language.EN


def _plain(words: Words, language: Language) -> str:
    """Write what may have been meant for Slack without the marks that make code of it there."""
    return words.read(language).replace("`", "")


def _told(lines: Iterable[str]) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return UNUSABLE


def _parser(language: Language) -> argparse.ArgumentParser:
    parser = Parser(prog="crisis", description="Crisis Desk: prepared words, people who answer.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _simple(commands)
    _add_doctor(commands)
    demo = commands.add_parser("demo", help="open the practice workspace on this machine")
    demo.add_argument(
        "--play", action="store_true", help="play a whole crisis and print what each person sees"
    )
    demo.add_argument(
        "--language", type=Language, choices=tuple(Language), help="the language it is played in"
    )
    demo.set_defaults(run=_demo)

    manifest = commands.add_parser("manifest", help="print the Slack app's manifest")
    manifest.add_argument("--json", action="store_true", help="as JSON instead of YAML")
    way = manifest.add_mutually_exclusive_group()
    way.add_argument("--address", help="where Slack reaches the bot, such as https://crisis.example.com")
    way.add_argument("--socket", action="store_true", help="for Socket Mode, where Slack reaches nobody")
    manifest.set_defaults(run=_manifest)

    add_playbooks(commands.add_parser("playbooks", help="look at playbook documents, and release them"))
    add_backup(commands)
    add_incidents(commands.add_parser("incidents", help="bring incidents along, keep one, or give one away"))
    add_retention(commands.add_parser("retention", help="delete what is past the company's own times"))
    add_people(commands.add_parser("people", help="erase somebody who asks for it"))
    add_replies(commands.add_parser("replies", help="look at how messages from customers are matched"))
    _directory(commands.add_parser("directory", help="look at the company's directory"))
    _who(commands.add_parser("who", help="say who answers for something, and why"))
    _pack(commands.add_parser("pack", help="make the offline pack: playbooks and telephone numbers"))
    _covering(commands.add_parser("coverage", help="say when nobody is on duty, and who is for too long"))

    add_audit(commands.add_parser("audit", help="look at the log"))
    if language is Language.FR:
        put_into_french(parser)
    return parser


def _simple(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add the commands that take nothing."""
    simple: tuple[tuple[str, str, Run], ...] = (
        ("serve", "answer Slack (the practice workspace when no token is set)", _serve),
        ("work", "send what is owed and let time pass, without the doors", _work),
        ("migrate", "bring the database to this version's schema", _migrate),
    )
    for name, purpose, run in simple:
        commands.add_parser(name, help=purpose).set_defaults(run=run)


def _add_doctor(commands: "argparse._SubParsersAction[Parser]") -> None:
    doctor = commands.add_parser("doctor", help="look for everything that would fail, and say how to mend it")
    doctor.set_defaults(run=_doctor)
    doctor.add_argument("--send-to", metavar="NAME", help="send a test message by each means of this person")


def _directory(directory: argparse.ArgumentParser) -> None:
    tasks = directory.add_subparsers(required=True, metavar="TASK")
    check = tasks.add_parser(
        "check", help="report every mistake as file:line:column, and what ends in silence"
    )
    check.set_defaults(run=_check_directory)
    check.add_argument("path", nargs="?", help="a directory.yaml; the company's own by default")
    schema = tasks.add_parser("schema", help="print the JSON Schema of directory.yaml, for editors")
    schema.set_defaults(run=_directory_schema)


def _who(who: argparse.ArgumentParser) -> None:
    who.set_defaults(run=_answer_who)
    who.add_argument("--unit", default="", help="such as energy-fr")
    who.add_argument("--role", default="", help="such as press")
    who.add_argument("--lang", default="", help="the language of the answer, such as de")
    who.add_argument("--place", default="", help="a country, such as FR")
    who.add_argument("--competence", default="", help="such as tickets")
    who.add_argument("--severity", default="", help="sev1 to sev4; in a crisis quiet hours do not count")
    who.add_argument(
        "--at", default="", help='another moment than now, such as "2026-12-25 03:00 Europe/Paris"'
    )


def _covering(coverage: argparse.ArgumentParser) -> None:
    coverage.set_defaults(run=_coverage)
    coverage.add_argument(
        "--weeks", type=int, choices=range(1, 27), default=4, metavar="4", help="from now on"
    )
    coverage.add_argument("--rota", help="one rota, such as press; all of them without")
    coverage.add_argument("--language", type=Language, choices=tuple(Language), help="en or fr")


def _pack(pack: argparse.ArgumentParser) -> None:
    pack.set_defaults(run=_make_pack)
    pack.add_argument("--language", type=Language, choices=tuple(Language), help="en or fr")
    pack.add_argument("--output", help="a file; without one, it is printed here")


def _serve(settings: Settings, options: argparse.Namespace) -> int:
    from bot.serving import serve

    return _demo(settings, options) if settings.practice else serve(settings)


def _work(settings: Settings, _: argparse.Namespace) -> int:
    from bot.serving import work

    return work(settings)


def _demo(settings: Settings, options: argparse.Namespace) -> int:
    if getattr(options, "play", False):
        from bot.play import play

        return play(settings, options.language or settings.language or Language.EN, print)
    from bot.demo import demo

    return demo(settings, partial(print, flush=True))


def _migrate(settings: Settings, options: argparse.Namespace) -> int:
    from bot.serving import open_database

    open_database(settings)
    print(MIGRATED.read(options.spoken))
    return OK


def _doctor(settings: Settings, options: argparse.Namespace) -> int:
    if options.send_to:
        from bot.doctor.trying import send_test

        return send_test(settings, options.send_to, options.spoken, print)
    from bot.doctor import examine

    return examine(settings, options.spoken, print)


def _manifest(_: Settings, options: argparse.Namespace) -> int:
    from bot.manifest import EXAMPLE_ADDRESS, as_json, as_yaml

    address = None if options.socket else options.address or EXAMPLE_ADDRESS
    print(as_json(address) if options.json else as_yaml(address), end="")
    return OK


def _check_directory(settings: Settings, options: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.directory import check

    return check(settings, options.path, options.spoken, SystemClock().now(), print)


def _directory_schema(_: Settings, __: argparse.Namespace) -> int:
    import json

    from config.directory import directory_schema

    print(json.dumps(directory_schema(), indent=2, ensure_ascii=False))
    return OK


def _answer_who(settings: Settings, options: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.who import answer
    from playbooks.desk.who import Wish

    wish = Wish(
        unit=options.unit,
        role=options.role,
        language=options.lang,
        place=options.place,
        competence=options.competence,
        severity=options.severity,
        at=options.at,
    )
    return answer(settings, wish, options.spoken, SystemClock(), print)


def _make_pack(settings: Settings, options: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.pack import make

    return make(settings, SystemClock(), options.language, options.output, print)


def _coverage(settings: Settings, options: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.covering import coverage

    wanted = (options.weeks, options.rota)
    return coverage(settings, wanted, options.language or options.spoken, SystemClock(), print)


if __name__ == "__main__":
    sys.exit(main())
