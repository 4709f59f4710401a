"""What a public reply may not show or ask for, and whether it takes up what the customer wrote."""

import pytest

from playbooks.linting import Kind, Reply, lint


def found(text: str, kind: Kind, *, public: bool = True) -> list[str]:
    """List the pieces of a reply that one kind of finding is about."""
    return [one.found for one in lint(Reply(text=text, language="fr", public=public)) if one.kind is kind]


PERSONAL = [
    ("Nous écrivons à lea.martin@exemple.fr ce soir.", ["lea.martin@exemple.fr"]),
    ("C’est contact.dupont@gmail.com ?", ["contact.dupont@gmail.com"]),
    ("We wrote to jane (at) example.com.", ["jane (at) example.com"]),
    ("Nous appelons le 06 12 34 56 78.", ["06 12 34 56 78"]),
    ("Nous appelons le 06.12.34.56.78.", ["06.12.34.56.78"]),
    ("Nous appelons le 0612345678.", ["0612345678"]),
    ("Nous appelons le 06\u202f12\u202f34\u202f56\u202f78.", ["06\u202f12\u202f34\u202f56\u202f78"]),
    ("Nous appelons le +33 6 12 34 56 78.", ["+33 6 12 34 56 78"]),
    ("Nous appelons le 03 20 12 34 56.", ["03 20 12 34 56"]),
    ("Appelez-nous, ou Marc au 06 12 34 56 78.", ["06 12 34 56 78"]),
    ("Nous appelons. Léa répond au 01 23 45 67 89.", ["01 23 45 67 89"]),
    ("We are calling 07700 900123.", ["07700 900123"]),
    ("We are calling 020 7946 0958.", ["020 7946 0958"]),
    ("We are calling +44 20 7946 0958.", ["+44 20 7946 0958"]),
    ("We are calling (212) 555-0147.", ["(212) 555-0147"]),
    ("Compte FR76 3000 6000 0112 3456 7890 189 crédité.", ["FR76 3000 6000 0112 3456 7890 189"]),
    ("Account GB29NWBK60161331926819 credited.", ["GB29NWBK60161331926819"]),
    ("Carte 4111 1111 1111 1111 débitée.", ["4111 1111 1111 1111"]),
    ("Card 378282246310005 charged.", ["378282246310005"]),
    ("Assurée 2 69 05 49 588 157 80, c’est vu.", ["2 69 05 49 588 157 80"]),
    ("Assuré 1 85 05 2A 588 157 59, c’est vu.", ["1 85 05 2A 588 157 59"]),
    ("Chez vous, 12 rue des Lilas, 69003 Lyon.", ["12 rue des Lilas, 69003 Lyon"]),
    ("livré au 4 bis avenue jean jaures", ["4 bis avenue jean"]),
    ("Livré 1 place Bellecour.", ["1 place Bellecour"]),
    ("At 12 High Street, London SW1A 1AA.", ["12 High Street, London SW1A 1AA"]),
    ("Delivered to 221B Baker Street.", ["221B Baker Street"]),
    ("at 4 mill close, york yo1 7hh today", ["4 mill close, york yo1 7hh"]),
    ("Vous êtes née le 12 mars 1980.", ["née le 12 mars 1980"]),
    ("Date de naissance : 12/03/1980.", ["Date de naissance : 12/03/1980"]),
    ("Born on 12 March 1980, is that right?", ["Born on 12 March 1980"]),
    ("Votre commande 12345678 est partie.", ["12345678"]),
    ("Your order AB1234567 has left.", ["AB1234567"]),
    ("Votre dossier n° 123 456 789 est ouvert.", ["123 456 789"]),
    ("Nous appelons le 06/12/34/56/78.", ["06/12/34/56/78"]),
    ("Nous appelons le 06 - 12 - 34 - 56 - 78.", ["06 - 12 - 34 - 56 - 78"]),
    ("Votre commande 405-1234567-1234567 est partie.", ["405-1234567-1234567"]),
    ("Le colis XY123456789FR est parti.", ["XY123456789FR"]),
    ("Le colis 8R12345678901 est parti.", ["8R12345678901"]),
    ("Your parcel 1Z999AA10123456784 has left.", ["1Z999AA10123456784"]),
]
NOT_PERSONAL = [
    "Écrivez à contact@norvia.fr ou service-client@norvia.fr.",
    "Write to support@norvia.com, press.office@norvia.com or help-uk@norvia.com.",
    "Écrivez à sav2@norvia.fr, à relations.clients@norvia.fr.",
    "Merci @norvia_aide, et @lea@mastodon.social.",
    "Appelez le 3114, jour et nuit.",
    "Appelez le 0 800 123 456, gratuit.",
    "Appelez le 0800 123 456 ou le 0805 12 34 56.",
    "Appelez le 08 09 12 34 56 ou le +33 800 12 34 56.",
    "Call 0800 123 4567 or 0345 123 4567, or 116 123.",
    "Call 1-800-273-8255.",
    "Appelez-nous au 01 23 45 67 89, ou au 09 69 39 00 00.",
    "Call us on 020 7946 0958 before 5 pm.",
    "Urgences : 15, 17, 18, 112.",
    "Le 01.02.2024 10:30, puis le 12/03/2024.",
    "Plus de 1 500 000 € versés à 2500000 clients.",
    "Lots rappelés : lot 20240315, 20240316 et 20240317.",
    "Norvia, RCS Lyon 552100554.",
    "Voir https://norvia.fr/aide/12345678?id=99887766",
    "Votre dossier INC-2026-0042 est ouvert.",
    "Votre commande 123456 est partie.",
    "FR76 3000 6000 0112 3456 7890 188",
    "Il reste 2 places et 3 cours de yoga.",
    "Notre magasin du 12 rue de Rivoli rouvre demain.",
    "Our store at 12 High Street, London SW1A 1AA is open.",
    "12 customers waited on the road.",
    "La rue des Lilas est fermée.",
    "La société est née en 1980.",
    "Le 12 mars 2026 à 14 h 30.",
]


@pytest.mark.parametrize(("text", "pieces"), PERSONAL)
def test_what_is_the_customer_s_own_is_not_shown_to_everybody(text: str, pieces: list[str]) -> None:
    """The same words in private are in nobody's way."""
    assert pieces == found(text, Kind.PERSONAL)
    assert [] == found(text, Kind.PERSONAL, public=False)


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_what_is_everybody_s_may_be_shown(text: str) -> None:
    """Team addresses, help lines, sums, batches, our own places and our own case numbers."""
    assert [] == found(text, Kind.PERSONAL)


ASKED = [
    "Envoyez-nous votre numéro de client.",
    "Pouvez-vous nous envoyer votre adresse mail en commentaire ?",
    "Merci de préciser votre numéro de commande ici.",
    "Quel est votre numéro de téléphone ?",
    "Nous avons besoin de votre date de naissance.",
    "Votre numéro de dossier, svp ?",
    "Mettez votre adresse e-mail sous ce post. Pour le reste, écrivez-nous en MP.",
    "Pour votre vie privée : indiquez votre numéro de client.",
    "Send us your phone number here.",
    "Could you give us your order number?",
    "Please reply with your email address.",
    "What’s your account number?",
    "We need your date of birth to find it.",
    "Can we have your booking reference by 5 pm?",
]
NOT_ASKED = [
    "Envoyez-nous votre numéro de client en message privé.",
    "Envoyez-nous votre numéro de client en MP.",
    "Envoyez-nous votre numéro de client. Écrivez-nous en privé.",
    "Indiquez votre numéro de commande par DM, s’il vous plaît.",
    "N’envoyez jamais votre numéro de carte en commentaire.",
    "Ne mettez pas votre adresse mail ici.",
    "Évitez de donner votre numéro de téléphone.",
    "Indiquez votre numéro de client dans le formulaire.",
    "Envoyez votre numéro de commande à contact@norvia.fr.",
    "Nous avons bien votre numéro de commande.",
    "Vous nous donnez votre adresse mail et nous cherchons.",
    "Envoyez-nous un message.",
    "DM us your order number.",
    "Send us your phone number in a private message.",
    "Could you send us your order number? A DM is best.",
    "Please never share your password.",
    "We will send it to your email.",
    "We have your order number, thank you.",
    "Send us your order number: https://norvia.com/form",
    "Tell us which train you were on.",
]


@pytest.mark.parametrize("text", ASKED)
def test_nobody_is_asked_for_personal_data_in_public(text: str) -> None:
    """In private the same request is what a customer service does all day."""
    pieces = found(text, Kind.ASKS_PERSONAL)

    assert 1 == len(pieces)
    assert [] == found(text, Kind.ASKS_PERSONAL, public=False)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_a_request_that_leads_away_from_the_public_goes_out(text: str) -> None:
    """A private message, a form, a team's address; and a warning is no request."""
    assert [] == found(text, Kind.ASKS_PERSONAL)


CANAPE = (
    "Ça fait trois semaines que j'attends mon canapé, on me dit « jeudi » tous les jeudis. Merci, vraiment."
)
TRAIN = "My 7.42 to Leeds was cancelled AGAIN and the app said nothing. Third time since Monday!"
# The customer's words, the language of the reply, the reply, and whether it takes up a detail.
DETAILS = [
    (CANAPE, "fr", "Bonjour, votre canapé part demain.", True),
    (CANAPE, "fr", "Bonjour, trois semaines, c’est trop long.", True),
    (CANAPE, "fr", "Bonjour, 3 semaines, c’est trop long.", True),
    (CANAPE, "fr", "Bonjour, les CANAPES attendus arrivent.", True),
    (CANAPE, "fr", "Bonjour, encore un jeudi pour rien.", True),
    (CANAPE, "fr", "Bonjour, merci de votre message, nous regardons vite votre problème.", False),
    (CANAPE, "en", "Hello, we are sorry and looking into it.", False),
    (CANAPE, "en", "Hello, three weeks is far too long.", True),
    (CANAPE, "en", "Hello, you were told Thursday each time.", True),
    (TRAIN, "en", "Hello, sorry about the 7:42.", True),
    (TRAIN, "en", "Hello, sorry about the cancellation of your train.", True),
    (TRAIN, "en", "Hello, Leeds deserves better.", True),
    (TRAIN, "en", "Hello, we are sorry for the trouble and will answer soon.", False),
    (TRAIN, "fr", "Bonjour, le train de 7 h 42 a été supprimé.", True),
    (TRAIN, "fr", "Bonjour, nous regardons.", False),
    (TRAIN, "de", "Guten Tag, wir prüfen das.", False),
    (TRAIN, "de", "Guten Tag, der Zug um 07:42 fiel aus.", True),
    ("livreur pas venu, colis perdu", "fr", "Bonjour, la livraison a échoué.", True),
    ("livreur pas venu, colis perdu", "fr", "Bonjour, nous cherchons vos colis.", True),
    ("remboursez moi", "fr", "Bonjour, le remboursement est parti.", True),
    ("remboursez moi", "fr", "Bonjour, nous regardons cela.", False),
    ("My deliveries are late", "en", "Hello, your delivery left today.", True),
    ("Vous me devez 1 500 €", "fr", "Bonjour, les 1500 € partent demain.", True),
    ("Et ma fille Zoé ?", "fr", "Bonjour, Zoé recevra sa carte.", True),
    ("Et ma fille Zoé ?", "fr", "Bonjour, elle recevra sa carte.", False),
    ("La honte #BadBuzz", "fr", "Bonjour, #badbuzz ou non, nous répondons.", True),
    ("La honte #BadBuzz", "fr", "Bonjour, nous répondons.", False),
    ("???", "fr", "Bonjour, dites-nous.", True),
    ("😡😡", "fr", "Bonjour, dites-nous.", True),
    ("", "fr", "Bonjour, dites-nous.", True),
    ("Bonjour, vous êtes nuls !", "fr", "Bonjour, dites-nous.", True),
    ("@Norvia vous répondez quand ?", "fr", "Bonjour, dites-nous.", True),
    ("Alors Norvia, ça vient ?", "fr", "Bonjour, dites-nous. — Claire, Norvia", True),
    ("Ma commande https://norvia.fr/c/abcdefgh", "fr", "Bonjour, votre commande part.", True),
    ("Es ist kaputt", "de", "Guten Tag, wir helfen.", True),
]


@pytest.mark.parametrize(("asked", "language", "text", "taken_up"), DETAILS)
def test_a_reply_takes_up_something_the_customer_wrote(
    asked: str, language: str, text: str, taken_up: bool
) -> None:
    """A number, a date, a name or a word of theirs, in whatever form; our own name and greetings are none."""
    reply = Reply(
        text=text, language=language, public=True, asked=asked, signature="Norvia" if "—" in text else ""
    )

    assert taken_up is not any(one.kind is Kind.DETAIL for one in lint(reply))


def test_our_own_name_is_no_detail() -> None:
    """A customer who only names us has said nothing that could be taken up."""
    asked = "Encore Norvia et Norvia Mobile #norvia"
    bare = Reply(text="Bonjour, dites-nous.", language="fr", public=True, asked=asked)
    known = Reply(
        text="Bonjour.", language="fr", public=True, asked=asked, brands=("Norvia", "Norvia Mobile")
    )

    assert [Kind.DETAIL] == [one.kind for one in lint(bare)]
    assert () == lint(known)


def test_a_long_number_may_be_taken_up_in_private_only() -> None:
    """In public it could not be repeated, and nothing else was written: then nothing is asked."""
    asked = "12345678 !"

    assert () == lint(Reply(text="Bonjour.", language="fr", public=True, asked=asked))
    assert 1 == len(lint(Reply(text="Bonjour.", language="fr", public=False, asked=asked)))
    assert () == lint(Reply(text="Bonjour, 12345678.", language="fr", public=False, asked=asked))


HOSTILE = [
    "a",
    "0",
    "0 ",
    "1 2",
    "@",
    "a@",
    "a.",
    "{",
    "{{",
    "}}",
    "[",
    "<",
    "[nom ",
    "X",
    "xx/",
    "_",
    "%a",
    "!",
    "! ",
    "+1",
    "si a ",
    "si ",
    "12 rue a ",
    "12 rue de A ",
    "1 A ",
    "12 Ab ",
    "fr76",
    "fr76 ",
    "ne le 1 ",
    "soyez sur que ",
    "assure you ",
    "guarantee ",
    "send your ",
    "envoyez votre numero de client ",
    "vous auriez du ",
    "AAAA ",
    "\ufdfa",
    "e\u0301",
    "\u202e",
    "🏳️‍🌈",
    "client 12 ",
    "january 1 ",
    "garanti, ",
    "sorry if anyone was ",
    "http://a",
    "\n",
    "'",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_i7_a_hostile_text_is_checked_like_any_other(piece: str) -> None:
    """Ten thousand characters of whatever makes a pattern hope: it ends, and says the same each time."""
    text = (piece * 10_000)[:10_000]
    reply = Reply(
        text=text, language="fr", public=True, asked=text, signature=text, banned=(piece, text[:500])
    )
    assert lint(reply) == lint(reply)
