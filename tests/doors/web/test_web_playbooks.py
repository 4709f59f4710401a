"""A playbook to read and to print: everything of the document, in both languages, and nothing that bites."""

import html as entities
import re
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from handlers.conditions import condition_in_words
from handlers.web import printing
from handlers.web.drawing.reader import Reader
from handlers.web.markdown import safe
from playbooks.playbook import (
    Condition,
    Extends,
    Language,
    Playbook,
    PlaybookId,
    StepId,
    UnitId,
    Words,
)
from playbooks.variables import VARIABLES
from tests.doors.web.reading import read, spaced
from tests.doors.web.scene import Scene, company

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)> [a](javascript:alert(3)) **b** `c` | # {{'
MADE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RAIL = UnitId("rail-fr")


def reader(language: Language = Language.EN) -> Reader:
    """Somebody who reads the fictional company's papers."""
    directory, _ = company()
    return Reader(language=language, directory=directory, now=MADE)


def released(name: str, version: int | None = None) -> Playbook:
    """Take a built-in playbook."""
    playbook = company()[1].find(name, version)
    assert playbook is not None
    return playbook


def everything(playbook: Playbook, language: Language) -> list[str]:
    """Every sentence of a document in one language, without the blanks of its messages."""
    words: list[Words] = [playbook.title, playbook.changes, playbook.trigger]
    words += [*playbook.do, *playbook.dont, *playbook.raise_when]
    for step in playbook.steps:
        words += [step.title, *([step.note] if step.note else []), *(choice.title for choice in step.choices)]
    words += [clock.title for clock in playbook.clocks]
    words += [question.text for question in playbook.review.questions]
    texts = [one.read(language) for one in words]
    for message in playbook.messages:
        texts += re.split(r"\{\{[a-z_]+\}\}|\n", message.body.read(language))
    return [spaced(text) for text in texts if text.strip(" .,:;()")]


def shown_in(markdown: str) -> str:
    """What a reader of Markdown sees: escapes and entities undone, the signs of lists and emphasis gone."""
    lines = (re.sub(r"^(?:> ?|- (?:\[ \] )?|#{1,3} )", "", line.strip(" ")) for line in markdown.split("\n"))
    bare = re.sub(r"(?<!\\)((?:\\\\)*)(?:\*\*?|`)", r"\1", "\n".join(lines))
    return spaced(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", entities.unescape(bare)))


# Everything of the document ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("playbook", company()[1].playbooks, ids=lambda one: f"{one.id}-{one.version}")
def test_each_sentence_of_each_playbook_is_on_paper(playbook: Playbook, language: Language) -> None:
    """HTML and Markdown hold every text of the document, in the language asked for."""
    html = read(printing.html(playbook, None, reader(language))).words
    markdown = shown_in(printing.markdown(playbook, None, reader(language)))

    wanted = everything(playbook, language)
    assert [] == [text for text in wanted if text not in html]
    assert [] == [text for text in wanted if text not in markdown]


def test_times_owners_and_terms_are_told_in_words() -> None:
    """A step's owner and time, also the time that counts from another step; the hold's limit and who prolongs it."""
    words = read(printing.html(released("data-breach"), None, reader())).words

    assert "Social media lead · within 5 min of the opening" in words
    assert re.search(r"within \d+ (h|min|d) of step \d+ \(“", words)
    assert "Hold, for a set time: 1 h at most; prolonged by: Legal" in words
    assert "72 h from when we first knew; confirmed or waived by: Data protection officer" in words


def test_blanks_are_explained() -> None:
    """A blank stands in the text as what to put there, and beside the text under its own name."""
    html = read(printing.html(released("data-breach"), None, reader(Language.FR))).words

    assert "{{" not in html
    assert f"[{VARIABLES['heure_prochain_point'].fr}] heure_prochain_point" in html


def test_people_of_a_unit_are_named_with_their_telephones() -> None:
    """With a unit chosen, the ladders and the roles have that unit's people; without one, each unit has its own ladder."""
    rail = read(printing.html(released("service-outage"), RAIL, reader())).words
    every = read(printing.html(released("service-outage"), None, reader())).words

    assert "Gaël Rouvière +33 1 99 00 20 01" in rail
    assert "Meridian Energy UK" not in rail
    assert "Business unit · Meridian Energy UK" in every


def test_a_version_is_the_one_asked_for(scene: Scene) -> None:
    """An older version stays readable; the newest is shown where none is named."""
    newest, first = scene.page("/playbooks/data-breach"), scene.page("/playbooks/data-breach?version=1")

    assert ("version 2", "version 1") == tuple(
        re.findall(r"data-breach, (version \d)", read(page).words)[0] for page in (newest, first)
    )


@pytest.mark.parametrize(
    ("when", "english", "french"),
    [
        (
            Condition(step=None),
            "Only if people may be at risk",
            "Seulement si des personnes peuvent être en danger",
        ),
        (
            Condition(step=StepId("substance"), words=("hold", "silent")),
            "Only if the answer to step 8 is “Hold, for a set time” or “Stay silent and watch”",
            "Seulement si la réponse à step 8 est « Temporiser, pour un temps fixé » ou « Garder le silence et surveiller »",
        ),
        (
            Condition(step=StepId("substance"), words=("respond",), negated=True),
            "Only once step 8 is answered, with anything but “Answer in public”",
            "Seulement une fois répondu à step 8, et autrement que par « Répondre en public »",
        ),
    ],
    ids=["risk", "either", "not"],
)
def test_a_condition_is_a_sentence(when: Condition, english: str, french: str) -> None:
    """Each kind of condition is told in words, in both languages."""
    playbook = released("data-breach")
    told = [condition_in_words(when, playbook, language, lambda _: "step 8") for language in Language]

    assert [english, french] == [spaced(text) for text in told]


def test_a_local_variant_says_what_it_stands_on() -> None:
    """Whoever holds the paper sees of which playbook it is a variant, and where it is taken in its place."""
    extends = Extends(parent=PlaybookId("data-breach"), version=2, own="0" * 64, unit=RAIL)
    variant = replace(released("data-breach"), id=PlaybookId("data-breach-rail"), extends=extends)

    told = read(printing.html(variant, None, reader())).words
    assert "Local variant: of data-breach, version 2; taken in its place: Meridian Rail France" in told


# What bites ----------------------------------------------------------------------------------------------


def hostile() -> Playbook:
    """A document whose every text tries to break out."""
    playbook, evil = released("data-breach"), Words(en=HOSTILE, fr=HOSTILE)
    return replace(
        playbook,
        id=PlaybookId("evil"),
        title=evil,
        trigger=evil,
        changes=evil,
        do=(evil,),
        dont=(Words(en="1. x\n# y\n    code\n- z", fr="z"),),
        steps=tuple(replace(step, title=evil, note=evil) for step in playbook.steps),
        messages=tuple(replace(message, body=evil) for message in playbook.messages),
        credits=(HOSTILE,),
    )


def test_a_file_stands_alone() -> None:
    """No script, nothing fetched from anywhere, no style but the one that the file's own policy names by its digest."""
    source = printing.html(hostile(), RAIL, reader())
    page = read(source)

    kinds = {tag for tag, _ in page.elements}
    assert set() == kinds & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert [] == [(tag, name) for tag, held in page.elements for name in held if name.startswith("on")]
    assert [] == [held for _, held in page.elements if "src" in held or "style" in held]
    [style] = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)
    [policy] = [held["content"] for held in page.all("meta") if "http-equiv" in held]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert "url(" not in style
    assert "@import" not in style


def test_markdown_cannot_be_injected() -> None:
    """What a document says is shown as it is written: no link, no image, no HTML, no heading or list of its own."""
    source = printing.markdown(hostile(), RAIL, reader())
    ours = re.sub(r"(?m)^- \[ \] |`[a-z_]+`", "", source)

    # A sign that means something, and before it no backslash or an even number of them.
    assert [] == re.findall(r"(?<!\\)(?:\\\\)*[<>\[\]`~_]", re.sub(r"(?m)^> ?", "", ours))
    assert 1 == len(re.findall(r"(?m)^# ", source))
    assert spaced(HOSTILE) in shown_in(source)
    assert "- 1\\. x # y     code - z\n" in source


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# not a heading", r"\# not a heading"),
        ("- not a list", r"\- not a list"),
        ("12. not a list", r"12\. not a list"),
        ("> no quotation", r"\> no quotation"),
        ("    no code", "no code"),
        ("a\n# b", "a # b"),
        ("a\u2028# b", "a # b"),
        ("---", r"\---"),
        ("<b>x</b>", r"\<b\>x\</b\>"),
        ("&lt;", r"\&lt;"),
        ("a | b", r"a \| b"),
        ("\\[x](y)", r"\\\[x\](y)"),
        ("see http://evil.example", "see http&#58;//evil.example"),
        ("www.evil.example", "www&#46;evil.example"),
        ("me@evil.example", "me&#64;evil.example"),
    ],
)
def test_a_text_stays_a_text(text: str, written: str) -> None:
    """Signs that mean something are written so that they mean themselves; a bare address becomes no link."""
    assert written == safe(text)


# The pages -----------------------------------------------------------------------------------------------


def test_the_list_leads_to_each_playbook(scene: Scene) -> None:
    """The list of incidents leads to the playbooks, their list to each newest version and to the pack."""
    front, page = read(scene.page("/incidents")), read(scene.page("/playbooks?lang=fr"))

    assert "/playbooks" in [link["href"] for link in front.all("a")]
    links = [link["href"] for link in page.all("a")]
    names = [playbook.id for playbook in company()[1].latest()]
    assert [f"/playbooks/{name}?lang=fr" for name in names] == [
        link["href"] for link in page.all("a") if link.get("class") == "title"
    ]
    assert "/pack?lang=fr" in links


def test_a_page_has_its_downloads(scene: Scene) -> None:
    """Both downloads of a page are files with a name, in the language and with the people that the page shows."""
    page = read(scene.page("/playbooks/service-outage?lang=fr&unit=rail-fr"))
    downloads = [link["href"] for link in page.all("a") if "download" in link]

    answers = [scene.browser().get(address) for address in downloads]
    assert ["service-outage-v2.fr.html", "service-outage-v2.fr.md"] == [
        re.findall('attachment; filename="(.*)"', answer.headers["content-disposition"])[0]
        for answer in answers
    ]
    assert all("Gaël Rouvière" in answer.text for answer in answers)
    assert "style-src 'sha256-" in answers[0].headers["content-security-policy"]
    assert {"no-store"} == {answer.headers["cache-control"] for answer in answers}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/playbooks/nothing", 404),
        ("/playbooks/data-breach?version=99", 404),
        ("/playbooks/data-breach?version=x", 422),
        ("/playbooks/%3Cscript%3E.md", 404),
        ("/pack.de", 422),
        ("/playbooks/data-breach?unit=nowhere", 200),
    ],
)
def test_what_is_not_there_is_refused(scene: Scene, address: str, status: int) -> None:
    """A playbook, a version or a language that is not there is no fault of ours; an unknown unit is as none."""
    answer = scene.browser().get(address)

    assert status == answer.status_code
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "address", ["/playbooks", "/playbooks/data-breach", "/playbooks/data-breach.md", "/pack"]
)
def test_the_pages_answer_on_this_machine_alone(scene: Scene, address: str) -> None:
    """They hold telephone numbers: from elsewhere they are refused, as the incidents are."""
    answer = scene.browser(client=("192.0.2.7", 50000)).get(address)

    assert 403 == answer.status_code
    assert "+33" not in answer.text


# The offline pack ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", Language)
def test_the_pack_has_everything(language: Language) -> None:
    """Every newest playbook, every unit with its ladders, every telephone number, and when it was made."""
    directory, shelf = company()
    page = read(printing.pack(shelf.latest(), reader(language)))

    assert [] == [one.id for one in shelf.latest() if spaced(one.trigger.read(language)) not in page.words]
    assert [] == [
        contact.name
        for contact in directory.contacts
        if f"{contact.name} {contact.telephone}" not in page.words
    ]
    assert [] == [unit.id for unit in directory.units if unit.title.read(language) not in page.words]
    made = {
        Language.EN: "Made on 2 Mar 2026, 09:00 UTC. Ask for a newer one",
        Language.FR: "Établi le 2 mars 2026, 9 h 00 UTC. Demandez-en un plus récent",
    }
    assert made[language] in page.words


def test_the_contents_of_the_pack_lead_somewhere() -> None:
    """Each line of the contents points at one place in the file, and no name stands twice."""
    page = read(printing.pack(company()[1].latest(), reader()))
    ids = [held["id"] for _, held in page.elements if "id" in held]
    links = [link["href"].removeprefix("#") for link in page.all("a")]

    assert len(ids) == len(set(ids))
    assert set() == set(links) - set(ids)
    assert {playbook.id for playbook in company()[1].latest()} <= set(links)


def test_the_pack_is_served_in_the_readers_language(scene: Scene) -> None:
    """/pack follows the browser, /pack.fr is French; both are the present state, as a file that stands alone."""
    english, french = (scene.browser().get(address) for address in ("/pack", "/pack.fr"))

    assert ('lang="en"', 'lang="fr"') == tuple(
        re.findall('lang="..", *|lang=".."', answer.text)[0] for answer in (english, french)
    )
    assert 'inline; filename="crisis-pack.fr.html"' == french.headers["content-disposition"]
    assert "style-src 'sha256-" in french.headers["content-security-policy"]
