"""An incident with everything on it at once, in either language: what a tired person opens on a phone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

from bot.files import CompanyFiles
from bot.stage import Player, Stage, with_database
from config.settings import read_settings
from tests.stories.scene import (
    API_TOKEN,
    BASILE,
    CLAIRE,
    DEREK,
    GAEL,
    NADIA,
    POPPY,
    REF,
    RHYS,
    ROOM,
    SAOIRSE,
    start,
)

MARC = "U0MARC"  # data protection
BREACH = (files("playbooks") / "library/crisis/data-breach/v2.yaml").read_text("utf-8")
GRAVE = {"harm": "1", "volume": "3", "source": "3", "spread": "3", "legal": "3", "business": "2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who does what, and what they type, in one language."""

    language: str
    command: str
    unit: str
    opener: str
    press: str
    social: str
    freezes: str
    title: str
    line: str
    silence: str
    hold: str
    claims: tuple[str, ...]
    update: str
    channels: str
    scope: str
    why: str
    blanks: dict[str, str]


ENGLISH = Cast(
    language="en",
    command="/crisis",
    unit="energy-uk",
    opener=RHYS,
    press=POPPY,
    social=POPPY,
    freezes=DEREK,
    title="Customer file on a forum",
    line="We are checking this, and will speak again within the hour.",
    silence="Two posts that nobody reads",
    hold="The records are still being counted",
    claims=("Passports are in the file", "A journalist has a sample", "Bank details are in it too"),
    update="update We are counting the records. next 15m",
    channels="Scheduled posts\nAdvertising\nNewsletters\nX @MeridianEnergyUK",
    scope="the whole brand",
    why="Bank details were seen in the sample",
    blanks={
        "known": "a copy of a customer file",
        "doing": "closed the way in",
        "ask": "change your password",
        "next": "04:30",
    },
)
FRENCH = Cast(
    language="fr",
    command="/crise",
    unit="rail-fr",
    opener=NADIA,
    press=BASILE,
    social=NADIA,
    freezes=GAEL,
    title="Fichier clients sur un forum",
    line="Nous vérifions, et nous reprendrons la parole dans l’heure.",
    silence="Deux messages que personne ne lit",
    hold="Le décompte n’est pas terminé",
    claims=(
        "Il y a des passeports dans le fichier",
        "Un journaliste détient un extrait",
        "Des coordonnées bancaires y sont",
    ),
    update="point Nous comptons les enregistrements. prochain 15m",
    channels="Publications programmées\nPublicité\nLettres d’information\nX @MeridianRailFR",
    scope="toute la marque",
    why="Des coordonnées bancaires figurent dans l’extrait",
    blanks={
        "known": "une copie d’un fichier clients",
        "doing": "fermé l’accès",
        "ask": "changez votre mot de passe",
        "next": "5\u00a0h\u00a030",
    },
)


@contextmanager
def loaded(folder: Path, cast: Cast, database: str) -> Iterator[Stage]:
    """
    Give the product fifty minutes into a breach that nobody answers for.

    A silence gave way to a hold of which four fifths are over; two statements wait in their lanes; two channels of
    four are frozen; one clock is confirmed and at nine tenths, the others only proposed; claims wait, steps, an
    update and a fixed point are late, a newer version is offered, and the severity was raised a moment ago.
    """
    place = folder / "crisis/data-breach"
    place.mkdir(parents=True)
    (place / "v3.yaml").write_text(_version(3), "utf-8")
    own = {"CRISIS_API_TOKEN": API_TOKEN, "CRISIS_PLAYBOOKS": str(folder), "CRISIS_LANGUAGE": cast.language}
    settings = with_database(read_settings(own), database)
    with Stage(settings, files=CompanyFiles(settings)) as stage:
        opener, lead = stage.player(cast.opener), stage.player(SAOIRSE)
        start(opener, f"data-breach {cast.title}", unit=cast.unit, severity="sev2", language=cast.language)
        _decided(stage, lead, cast)
        _claimed(lead, cast)
        _frozen(stage, cast)
        _clocks(stage, lead, cast)
        _written(stage.player(cast.press), cast)
        lead.types(f"{cast.command} {cast.update}", ROOM)
        stage.forward(minutes=20)
        (place / "v4.yaml").write_text(_version(4), "utf-8")
        stage.player(CLAIRE).types("/crise recharger", "general")
        stage.forward(minutes=28)
        lead.types(f"{cast.command} {'severity' if cast is ENGLISH else 'gravité'}", ROOM)
        lead.submits(lead.fills(lead.opens_form(), {**GRAVE, "severity": "sev1", "reason": cast.why}))
        yield stage


def shuts(player: Player) -> None:
    """Close every form that somebody has open."""
    while player.forms():
        player.closes(player.opens_form())


def _version(number: int) -> str:
    """The breach in a version of the company's own that also knows silence; the fourth has one step more."""
    text = BREACH.replace("version: 2\n", f"version: {number}\n", 1)
    text = text.replace("  respond: {}\n", "  respond: {}\n  silent: {review: 1h}\n", 1)
    if number < 4:
        return text
    fresh = (
        "  - id: neighbours\n    title: {en: Call the neighbours, fr: Appeler les voisins}\n"
        "    role: press\n    due: 20m\n"
    )
    said = re.compile(r'(changes:\n  en: ").*("\n  fr: ").*("\n)')
    return said.sub(
        r"\1The neighbours hear it from us.\2Les voisins l’apprennent par nous.\3",
        text.replace("steps:\n", f"steps:\n{fresh}", 1),
    )


def _decided(stage: Stage, lead: Player, cast: Cast) -> None:
    _decides(lead, cast, {"truth": "false"}, {"outcome": "silent", "reason": cast.silence})
    stage.forward(minutes=2)
    hold = {"outcome": "hold", "reason": cast.hold, "line": cast.line, "person": cast.press}
    _decides(lead, cast, {"truth": "unknown"}, hold)


def _decides(lead: Player, cast: Cast, given: dict[str, str], chosen: dict[str, str]) -> None:
    lead.types(f"{cast.command} {'decide' if cast is ENGLISH else 'décider'}", ROOM)
    lead.submits(lead.fills(lead.opens_form(), given))
    lead.submits(lead.fills(lead.opens_form(), chosen))


def _claimed(lead: Player, cast: Cast) -> None:
    for claim in cast.claims:
        lead.types(f"{cast.command} {'claim' if cast is ENGLISH else 'rumeur'} {claim}", ROOM)
    lead.types(f"{cast.command} {'verify' if cast is ENGLISH else 'confirmer'} 1", ROOM)


def _frozen(stage: Stage, cast: Cast) -> None:
    freezes, social = stage.player(cast.freezes), stage.player(cast.social)
    word = "freeze" if cast is ENGLISH else "geler"
    freezes.types(f"{cast.command} {word} {cast.scope}", ROOM)
    freezes.submits(freezes.fills(freezes.opens_form(), {"channels": cast.channels}))
    social.types(f"{cast.command} {word}", ROOM)
    for channel in ("c1", "c2"):
        social.clicks(social.opens_form(), f"channel:frozen:{channel}")
    shuts(social)


def _clocks(stage: Stage, lead: Player, cast: Cast) -> None:
    marc = stage.player(MARC)
    marc.types("/crise délais", ROOM)
    marc.clicks(marc.opens_form(), "clock:confirm:gdpr-33")
    marc.submits(marc.fills(marc.opens_form(), {"started": stage.clock.now() - timedelta(hours=64)}))
    shuts(marc)
    lead.types("/crisis clocks", ROOM)
    lead.clicks(lead.opens_form(), "clock:waive:nis2-early-warning")
    lead.submits(lead.fills(lead.opens_form(), {"reason": cast.why}))
    shuts(lead)


def _written(press: Player, cast: Cast) -> None:
    word = "statement" if cast is ENGLISH else "communiqué"
    for message, more in (("holding-line", {}), ("staff-line", {"contact": "press@meridian.example"})):
        press.types(f"{cast.command} {word} {REF} {message}", "general")
        press.submits(press.fills(press.opens_form(), {**cast.blanks, **more}))
