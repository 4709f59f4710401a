"""`crisis audit verify`: whether the log is whole, the first row that does not hold, and the heads of the days."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from bot import audit_heads
from bot.trouble import told
from config.settings import Settings
from handlers.wording import counted
from playbooks.errors import NotSaved
from playbooks.playbook import Language, Words
from storage.audit import Fault, Verdict, strayed
from storage.audit import verify as read_log
from storage.codec import Unreadable
from storage.engine import Database, connect
from storage.head_audit import HeadState
from storage.head_audit import heads as read_heads
from storage.schema import SchemaState, state
from storage.transaction import reached

SHOWN: Final = 20  # incidents named; more are the same trouble

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is wanted: heads that people have kept, to be compared, and in which form it is told."""

    heads: tuple[str, ...] = ()
    as_json: bool = False


PLAIN: Final = Asked()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """Everything that was found; where the log could not be read, `verdict` is None."""

    holds: bool
    told: Words  # of the chain, and of what stands beside it
    verdict: Verdict | None = None
    astray: tuple[str, ...] = ()
    heads: tuple[HeadState, ...] = ()
    kept: tuple[audit_heads.Kept, ...] = ()


def verify(settings: Settings, language: Language, tell: Tell, asked: Asked = PLAIN) -> int:
    """
    Follow the log's chain to its end, and to each daily head; give 0 if all hold, else 1 with the first break named.

    Raises UnfitDatabase.
    """
    keys = settings.signing_keys
    if not keys:
        return _said(_Report(holds=False, told=_NO_KEY), asked, language, tell)
    database = connect(settings.database_url.get_secret_value())
    try:
        found = _verified(database, keys, asked)
    except (NotSaved, OSError, Unreadable, LookupError) as exc:
        found = _Report(holds=False, told=_away(exc))
    finally:
        database.close()
    return _said(found, asked, language, tell)


def verdict_of(database: Database, keys: tuple[bytes, ...]) -> tuple[int, Words]:
    """Verify a log with its daily heads; give 0 or 1, and what to say. Raises NotSaved, Unreadable, LookupError."""
    found = _verified(database, keys, PLAIN)
    en, fr = (_wrong_heads(found, language) for language in (Language.EN, Language.FR))
    return 0 if found.holds else 1, Words(en=found.told.en + en, fr=found.told.fr + fr)


def _wrong_heads(found: _Report, language: Language) -> str:
    if all(one.leads for one in found.heads):
        return ""
    return "".join(f"\n{line}" for line in audit_heads.lines(found.heads, found.kept, language))


def _verified(database: Database, keys: tuple[bytes, ...], asked: Asked) -> _Report:
    with reached():
        stands = state(database)
    if stands is not SchemaState.CURRENT:
        return _Report(holds=False, told=_SCHEMA[stands])
    verdict = read_log(database, keys)
    states = read_heads(database, keys)
    # What cannot be folded is not looked at: a broken log is told first.
    astray = tuple(strayed(database)) if verdict.fault is None else ()
    kept = audit_heads.compared(asked.heads, states)
    holding = (
        verdict.fault is None,
        not astray,
        all(one.leads for one in states),
        all(one.holds for one in kept),
    )
    return _Report(
        holds=all(holding),
        told=_chain(verdict, astray),
        verdict=verdict,
        astray=astray,
        heads=states,
        kept=kept,
    )


def _chain(verdict: Verdict, astray: tuple[str, ...]) -> Words:
    if verdict.fault is not None:
        return _broken(verdict.fault, verdict)
    return _astray(astray) if astray else _whole(verdict)


def _said(found: _Report, asked: Asked, language: Language, tell: Tell) -> int:
    if asked.as_json:
        tell(json.dumps(_as_json(found, language), ensure_ascii=False, indent=2))
    else:
        tell(found.told.read(language))
        if found.verdict is not None:
            for line in audit_heads.lines(found.heads, found.kept, language):
                tell(line)
    return 0 if found.holds else 1


def _as_json(found: _Report, language: Language) -> dict[str, Any]:
    verdict = found.verdict
    fault = None if verdict is None else verdict.fault
    return {
        "holds": found.holds,
        "told": found.told.read(language),
        "rows": None if verdict is None else verdict.rows,
        "incidents": None if verdict is None else verdict.incidents,
        "fault": None if fault is None else _named(fault),
        "astray": list(found.astray),
        **audit_heads.as_json(found.heads, found.kept, language),
    }


def _named(fault: Fault) -> dict[str, Any]:
    return {"what": fault.what.value, "ref": fault.ref, "row": fault.seq, "key": fault.key}


_NO_KEY: Final = Words(
    en="CRISIS_LOG_KEY is missing: without the keys that signed the log nothing can be verified.",
    fr="CRISIS_LOG_KEY manque : sans les clés qui ont signé le journal, rien ne peut être vérifié.",
)
_SCHEMA: Final = {
    SchemaState.EMPTY: Words(
        en="The database is empty: there is no log yet.",
        fr="La base est vide : il n’y a pas encore de journal.",
    ),
    SchemaState.BEHIND: Words(
        en="The database’s schema is older than this version’s. First run: crisis migrate",
        fr="Le schéma de la base est plus ancien que cette version. Lancez d’abord : crisis migrate",
    ),
    SchemaState.NEWER: Words(
        en="A newer version of Crisis Desk has migrated this database; verify the log with that version.",
        fr="Une version plus récente de Crisis Desk a migré cette base ; vérifiez le journal avec elle.",
    ),
}


_ROW: Final = Words(en="{n} row of {incidents} verified", fr="{n} ligne de {incidents} vérifiée")
_ROWS: Final = Words(en="{n} rows of {incidents} verified", fr="{n} lignes de {incidents} vérifiées")
_INCIDENT: Final = Words(en="{n} incident", fr="{n} incident")
_INCIDENTS: Final = Words(en="{n} incidents", fr="{n} incidents")
_ROW_BEFORE: Final = Words(
    en="The {n} row of the logs before it holds", fr="La seule ligne des journaux précédents tient"
)
_ROWS_BEFORE: Final = Words(
    en="The {n} rows of the logs before it hold", fr="Les {n} lignes des journaux précédents tiennent"
)
_NONE_BEFORE: Final = Words(en="It is the first log read", fr="C’est le premier journal lu")


_REDACTED: Final = Words(
    en=" Somebody was erased from {n} of them, and what is left of it holds.",
    fr=" Une personne a été effacée de {n} d’entre elles, et ce qui en reste tient.",
)
_REDACTED_MANY: Final = Words(
    en=" People were erased from {n} of them, and what is left of them holds.",
    fr=" Des personnes ont été effacées de {n} d’entre elles, et ce qui en reste tient.",
)
_DELETED: Final = Words(
    en=" {n} incident was deleted because its time was over.",
    fr=" {n} incident a été supprimé parce que son temps était passé.",
)
_DELETED_MANY: Final = Words(
    en=" {n} incidents were deleted because their time was over.",
    fr=" {n} incidents ont été supprimés parce que leur temps était passé.",
)


def _whole(verdict: Verdict) -> Words:
    en, fr = (_taken_out(verdict, language) for language in (Language.EN, Language.FR))
    return Words(
        en=f"The log is whole: {_verified_rows(verdict, Language.EN)}, to the last one.{en}",
        fr=f"Le journal est entier : {_verified_rows(verdict, Language.FR)}, jusqu’à la dernière.{fr}",
    )


def _taken_out(verdict: Verdict, language: Language) -> str:
    erased = counted(verdict.redacted, _REDACTED, _REDACTED_MANY, language) if verdict.redacted else ""
    gone = counted(verdict.deleted, _DELETED, _DELETED_MANY, language) if verdict.deleted else ""
    return erased + gone


def _verified_rows(verdict: Verdict, language: Language) -> str:
    incidents = counted(verdict.incidents, _INCIDENT, _INCIDENTS, language)
    return counted(verdict.rows, _ROW, _ROWS, language, incidents=incidents)


def _broken(fault: Fault, verdict: Verdict) -> Words:
    what = fault.words
    hold_en, hold_fr = (_before(verdict.rows, language) for language in (Language.EN, Language.FR))
    en = f"row {fault.seq}: " if fault.seq else ""
    fr = f"ligne {fault.seq} : " if fault.seq else ""
    return Words(
        en=f"The log is broken at {fault.ref}, {en}{what.en}. {hold_en}.",
        fr=f"Le journal est rompu à {fault.ref}, {fr}{what.fr}. {hold_fr}.",
    )


def _before(rows: int, language: Language) -> str:
    return counted(rows, _ROW_BEFORE, _ROWS_BEFORE, language) if rows else _NONE_BEFORE.read(language)


def _astray(refs: tuple[str, ...]) -> Words:
    named = ", ".join(refs[:SHOWN]) + (", …" if len(refs) > SHOWN else "")
    return Words(
        en=f"The log is whole, but these incidents’ state was changed beside it: {named}",
        fr=f"Le journal est entier, mais l’état de ces incidents a été modifié à côté de lui : {named}",
    )


def _away(exc: Exception) -> Words:
    why = exc.tell if isinstance(exc, NotSaved) else told(exc) if isinstance(exc, OSError) else None
    en, fr = (str(exc), f"en anglais, {exc}") if why is None else (why.en, why.fr)
    return Words(en=f"The log cannot be read: {en}", fr=f"Le journal ne peut être lu : {fr}")
