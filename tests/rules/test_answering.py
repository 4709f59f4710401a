"""What keeps an answer from going to a customer: a promise, something private or forgotten, nothing of their words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.answering import asks_in_public, leftovers, personal, promises, takes_up


@pytest.mark.parametrize(
    "text",
    [
        "We guarantee that it arrives tomorrow.",
        "Your refund is guaranteed",
        "This will never happen again",
        "It will be there, we promise!",
        "100% sure",
        "Il sera réparé, c’est garanti.",
        "Nous vous garantissons une livraison demain",
        "Je vous garantis que non",
        "Cela n’arrivera plus jamais.",
        "C’est promis, demain au plus tard",
        "Vous le recevrez demain SANS FAUTE",
        "à coup sûr lundi",
        "Il n’y a aucun risque pour vous",
    ],
)
def test_a_promise_is_seen(text: str) -> None:
    """In either language, with accents and capitals or without."""
    assert promises(text)


@pytest.mark.parametrize(
    "text",
    [
        "We can't guarantee a date yet.",
        "We cannot promise you a date",
        "Your phone is under guarantee",
        "Please keep the guarantee card",
        "Nous ne pouvons pas garantir la date.",
        "Votre appareil est encore sous garantie",
        "la garantie légale de deux ans",
        "une extension de garantie",
        "I am looking into it and will write to you by Friday.",
        "Je regarde tout de suite.",
        "",
    ],
)
def test_what_is_no_promise_is_left_alone(text: str) -> None:
    """A refusal to promise, a product's guarantee, a plan."""
    assert () == promises(text)


def test_a_company_bans_words_of_its_own() -> None:
    """Literally, whatever stands in them."""
    assert ("tout de suite",) == promises("Je regarde Tout de Suite.", ("tout de suite", "(a+)+$", " "))
    assert ("(a+)+$",) == promises("a(a+)+$", ("(a+)+$",))


@pytest.mark.parametrize(
    "text",
    [
        "Écrivez à julie.martin@gmail.com",
        "Rappelez-moi au 06 12 34 56 78",
        "au 06.12.34.56.78 svp",
        "+33 6 12 34 56 78",
        "call +44 20 7946 0958",
        "FR76 3000 6000 0112 3456 7890 189",
        "card 4539 1488 0343 6467",
        "4539-1488-0343-6467",
        "1 85 05 78 006 084 91",
        "votre commande 84512267",
        "12 rue des Lilas, 69003 Lyon",
        "3 bis, avenue Foch",
        "12 High Street",
        "SW1A 1AA",
        "né le 12/03/1985",
        "born on 12 March",
    ],
)
def test_what_is_somebodys_own_is_seen(text: str) -> None:
    """Each alone, and within a sentence."""
    assert personal(text)
    assert personal(f"Bonjour Julie, {text}. Bonne journée")


@pytest.mark.parametrize(
    "text",
    [
        "Écrivez à contact@example.com ou support@example.com",
        "service-client@example.fr",
        "Appelez le 3114, jour et nuit",
        "0 800 123 456",
        "0805 12 34 56",
        "le 12/03/2026 à 14 h 30",
        "un remboursement de 1 250,00 €",
        "le train 6607 de 18:04",
        "FR76 3000 6000 0112 3456 7890 188",
        "REP-2026-0042",
        "dans la rue, hier",
        "24 hours a day",
        "version 2.3.10",
        "",
    ],
)
def test_what_is_nobodys_own_is_left_alone(text: str) -> None:
    """A company's own addresses, help lines, dates, amounts, an account number that is none."""
    assert () == personal(text)


@pytest.mark.parametrize(
    "text",
    [
        "Envoyez-nous votre numéro de client ici",
        "Pouvez-vous indiquer votre adresse mail ?",
        "Please send us your phone number",
        "Could you give me your full name?",
    ],
)
def test_asking_for_it_in_public_is_seen(text: str) -> None:
    """And not where the answer says that it is to be sent in private."""
    assert asks_in_public(text)
    assert "" == asks_in_public(f"{text} en message privé")
    assert "" == asks_in_public(f"{text} in a private message")


@pytest.mark.parametrize(
    "text", ["Je regarde votre dossier.", "Write to me in private.", "Tell me more about the delay."]
)
def test_asking_for_nothing_private_is_left_alone(text: str) -> None:
    """A question about the matter itself."""
    assert "" == asks_in_public(text)


@pytest.mark.parametrize(
    "text", ["Hello {{prenom}},", "Bonjour {{prenom", "Hello [first name]", "Bonjour [Prénom]", "le XXX"]
)
def test_what_was_forgotten_is_seen(text: str) -> None:
    """Blanks in any shape that people leave."""
    assert leftovers(text)


def test_nothing_forgotten() -> None:
    """Brackets and letters that stand for themselves."""
    assert () == leftovers("Hello [sic] Max, size XXL {is} back")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("Hello, your parcel is on its way", "where is my PARCEL?"),
        ("Votre colis est en route", "Mon colis n'est jamais arrivé"),
        ("Le remboursement part demain", "toujours pas remboursé !!"),
        ("Train 6607: I am looking", "the 6607 was cancelled again"),
        ("Bonjour, je vois pour l’éclairage", "plus d'eclairage depuis 3 jours"),
        ("Hello! I am looking into it.", "???"),
        ("Bonjour", "😡😡😡"),
        ("Bonjour", "bonjour merci"),
    ],
)
def test_an_answer_takes_up_what_the_customer_wrote(answer: str, words: str) -> None:
    """In another form, without accents; words that tell nothing ask for nothing."""
    assert takes_up(answer, words)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("Hello, I understand this is frustrating. I am looking into it now.", "where is my parcel?"),
        ("Bonjour, je comprends que ce soit pénible. Je regarde.", "Mon colis n'est jamais arrivé"),
        (
            "Bonjour, merci pour votre message au service client",
            "Le service client ne répond pas au téléphone",
        ),
    ],
)
def test_pasted_words_are_seen(answer: str, words: str) -> None:
    """What would fit any customer."""
    assert not takes_up(answer, words)


@given(st.text(max_size=3000))
def test_no_text_breaks_it_and_the_same_is_said_each_time(text: str) -> None:
    """Whatever somebody types."""
    for look in (promises, personal, asks_in_public, leftovers):
        assert look(text) == look(text)
    assert isinstance(takes_up(text, text), bool)


@pytest.mark.parametrize(
    "piece", ["a@", "0 ", "1 2 ", "{{", "send number ", "12 rue ", "fr76 ", "a" * 40 + "!"]
)
def test_i7_a_hostile_text_is_looked_at_as_quickly_as_any(piece: str) -> None:
    """Repeated to the limit, nothing is tried again and again: it ends, and says something."""
    text = (piece * 3000)[:3000]
    assert len(re.sub(r"\s", "", text)) > 0
    for look in (promises, personal, asks_in_public, leftovers):
        look(text)
