"""What the rotas, ladders and means of a directory must mean, so that a call leads to somebody."""

from collections.abc import Iterator
from typing import Final

from config.directory.checks import Fields, check_day, check_zone
from config.directory.names import Known
from playbooks.mistakes import Mistake, write
from playbooks.names import as_list, as_mapping, repeated_in, unknown, unknown_of
from playbooks.playbook import Words
from playbooks.routing import MAIL, SLACK, STANDARD_LADDERS
from playbooks.written import Path, Written

WALL: Final = len("2026-01-05T08:00")


def check_calling(written: Written, known: Known) -> Iterator[Mistake]:
    """Give every mistake of the rotas, the ladders, the routing and the webhooks."""
    for name, rota in as_mapping(written.content.get("rotas")).items():
        yield from _check_rota(written, ("rotas", name), as_mapping(rota), known)
    yield from _check_ladders(written, known)
    routing = as_mapping(written.content.get("routing"))
    yield from unknown(written, ("routing", "hub"), routing.get("hub"), known.roles)
    for act, roles in as_mapping(written.content.get("rights")).items():
        yield from unknown_of(written, ("rights", act), roles, known.roles)
    yield from repeated_in(written, ("routing", "relax"), routing.get("relax"))
    for means in as_mapping(written.content.get("webhooks")):
        if means in (SLACK, MAIL):
            yield written.mistake(written.key_place(("webhooks", means)), _TAKEN, _ANOTHER_NAME)


def _check_rota(written: Written, path: Path, rota: Fields, known: Known) -> Iterator[Mistake]:
    yield from unknown(written, (*path, "role"), rota.get("role"), known.roles)
    yield from unknown_of(written, (*path, "units"), rota.get("units"), known.units)
    yield from check_zone(written, (*path, "zone"), rota.get("zone"))
    for number, value in enumerate(as_list(rota.get("layers"))):
        layer, place = as_mapping(value), (*path, "layers", number)
        yield from unknown_of(written, (*place, "people"), layer.get("people"), known.people)
        yield from check_zone(written, (*place, "zone"), layer.get("zone"))
        yield from check_day(written, (*place, "first"), layer.get("first"))
    for number, value in enumerate(as_list(rota.get("covers"))):
        cover, place = as_mapping(value), (*path, "covers", number)
        yield from unknown(written, (*place, "person"), cover.get("person"), known.people)
        yield from check_day(written, (*place, "from"), cover.get("from"))
        yield from check_day(written, (*place, "to"), cover.get("to"))
        since, until = str(cover.get("from")).replace(" ", "T"), str(cover.get("to")).replace(" ", "T")
        # Both are written alike, so that their order is that of their letters.
        if len(since) == len(until) == WALL and until <= since:
            yield written.mistake(written.place((*place, "to")), _ENDS_FIRST, _LATER)


def _check_ladders(written: Written, known: Known) -> Iterator[Mistake]:
    ladders = as_mapping(written.content.get("ladders"))
    for missing in [name for name in STANDARD_LADDERS if name not in ladders]:
        what = Words(
            en=f"the ladder “{missing}” is missing; the built-in playbooks call it",
            fr=f"l’échelle « {missing} » manque ; les fiches réflexes fournies l’appellent",
        )
        yield written.mistake(written.key_place(("ladders",)), what, write(f"{missing}: …"))
    for name, ladder in ladders.items():
        for number, rung in enumerate(as_list(as_mapping(ladder).get("rungs"))):
            yield from _check_rung(written, ("ladders", name, "rungs", number), as_mapping(rung), known)


def _check_rung(written: Written, path: Path, rung: Fields, known: Known) -> Iterator[Mistake]:
    yield from unknown_of(written, (*path, "roles"), rung.get("roles"), known.roles)
    yield from unknown_of(written, (*path, "users"), rung.get("users"), known.people)
    yield from unknown_of(written, (*path, "rotas"), rung.get("rotas"), known.rotas)
    only = as_mapping(rung.get("only"))
    yield from unknown_of(written, (*path, "only", "units"), only.get("units"), known.units)
    yield from check_zone(written, (*path, "only", "zone"), only.get("zone"))
    if only.get("hours") is not None and only.get("zone") is None:
        yield written.mistake(written.key_place((*path, "only", "hours")), _WHOSE_CLOCK, write("zone: …"))
    if not any(rung.get(whom) for whom in ("roles", "users", "rotas")):
        what = Words(en="this rung calls nobody", fr="cet échelon n’appelle personne")
        yield written.mistake(written.place(path), what, write("roles: [press]"))


_TAKEN: Final = Words(
    en="slack and mail are the product’s own means", fr="slack et mail sont les moyens du produit lui-même"
)
_ANOTHER_NAME: Final = Words(en="give it another name, such as sms", fr="donnez-lui un autre nom, comme sms")
_ENDS_FIRST: Final = Words(en="this ends before it begins", fr="ceci finit avant de commencer")
_LATER: Final = Words(en="write a later moment", fr="écrivez un moment plus tardif")
_WHOSE_CLOCK: Final = Words(
    en="these hours do not say by the clocks of which place",
    fr="ces heures ne disent pas à l’horloge de quel lieu",
)
