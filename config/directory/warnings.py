"""What a directory says that is no mistake and still leaves somebody unreached."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from config.directory.reading import read_with_places
from playbooks.mistakes import Mistake, in_order, shown, write
from playbooks.playbook import LadderId, RoleId, UserId, Words
from playbooks.routing import Directory, Rota, Silence, gaps, silences
from playbooks.written import Path, Written

MOST_UNITS: Final = 5  # named in one line
AN_HOUR: Final = timedelta(hours=1)


def examine_directory(text: bytes | str, file: str, at: datetime) -> tuple[Directory, tuple[Mistake, ...]]:
    """
    Read a directory file's text, and point out what could leave people unreached in the four weeks from a moment.

    Raises UnreadableDirectory with every mistake; what is pointed out keeps nothing from working.
    """
    written, directory = read_with_places(text, file)
    looks = (_unheld(written, directory), _rotas(written, directory, at), _ladders(written, directory, at))
    return directory, in_order(*looks)


def _unheld(written: Written, directory: Directory) -> Iterator[Mistake]:
    """Roles that are counted on and that nobody holds."""
    held = {role for contact in directory.contacts for role in contact.roles}
    held |= {rota.role for rota in directory.rotas}
    for ladder in directory.ladders:
        for number, rung in enumerate(ladder.rungs):
            for place, role in enumerate(rung.roles):
                if role not in held:
                    path = ("ladders", ladder.id, "rungs", number, "roles", place)
                    yield _nobody_holds(written, path, role)
    hub = directory.routing.hub
    if hub is not None and hub not in held:
        yield _nobody_holds(written, ("routing", "hub"), hub)


def _nobody_holds(written: Written, path: Path, role: RoleId) -> Mistake:
    what = Words(
        en=f"nobody holds the role “{shown(role)}”", fr=f"personne ne tient le rôle « {shown(role)} »"
    )
    instead = Words(en="give it to a contact", fr="donnez-le à un contact")
    return written.mistake(written.place(path), what, instead)


def _rotas(written: Written, directory: Directory, at: datetime) -> Iterator[Mistake]:
    open_ = {gap.rota: gap for gap in gaps(directory, at)}
    for rota in directory.rotas:
        if rota.id in open_:
            gap = open_[rota.id]
            when = _hours(gap.lasts)
            what = Words(
                en=f"nobody is on duty from {_moment(gap.since)} UTC ({when} in four weeks)",
                fr=f"personne n’est d’astreinte à partir du {_moment(gap.since)} UTC ({when} en quatre semaines)",
            )
            yield written.mistake(written.key_place(("rotas", rota.id)), what, _COVER)
        yield from _untrained(written, directory, rota)


def _untrained(written: Written, directory: Directory, rota: Rota) -> Iterator[Mistake]:
    """People in a rota who are never chosen by what they may do."""
    least = directory.routing.training
    for number, layer in enumerate(rota.layers):
        for place, person in enumerate(layer.people):
            contact = directory.contact(UserId(person))
            if contact is not None and contact.training < least:
                level = least.name.lower()
                what = Words(
                    en=f"{shown(contact.name)} is not trained as far as “{level}”",
                    fr=f"{shown(contact.name)} n’est pas formé jusqu’à « {level} »",
                )
                path = ("rotas", rota.id, "layers", number, "people", place)
                yield written.mistake(written.place(path), what, write(f"training: {level}"))


def _ladders(written: Written, directory: Directory, at: datetime) -> Iterator[Mistake]:
    by_ladder: dict[LadderId, list[Silence]] = {}
    for silence in silences(directory, at):
        by_ladder.setdefault(silence.ladder, []).append(silence)
    for ladder, found in by_ladder.items():
        worst = min(found, key=lambda silence: (silence.since, -silence.lasts))
        titles = [unit.title for one in found if (unit := directory.unit(one.unit)) is not None]
        more = ", …" if len(titles) > MOST_UNITS else ""
        units = Words(
            en=", ".join(shown(title.en) for title in titles[:MOST_UNITS]) + more,
            fr=", ".join(shown(title.fr) for title in titles[:MOST_UNITS]) + more,
        )
        since, when = _moment(worst.since), _hours(worst.lasts)
        what = Words(
            en=f"this ladder ends in silence from {since} UTC ({when} in four weeks) for: {units.en}",
            fr=f"cette échelle finit dans le silence à partir du {since} UTC ({when} en quatre semaines) "
            f"pour : {units.fr}",
        )
        yield written.mistake(written.key_place(("ladders", ladder)), what, _LAST_RUNG)


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _hours(lasts: timedelta) -> str:
    return f"{max(1, round(lasts / AN_HOUR))} h"


_COVER: Final = Words(en="add a layer that covers these hours", fr="ajoutez une couche qui couvre ces heures")
_LAST_RUNG: Final = Words(
    en="end it with a rung that can be called at any hour",
    fr="finissez-la par un échelon que l’on peut appeler à toute heure",
)
