"""A reply is checked before it goes out: what must not be found as much as what must."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from playbooks.linting import Finding, Kind, Reply, Weight, lint
from playbooks.playbook import Network


def found(text: str, kind: Kind, **known: Any) -> list[str]:
    """List the pieces of a public reply that one kind of finding is about."""
    findings = lint(Reply(text=text, language="fr", public=True, **known))
    return [one.found for one in findings if one.kind is kind]


LEFT = [
    ("Bonjour {{prenom}}, nous regardons.", ["{{prenom}}"]),
    ("Bonjour {{ prénom }}, nous regardons.", ["{{ prénom }}"]),
    ("Bonjour {{prenom, nous regardons.", ["{{prenom, nous regardons."]),
    ("Bonjour prenom}}, nous regardons.", ["prenom}}"]),
    ("Bonjour {prenom}, merci.", ["{prenom}"]),
    ("Bonjour [prénom], merci.", ["[prénom]"]),
    ("Hello [First Name], thank you.", ["[First Name]"]),
    ("Hello [customer's name], thank you.", ["[customer's name]"]),
    ("Rendez-vous le [date du rendez-vous] à [heure].", ["[date du rendez-vous]", "[heure]"]),
    ("Dear <name>, we are looking.", ["<name>"]),
    ("Bonjour <<Nom du client>>, merci.", ["<<Nom du client>>"]),
    ("Votre dossier XXXX est ouvert.", ["XXXX"]),
    ("Réponse avant XX h XX, promis ou non.", ["XX h XX"]),
    ("Nous vous rendons XX €.", ["XX"]),
    ("Livré le xx/xx/xxxx au plus tard.", ["xx/xx/xxxx"]),
    ("Delivered by TBC at the latest.", ["TBC"]),
    ("Votre colis part le ____ au matin.", ["____"]),
    ("Bonjour %prenom%, merci.", ["%prenom%"]),
    ("Nous rappelons (à compléter) demain.", ["(à compléter)"]),
]
NOT_LEFT = [
    "Bonjour Léa, votre pull taille XXL part demain.",
    "Thanks for telling us, Claire xxx",
    "[Mise à jour] Le trafic reprend.",
    "[1] Voir la page des tarifs.",
    "Le formulaire à compléter est dans l’appli.",
    "Estimado cliente, todo está listo.",
    "Nous rendons 50 % du prix et 10 % de remise.",
    "Claire\n__________\nNorvia, relation client",
    "Un article du XXe siècle { très } rare.",
]


@pytest.mark.parametrize(("text", "pieces"), LEFT)
def test_a_blank_that_nobody_filled_is_seen(text: str, pieces: list[str]) -> None:
    """Ours, half of ours, and those that people type."""
    assert pieces == found(text, Kind.UNRESOLVED)


@pytest.mark.parametrize("text", NOT_LEFT)
def test_what_only_looks_like_a_blank_goes_out(text: str) -> None:
    """Sizes, kisses, notes and percentages are no blanks."""
    assert [] == found(text, Kind.UNRESOLVED)


PROMISED = [
    ("We guarantee you will have it on Friday.", ["guarantee"]),
    ("Delivery is guaranteed by Friday.", ["guaranteed"]),
    ("You have our guarantee that it is fixed.", ["guarantee"]),
    ("This will never happen again.", ["will never happen again"]),
    ("It won’t happen again, sorry.", ["won’t happen again"]),
    ("Never again, we hear you.", ["Never again"]),
    ("We promise to call you tomorrow.", ["We promise"]),
    ("I can promise you a refund.", ["can promise"]),
    ("You have my word.", ["have my word"]),
    ("It is definitely fixed now.", ["definitely fixed"]),
    ("The app is completely safe.", ["completely safe"]),
    ("I assure you it will not come back.", ["assure you it will"]),
    ("Rest assured, we’ll fix it.", ["Rest assured, we’ll"]),
    ("You will get it without fail.", ["without fail"]),
    ("We are 100% sure of it.", ["100%"]),
    ("You will definitely have it on Monday.", ["will definitely"]),
    ("We have solved it once and for all.", ["once and for all"]),
    ("Nous vous garantissons une réponse demain.", ["garantissons"]),
    ("NOUS GARANTISSONS LA LIVRAISON", ["GARANTISSONS"]),
    ("Je peux vous garantir que c’est réglé.", ["garantir"]),
    ("La livraison est garantie vendredi.", ["garantie"]),
    ("Livraison garantie vendredi.", ["garantie"]),
    ("C'est garanti !", ["garanti"]),
    ("Cela n’arrivera plus jamais.", ["arrivera plus jamais"]),
    ("Cela ne se reproduira plus.", ["reproduira plus"]),
    ("Jamais plus vous n’attendrez.", ["Jamais plus"]),
    ("Nous vous promettons un appel.", ["promettons"]),
    ("Vous l’aurez jeudi, promis !", ["promis"]),
    ("C’est promis, à jeudi.", ["C’est promis"]),
    ("Vous l'aurez jeudi sans faute.", ["sans faute"]),
    ("Vous serez livré à coup sûr.", ["à coup sûr"]),
    ("ca sera la a coup sur", ["a coup sur"]),
    ("Le problème est définitivement réglé.", ["définitivement réglé"]),
    ("Nous en sommes sûrs à 100 %.", ["100 %"]),
    ("Je vous assure que cela ne reviendra plus.", ["vous assure que cela ne reviendra"]),
    ("Soyez certaine que vous serez remboursée.", ["Soyez certaine que vous serez"]),
    ("Il n’y a aucun risque.", ["aucun risque"]),
    ("C’est réglé une bonne fois pour toutes.", ["une bonne fois pour toutes"]),
    ("Vous avez ma parole.", ["avez ma parole"]),
]
NOT_PROMISED = [
    "We can’t guarantee a date yet.",
    "We cannot promise a date.",
    "We are not able to guarantee it today.",
    "Your phone is under guarantee until May.",
    "The extended guarantee covers the screen.",
    "The guarantee period is two years.",
    "You were guaranteed a seat and did not get one.",
    "We did not keep our promise, and we are sorry.",
    "We are working so that it does not happen again.",
    "I assure you that we have read your message.",
    "I do not know for sure yet.",
    "The shirt is 100% cotton.",
    "We refund 100 % of the price.",
    "Not completely fixed yet, we are on it.",
    "Nous ne pouvons pas garantir de date.",
    "Impossible de garantir une date aujourd’hui.",
    "Rien ne garantit une reprise ce soir.",
    "Votre appareil est encore sous garantie.",
    "La garantie légale est de deux ans.",
    "Votre extension de garantie court jusqu’en mai.",
    "Garantie : deux ans à partir de l’achat.",
    "Un appareil garanti deux ans.",
    "Nous n’avons pas fait ce que nous avions promis.",
    "Comme promis, voici des nouvelles.",
    "Sans promettre de date, nous avançons.",
    "Nous faisons tout pour que cela ne se reproduise pas.",
    "Votre colis n’arrivera pas avant jeudi.",
    "Un texte sans faute d’orthographe.",
    "Le pull est 100 % coton.",
    "Vous êtes remboursé à 100 %.",
    "Le risque zéro n’existe pas.",
    "Nous vous assurons que votre message est lu.",
]


@pytest.mark.parametrize(("text", "pieces"), PROMISED)
def test_words_that_promise_too_much_are_seen(text: str, pieces: list[str]) -> None:
    """In both languages, in capitals, without accents, with typographic quotes."""
    assert pieces == found(text, Kind.PROMISE)


@pytest.mark.parametrize("text", NOT_PROMISED)
def test_a_promise_denied_and_a_warranty_are_none(text: str) -> None:
    """Nor is a promise that was not kept, the share of a price, or what a shirt is made of."""
    assert [] == found(text, Kind.PROMISE)


def test_the_company_s_own_words_are_taken_literally() -> None:
    """Whole words, whatever their case and accents, and nothing in them is a pattern."""
    banned = ("Zéro délai", "zen", ".*", "", "  ", "top (!)")

    assert ["ZERO DELAI", "zen"] == found("ZERO DELAI, restez zen.", Kind.PROMISE, banned=banned)
    assert ["top (!)"] == found("C’est top (!) pour nous.", Kind.PROMISE, banned=banned)
    assert [] == found("Une douzaine, a dozen.", Kind.PROMISE, banned=banned)


def test_a_word_that_both_lists_know_is_told_once() -> None:
    """The company's own list speaks first."""
    reply = Reply(text="C’est garanti.", language="fr", public=True, banned=("garanti",))
    both = lint(reply)

    assert [Kind.PROMISE] == [one.kind for one in both]
    assert "L’entreprise" in both[0].says.fr


TONE = [
    (Kind.BLAME, "You should have read the notice.", ["You should have"]),
    (Kind.BLAME, "You failed to send the form.", ["You failed to"]),
    (Kind.BLAME, "You shouldn’t have opened it.", ["You shouldn’t have"]),
    (Kind.BLAME, "Vous auriez dû lire la notice.", ["Vous auriez dû"]),
    (Kind.BLAME, "Il fallait nous appeler avant.", ["Il fallait"]),
    (Kind.BLAME, "Vous avez oublié de signer.", ["Vous avez oublié de"]),
    (Kind.BLAME, "Vous n'aviez qu'à vérifier.", ["Vous n'aviez qu'à"]),
    (Kind.BLAME, "C’est de votre faute.", ["de votre faute"]),
    (Kind.BLAME, "You should have received an e-mail from us.", []),
    (Kind.BLAME, "You should have it by Friday.", []),
    (Kind.BLAME, "You shouldn’t have had to wait.", []),
    (Kind.BLAME, "Vous auriez dû recevoir un e-mail.", []),
    (Kind.BLAME, "Vous n’auriez pas dû attendre.", []),
    (Kind.BLAME, "Il fallait que nous répondions plus vite.", []),
    (Kind.BLAME, "It is not your fault.", []),
    (Kind.BLAME, "Ce n’est pas de votre faute.", []),
    (Kind.EXCUSE_IF, "We are sorry if anyone was offended.", ["sorry if"]),
    (Kind.EXCUSE_IF, "If you were upset, we regret it.", ["If you were upset"]),
    (Kind.EXCUSE_IF, "We apologise if this hurt you.", ["apologise if"]),
    (Kind.EXCUSE_IF, "Si certains ont été choqués, nous le regrettons.", ["Si certains ont été choqués"]),
    (Kind.EXCUSE_IF, "Désolés si cela vous a gêné.", ["Désolés si"]),
    (
        Kind.EXCUSE_IF,
        "Pardon si quelqu’un s’est senti blessé.",
        ["Pardon si"],
    ),
    (Kind.EXCUSE_IF, "Si vous êtes blessé, appelez le 112.", []),
    (Kind.EXCUSE_IF, "If anyone is hurt, call 999.", []),
    (Kind.EXCUSE_IF, "If you were charged twice, we pay it back.", []),
    (Kind.EXCUSE_IF, "Nous sommes désolés que cela vous ait choqué.", []),
    (Kind.SHOUTING, "NOUS SOMMES VRAIMENT navrés.", ["NOUS SOMMES VRAIMENT"]),
    (Kind.SHOUTING, "PLEASE READ YOUR MAIL", ["PLEASE READ YOUR MAIL"]),
    (Kind.SHOUTING, "NOUS ALLONS LE FAIRE demain", ["NOUS ALLONS LE FAIRE"]),
    (Kind.SHOUTING, "Merci !!!", ["!!!"]),
    (Kind.SHOUTING, "Merci ! ! !", ["! ! !"]),
    (Kind.SHOUTING, "Merci !!", []),
    (Kind.SHOUTING, "Demandez à la SNCF, à la RATP, à la CNIL.", []),
    (Kind.SHOUTING, "SNCF, RATP, CNIL, ARCEP.", []),
    (Kind.SHOUTING, "Le TGV INOUI part à l’heure.", []),
]


@pytest.mark.parametrize(("kind", "text", "pieces"), TONE)
def test_the_tone_is_heard(kind: Kind, text: str, pieces: list[str]) -> None:
    """Blame, half an excuse and shouting; never what admits our own fault, or helps somebody wounded."""
    assert pieces == found(text, kind)


SIGNED = [
    ("Merci de votre message. Claire", "Claire", True),
    ("Merci. — CLAIRE, pour Norvia 🙂 ", "Claire pour Norvia", True),
    ("Merci.\nClaire D.", "claire d", True),
    ("Merci. Claire", "— Claire", True),
    ("Merci. ✨", "✨", True),
    ("Merci.", "✨", False),
    ("Claire vous remercie.", "Claire", False),
    ("Un ciel qui s’éclaire", "Claire", False),
    ("", "Claire", False),
    ("Merci.", "", True),
    ("Merci.", "   ", True),
]


@pytest.mark.parametrize(("text", "signature", "signed"), SIGNED)
def test_the_signature_stands_at_the_end(text: str, signature: str, signed: bool) -> None:
    """Case, spaces, punctuation and emoji do not matter; the place does."""
    assert ([] if signed else [""]) == found(text, Kind.SIGNATURE, signature=signature)


@pytest.mark.parametrize(("network", "signs"), [(Network.X, 280), (Network.SMS, 306), (Network.SITE, 2500)])
def test_a_reply_fits_its_network(network: Network, signs: int) -> None:
    """To the character, and the finding tells how many are too many."""
    assert [] == found("a" * signs, Kind.LENGTH, network=network)
    (too_long,) = lint(Reply(text="a" * (signs + 3), language="fr", public=True, network=network))

    assert too_long.says.en.endswith("shorten it by 3.")
    assert too_long.says.fr.endswith("raccourcissez-la de 3.")


def test_a_reply_for_no_network_may_be_long() -> None:
    """An unknown place has no limit."""
    assert [] == found("a" * 3000, Kind.LENGTH)


def test_the_gravest_comes_first_and_each_wrong_words_once() -> None:
    """What blocks, what needs approval, then advice; the same words twice are one thing to mend."""
    reply = Reply(text="Garanti ! garanti, garanti, {{fait}} {{fait}} !!!", language="fr", public=False)

    assert [
        (Kind.UNRESOLVED, Weight.BLOCKS, "{{fait}}"),
        (Kind.PROMISE, Weight.APPROVAL, "Garanti"),
        (Kind.PROMISE, Weight.APPROVAL, "garanti"),
        (Kind.SHOUTING, Weight.ADVICE, "!!!"),
    ] == [(one.kind, one.weight, one.found) for one in lint(reply)]


WRITTEN = st.text(st.characters(), max_size=200) | st.text(
    "aXx {}[]()+@.,!'’0123456789éà\u202e\u200d\n%-", max_size=200
)
REPLIES = st.builds(
    Reply,
    text=WRITTEN,
    language=st.sampled_from(["fr", "en", "de"]),
    public=st.booleans(),
    asked=WRITTEN,
    signature=st.text(st.characters(), max_size=10),
    network=st.none() | st.sampled_from(Network),
    banned=st.lists(st.text(st.characters(), max_size=5), max_size=3).map(tuple),
    brands=st.lists(st.text(st.characters(), max_size=5), max_size=3).map(tuple),
)


def sound(one: Finding, reply: Reply) -> bool:
    """Whether a finding quotes the reply as it is, weighs what its kind does, and speaks in two languages."""
    said = one.says.en.endswith(".") and one.says.fr.endswith(".") and one.says.en != one.says.fr
    return one.found in reply.text and one.weight is one.kind.weight and said


@settings(max_examples=400)
@given(reply=REPLIES)
@example(reply=Reply(text="\ud800 \u202e06 12 34 56 78\ufdfa e\u0301 🏳️‍🌈", language="fr", public=True))
def test_any_text_is_checked_alike_and_quoted_as_it_is(reply: Reply) -> None:
    """Nothing is refused; the same reply has the same findings; in private nothing personal is in the way."""
    findings = lint(reply)

    assert findings == lint(reply)
    assert all(sound(one, reply) for one in findings)
    if not reply.public:
        assert {Kind.PERSONAL, Kind.ASKS_PERSONAL}.isdisjoint(one.kind for one in findings)
