"""Every key by which a company says who answers is read, and each mistake in it is told with its line."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from config.directory import LIMITS, UnreadableDirectory, examine_directory, read_directory
from playbooks.mistakes import Unreadable
from playbooks.playbook import Language, RoleId, Severity, UnitId, UserId
from playbooks.routing import (
    Answer,
    Criterion,
    Hours,
    Layer,
    Only,
    Reach,
    RotaId,
    RoutingRules,
    Training,
    Turn,
    Webhook,
)
from tests.rules.companies import EXAMPLES, large
from tests.rules.test_directory import SMALL

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
FULL = """\
schema: 1
company: Petite Maison
default_language: fr
announcements: crises
administrators: [U0ANNE]
brands:
  maison: {en: Maison, fr: Maison}
competences:
  orders: {en: Orders, fr: Commandes}
units:
  house:
    title: {en: House, fr: Maison}
    country: FR
    brand: maison
  shop:
    title: {en: Shop, fr: Boutique}
    country: FR
    parent: house
contacts:
  - user: U0ANNE
    name: Anne Roche
    email: anne@petite.example
    telephone: "+33 1 99 00 40 01"
    language: fr
    zone: Europe/Paris
    units: [shop]
    roles: [press]
    languages: [fr, "no"]
    places: [FR, "NO"]
    competences: [orders]
    training: spokesperson
    quiet: {from: "22:00", to: "07:00", days: [mon, fri]}
    deputy: U0BOB
    reach: [slack, {means: sms, after: 2m}, mail]
  - user: U0BOB
    name: Bob Marin
    email: bob@petite.example
    telephone: "+33 1 99 00 40 02"
    language: fr
    zone: Europe/Paris
    roles: [comms]
rotas:
  press-nights:
    title: {en: Press at night, fr: Presse de nuit}
    role: press
    units: [shop]
    zone: Europe/Paris
    layers:
      - people: [U0ANNE, U0BOB]
        first: 2026-01-05
        every: day
        change: "08:00"
        hours: {from: "20:00", to: "08:00"}
      - people: [U0BOB]
        first: "2026-01-05"
        change: "09:00"
        zone: Europe/London
    covers:
      - {person: U0BOB, from: 2026-12-24 20:00, to: 2026-12-25 08:00}
ladders:
  press:
    title: {en: Press, fr: Presse}
    again: 2
    asked_again: 30m
    rungs:
      - rotas: [press-nights]
        roles: [comms]
        wait: 3m
        answer: all
      - roles: [press]
        in_turn: true
        only: {severity: [sev1, sev2], units: [house], audiences: [press], hours: {from: "08:00", to: "20:00"}, zone: UTC}
  unit:
    title: {en: Unit, fr: Unité}
    rungs:
      - users: [U0ANNE]
routing:
  relax: [competence, place]
  training: ambassador
  hub: comms
  capacity: 5
  fallback_after: 4m
webhooks:
  sms: {title: {en: Text message, fr: SMS}, address: "https://sms.petite.example/calls", key: PETITE_SMS_KEY}
"""


def mistakes_in(text: str, language: Language = Language.EN) -> list[str]:
    """Read a directory that is wrong and give its mistakes."""
    with pytest.raises(UnreadableDirectory) as caught:
        read_directory(text, "directory.yaml")
    return [mistake.line_for(language) for mistake in caught.value.mistakes]


def notes_in(text: str, language: Language = Language.EN) -> list[str]:
    """What is pointed out in a directory that is right."""
    _, notes = examine_directory(text, "directory.yaml", NOON)
    return [note.line_for(language) for note in notes]


def test_each_key_of_a_person_is_read() -> None:
    """Languages, places, domains, training, quiet hours, deputy and means reach the rules."""
    anne = read_directory(FULL, "directory.yaml").contact(UserId("U0ANNE"))

    assert anne is not None
    assert (("fr", "no"), ("FR", "NO"), ("orders",)) == (anne.languages, anne.places, anne.competences)
    assert (Training.SPOKESPERSON, UserId("U0BOB")) == (anne.training, anne.deputy)
    assert Hours(since=time(22), until=time(7), days=frozenset({0, 4})) == anne.quiet
    assert ("slack", "sms", "mail") == tuple(reach.means for reach in anne.reach)
    assert Reach(means=anne.reach[1].means, after=timedelta(minutes=2)) == anne.reach[1]


def test_each_key_of_a_rota_is_read_by_the_clocks_of_its_place() -> None:
    """A layer without a zone has the rota's, and so have the covers."""
    rota = read_directory(FULL, "directory.yaml").rota(RotaId("press-nights"))

    assert rota is not None
    assert ("press", ("shop",)) == (rota.role, rota.units)
    nights = Hours(since=time(20), until=time(8))
    assert (
        Layer(
            people=(UserId("U0ANNE"), UserId("U0BOB")),
            first=date(2026, 1, 5),
            every=Turn.DAY,
            change=time(8),
            zone="Europe/Paris",
            hours=nights,
        )
        == rota.layers[0]
    )
    assert ("Europe/London", Turn.WEEK, None) == (
        rota.layers[1].zone,
        rota.layers[1].every,
        rota.layers[1].hours,
    )
    (cover,) = rota.covers
    assert datetime(2026, 12, 24, 19, 0, tzinfo=UTC) == cover.since
    assert datetime(2026, 12, 25, 7, 0, tzinfo=UTC) == cover.until


def test_each_key_of_a_ladder_is_read() -> None:
    """Rotas, who must answer, turns, conditions, and what happens after silence and after an answer."""
    press = read_directory(FULL, "directory.yaml").ladders[0]
    first, second = press.rungs

    assert (2, timedelta(minutes=30)) == (press.again, press.asked_again)
    assert (("press-nights",), ("comms",), Answer.ALL) == (first.rotas, first.roles, first.answer)
    assert (False, True, Only()) == (first.in_turn, second.in_turn, first.only)
    assert (
        Only(
            severities=(Severity.SEV1, Severity.SEV2),
            units=(UnitId("house"),),
            audiences=("press",),
            hours=Hours(since=time(8), until=time(20)),
        )
        == second.only
    )


def test_units_stand_in_a_tree_and_the_rules_of_routing_are_read() -> None:
    """And brands, domains and the webhooks that reach people."""
    directory = read_directory(FULL, "directory.yaml")

    assert ("shop", "house") == directory.lineage(UnitId("shop"))
    assert "Commandes" == next(iter(directory.competences.values())).fr
    assert (
        RoutingRules(
            relax=(Criterion.COMPETENCE, Criterion.PLACE),
            training=Training.AMBASSADOR,
            hub=RoleId("comms"),
            capacity=5,
            fallback_after=timedelta(minutes=4),
        )
        == directory.routing
    )
    (webhook,) = directory.webhooks.values()
    assert isinstance(webhook, Webhook)
    assert ("https://sms.petite.example/calls", "PETITE_SMS_KEY") == (webhook.address, webhook.key)


def test_a_directory_without_the_new_keys_reads_as_before() -> None:
    """Nothing is asked of a file that was good."""
    directory = read_directory(SMALL, "directory.yaml")
    anne = directory.contacts[0]

    assert (RoutingRules(), (), {}) == (directory.routing, directory.rotas, directory.webhooks)
    assert (("fr",), (), None, ()) == (anne.speaks, anne.languages, anne.quiet, anne.reach)
    assert ("slack", "mail") == tuple(reach.means for reach in directory.reach(anne.user))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("parent: house", "parent: hous", "18:13: there is no “hous” to refer to, write “house”"),
        ("brand: maison", "brand: mason", "there is no “mason” to refer to, write “maison”"),
        (
            "brand: maison\n",
            "brand: maison\n    parent: shop\n",
            "these units are above one another, name another parent",
        ),
        ("competences: [orders]", "competences: [order]", "there is no “order” to refer to, write “orders”"),
        (
            'languages: [fr, "no"]',
            "languages: [fr, no]",
            "no without quotes means yes or no to some readers",
        ),
        ('languages: [fr, "no"]', "languages: [fr, xx]", "“xx” is not the code of a language, write its two"),
        (
            'languages: [fr, "no"]',
            "languages: [french]",
            "“french” cannot be read as languages, write [fr, en]",
        ),
        (
            'places: [FR, "NO"]',
            "places: [FR, NO]",
            'NO without quotes means yes or no to some readers, write "NO"',
        ),
        (
            "training: spokesperson",
            "training: spokeperson",
            "“spokeperson” is not known here, write “spokesperson”",
        ),
        ('from: "22:00"', "from: 22:00", '22:00 without quotes is a number to some readers, write "22:00"'),
        ('from: "22:00"', 'from: "25:00"', '“25:00” cannot be read as from, write "22:00"'),
        ("days: [mon, fri]", "days: [mon, friday]", "“friday” is not known here, write “fri”"),
        ("days: [mon, fri]", "day: [mon, fri]", "unknown key “day”, write “days”"),
        ("deputy: U0BOB", "deputy: U0BO", "there is no “U0BO” to refer to, write “U0BOB”"),
        ("deputy: U0BOB", "deputy: U0ANNE", "nobody stands in for themselves, name somebody else"),
        ("means: sms, after", "means: smss, after", "there is no means “smss”, write “sms”"),
        (
            "[slack, {means: sms, after: 2m}, mail]",
            "[slack, slack]",
            "“slack” stands here twice, keep one of them",
        ),
        (
            "[slack, {means: sms, after: 2m}, mail]",
            "[{means: slack, after: 5m}, {means: sms, after: 2m}]",
            "this means comes before the one above it, write the means in the order of their waits",
        ),
        ("{means: sms, after: 2m}", "{means: sms, afer: 2m}", "unknown key “afer”, write “after”"),
        ("{means: sms, after: 2m}", "{means: sms, after: 2}", "“after” must be a text, write 2m"),
        ("role: press\n    units", "role: pres\n    units", "there is no “pres” to refer to, write “press”"),
        (
            "people: [U0ANNE, U0BOB]",
            "people: [U0ANNE, U0BOBB]",
            "there is no “U0BOBB” to refer to, write “U0BOB”",
        ),
        (
            "first: 2026-01-05",
            "first: 2026-02-30",
            "“2026-02-30” is not a day of the calendar, write 2026-01-05",
        ),
        ("first: 2026-01-05", "first: 5 January", "“5 January” cannot be read as first, write 2026-01-05"),
        ("every: day", "every: month", "“month” is not known here, write one of: day, week"),
        ("zone: Europe/London", "zone: Europe/Londres", "“Europe/Londres” is not a time zone"),
        ("to: 2026-12-25 08:00", "to: 2026-12-24 08:00", "this ends before it begins, write a later moment"),
        (
            "from: 2026-12-24 20:00",
            "from: Christmas",
            "“Christmas” cannot be read as from, write 2026-12-24 20:00",
        ),
        (
            "rotas: [press-nights]",
            "rotas: [press-night]",
            "there is no “press-night” to refer to, write “press-nights”",
        ),
        ("answer: all", "answer: both", "“both” is not known here, write one of: all, any"),
        ("again: 2", "again: 9", "“9” cannot be read as again, write a number from 0 to 5"),
        ("asked_again: 30m", "asked_agan: 30m", "unknown key “asked_agan”, write “asked_again”"),
        ("units: [house]", "units: [hose]", "there is no “hose” to refer to, write “house”"),
        (", zone: UTC}", "}", "these hours do not say by the clocks of which place, write zone: …"),
        ("[competence, place]", "[competense]", "“competense” is not known here, write “competence”"),
        ("hub: comms", "hub: comm", "there is no “comm” to refer to, write “comms”"),
        ("capacity: 5", "capacity: 0", "“0” cannot be read as capacity, write a number from 1 to 100"),
        (
            "  sms: {",
            "  mail: {",
            "slack and mail are the product’s own means, give it another name, such as sms",
        ),
        ('"https://sms', '"http://sms', "cannot be read as address, write https://sms.example/crisis"),
        ("key: PETITE_SMS_KEY", "key: s3cr3t", "“s3cr3t” cannot be read as key, write CRISIS_SMS_KEY"),
    ],
)
def test_a_mistake_in_a_new_key_is_told_with_its_place(old: str, new: str, expected: str) -> None:
    """What it is, and what to write instead."""
    assert FULL != FULL.replace(old, new, 1)
    assert expected in "\n".join(mistakes_in(FULL.replace(old, new, 1)))


def test_mistakes_are_told_in_french_too() -> None:
    """All of them together, in the order of the file."""
    text = FULL.replace("parent: house", "parent: hous").replace(
        "to: 2026-12-25 08:00", "to: 2026-12-24 08:00"
    )

    assert [
        "directory.yaml:18:13: « hous » n’existe pas ici, écrivez « house »",
        "directory.yaml:59:53: ceci finit avant de commencer, écrivez un moment plus tardif",
    ] == mistakes_in(text, Language.FR)


@pytest.mark.parametrize("old", ["parent: house", "deputy: U0BOB", "people: [U0ANNE, U0BOB]", "hub: comms"])
def test_what_has_another_shape_is_a_mistake_and_no_fault(old: str) -> None:
    """A list for a word, a word for a list, a group for either: each is told."""
    key, _, _ = old.partition(":")
    for value in ("[x, [y]]", "{a: {b: c}}", "7", "true", '"x"'):
        assert mistakes_in(FULL.replace(old, f"{key}: {value}", 1))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: &a [x]\n" + "".join(f"k{n}: *a\n" for n in range(2000)), id="aliases"),
        pytest.param("routing: " + "[" * 5000, id="deep"),
        pytest.param("schema: 1\nrouting: !!python/object:os.system x\n", id="tag"),
        pytest.param("schema: 1\n---\nschema: 1\n", id="two documents"),
        pytest.param("schema: 1\ncompany: a\x00b\n", id="nul"),
        pytest.param(FULL + "# " + "x" * LIMITS.size, id="large"),
        pytest.param("contacts:\n" + "  - {}\n" * 100_000, id="many"),
    ],
)
def test_b2_a_hostile_directory_is_refused(text: str) -> None:
    """With words of ours, never with a fault; a few mistakes stand for thousands."""
    with pytest.raises(Unreadable) as caught:
        read_directory(text.encode(), "directory.yaml")

    assert 1 <= len(caught.value.mistakes) <= 50


def test_a_byte_order_mark_and_dos_lines_are_read() -> None:
    """What an office program writes is read as well."""
    text = b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode()

    assert read_directory(FULL, "directory.yaml") == read_directory(text, "directory.yaml")


def test_fifteen_hundred_people_fit_in_a_file() -> None:
    """A large group's directory, each person with every key, stays within the bounds."""
    (person,) = FULL[FULL.index("  - user: U0ANNE") : FULL.index("  - user: U0BOB")].split("\n\n")
    people = (
        person.replace("U0ANNE", f"U{number:05d}X").replace("U0BOB", "U0ANNE") for number in range(1500)
    )
    begin = FULL.index("  - user: U0BOB")
    text = FULL[:begin] + "".join(people) + FULL[begin:]
    # A moment in quotes is read by the quick parser too.
    quick = text.replace("2026-12-24 20:00", '"2026-12-24 20:00"').replace(
        "2026-12-25 08:00", '"2026-12-25 08:00"'
    )
    directory = read_directory(quick, "directory.yaml")

    assert len(large().contacts) + 2 == len(directory.contacts)


# What is pointed out -------------------------------------------------------------------------------------


def test_a_directory_in_order_has_nothing_pointed_out() -> None:
    """The worked examples are what they recommend."""
    for path in sorted(EXAMPLES.glob("directory*.yaml")):
        assert (path.name, []) == (path.name, notes_in(path.read_text("utf-8")))


def test_a_role_that_nobody_holds_is_pointed_out_and_harms_nothing() -> None:
    """Its rung would reach nobody; the others may."""
    text = FULL.replace("      - users: [U0ANNE]", "      - roles: [legal]\n      - users: [U0ANNE]")

    assert [
        "directory.yaml:76:17: nobody holds the role “legal”, give it to a contact",
        "directory.yaml:73:3",
    ][0] in "\n".join(notes_in(text))
    assert "personne ne tient le rôle « legal »" in "\n".join(notes_in(text, Language.FR))


def test_a_gap_in_a_rota_is_pointed_out_with_its_first_hour() -> None:
    """Who reads it knows when nobody is on duty, and what mends it."""
    text = FULL.replace(
        '      - people: [U0BOB]\n        first: "2026-01-05"\n        change: "09:00"\n', "", 1
    )
    text = text.replace("        zone: Europe/London\n", "", 1)
    told = "\n".join(notes_in(text))

    assert "nobody is on duty from 2026-03-04 12:00 UTC" in told
    assert "add a layer that covers these hours" in told


@pytest.mark.parametrize("day", ["0001-01-01 00:00", "9999-12-31 23:59", "1999-12-31 08:00"])
def test_a_cover_at_the_end_of_the_calendar_is_refused_at_its_line(day: str) -> None:
    """What no machine can tell in another zone is no turn of anybody's."""
    assert any(
        "is in no year that anybody plans for" in line
        for line in mistakes_in(FULL.replace("2026-12-24 20:00", day))
    )


def test_a_key_of_the_products_own_signs_for_nobody() -> None:
    """Whoever has the provider's key could else forge the log."""
    text = FULL.replace("key: PETITE_SMS_KEY", "key: CRISIS_LOG_KEY")
    assert any("is a key of the product’s own" in line for line in mistakes_in(text))


def test_a_password_in_an_address_is_told_to_nobody() -> None:
    """The mistake is shown, logged and written to the administrators."""
    told = "\n".join(mistakes_in(FULL.replace("https://sms.petite", "https://anne:hunter2@sms.petite")))
    assert "hunter2" not in told
    assert "https://…@sms.petite.example/calls" in told


def test_a_ladder_that_ends_in_silence_is_pointed_out_with_its_units() -> None:
    """A ladder whose only rung counts by day: when, for how long, and for whom. Quiet hours are no silence."""
    by_day = 'users: [U0ANNE]\n        only: {hours: {from: "08:00", to: "20:00"}, zone: UTC}'
    assert "ends in silence" not in "\n".join(notes_in(FULL))

    told = notes_in(FULL.replace("users: [U0ANNE]", by_day))

    assert [line for line in told if "this ladder ends in silence from" in line and "House, Shop" in line]


def test_somebody_who_takes_turns_without_the_training_is_pointed_out() -> None:
    """They would be on duty and never chosen."""
    text = FULL.replace("training: ambassador", "training: spokesperson")

    assert "Bob Marin is not trained as far as “spokesperson”, write training: spokesperson" in "\n".join(
        notes_in(text)
    )


def test_the_file_is_read_at_the_command_line(tmp_path: Path) -> None:
    """What is written to disk is what is examined."""
    path = tmp_path / "directory.yaml"
    path.write_text(FULL, "utf-8")
    directory, _ = examine_directory(path.read_bytes(), path.name, NOON)

    assert "Petite Maison" == directory.company
