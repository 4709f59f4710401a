"""By mail, to the lead and the administrators: what is refused, with the mend, and where the pages are."""

from collections.abc import Iterable
from typing import Final, assert_never

from handlers.means_words import means_name
from handlers.outside.parts import Drawn, Facts, Link, Part, drawn
from handlers.reasons import reason_in_words
from handlers.web.drawing.reader import Reader
from handlers.wording import say
from playbooks.letters import NobodyLeft, SlackSilent, Trouble, Undelivered
from playbooks.playbook import Words


def mail(matter: Trouble, reader: Reader, pages: str, reference: str) -> Drawn:
    """Draw an alarm; `pages` is where the incidents are shown on the machine itself."""
    subject, parts = _drawn(matter, reader)
    foot = (say(_PAGES, reader.language), Link(say(_INCIDENTS, reader.language), pages))
    return drawn(
        subject,
        (*parts, *foot, say(_REFERENCE, reader.language, reference=reference)),
        reader.language.value,
    )


def _drawn(matter: Trouble, reader: Reader) -> tuple[str, Iterable[Part]]:
    match matter:
        case SlackSilent():
            return say(_SILENT_SUBJECT, reader.language), _silent(matter, reader)
        case NobodyLeft():
            return say(_NOBODY_SUBJECT, reader.language, ref=matter.ref), _nobody_left(matter, reader)
        case Undelivered():
            by = means_name(matter.means, reader.directory, reader.language)
            return say(_REFUSED_SUBJECT, reader.language, what=by), _refused(matter, reader)
        case _:
            assert_never(matter)


def told(matter: Undelivered, reader: Reader) -> str:
    """Say in a sentence what is refused, for whom and in which incident; the mend is told beside it."""
    who = reader.name(matter.person) if matter.person else ""
    words = _TO_SOMEBODY if who else _TO_A_CHANNEL
    words = _EVERYTHING if matter.everything else words
    place = f" ({matter.ref})" if matter.ref else ""
    return say(
        words,
        reader.language,
        means=means_name(matter.means, reader.directory, reader.language),
        who=who,
        place=place,
    )


def _refused(matter: Undelivered, reader: Reader) -> Iterable[Part]:
    yield told(matter, reader)
    yield reason_in_words(matter.reason, reader.language)


def _silent(matter: SlackSilent, reader: Reader) -> Iterable[Part]:
    length = reader.length(matter.lasting)
    since = say(_NEVER, reader.language) if matter.since is None else reader.at(matter.since).full
    yield say(_SILENT, reader.language, length=length, since=since)
    yield say(_MEANWHILE, reader.language)
    if matter.refs:
        yield Facts(((say(_YOURS, reader.language), ", ".join(matter.refs)),))


def _nobody_left(matter: NobodyLeft, reader: Reader) -> Iterable[Part]:
    yield say(_NOBODY_LEFT, reader.language, ladder=reader.ladder(matter.ladder))
    yield Facts(((matter.ref, matter.title),))
    yield say(_BY_TELEPHONE, reader.language)


_NOBODY_SUBJECT: Final = Words(
    en="{ref}: nobody has answered, call somebody by telephone",
    fr="{ref} : personne n’a répondu, appelez quelqu’un par téléphone",
)
_NOBODY_LEFT: Final = Words(
    en="Slack takes nothing. On the ladder “{ladder}” nobody is left to call, and nobody has answered:",
    fr="Slack ne prend plus rien. Sur l’échelle « {ladder} », il ne reste personne à appeler et personne n’a répondu :",
)
_BY_TELEPHONE: Final = Words(
    en="Call somebody by telephone: the offline pack has the numbers, unit by unit.",
    fr="Appelez quelqu’un par téléphone : le dossier de secours a les numéros, unité par unité.",
)
_SILENT_SUBJECT: Final = Words(
    en="Slack takes nothing: people are called by other means where they have any",
    fr="Slack ne prend plus rien : les appels passent par d’autres moyens, s’il y en a",
)
_REFUSED_SUBJECT: Final = Words(
    en="Crisis Desk cannot deliver by {what}: to be mended",
    fr="Crisis Desk ne passe plus par {what} : à réparer",
)
_TO_SOMEBODY: Final = Words(
    en="A message for {who}{place} was refused by {means}.",
    fr="Un message pour {who}{place} a été refusé par {means}.",
)
_EVERYTHING: Final = Words(
    en="Everything that Crisis Desk sends is refused by {means}.",
    fr="Tout ce que Crisis Desk envoie est refusé par {means}.",
)
_TO_A_CHANNEL: Final = Words(
    en="A message for a channel{place} was refused by {means}.",
    fr="Un message pour un canal{place} a été refusé par {means}.",
)
_SILENT: Final = Words(
    en="Slack has taken nothing of what we send it for {length} or longer; the last message it took: {since}.",
    fr="Slack n’a rien pris de ce que nous lui envoyons depuis {length} ou plus ; dernier message pris : {since}.",
)
_NEVER: Final = Words(en="none", fr="aucun")
_MEANWHILE: Final = Words(
    en="Whoever can be reached by mail or by the company’s other means is called that way; nobody else is. What waits for "
    "Slack is sent once Slack is back, and nothing is asked twice of whoever has answered. Work by telephone meanwhile: "
    "the offline pack has the playbooks and the numbers.",
    fr="Qui peut être joint par courriel ou par un autre moyen de l’entreprise l’est ainsi ; les autres ne le sont pas. "
    "Ce qui attend Slack partira à son retour, et on ne redemande rien à qui a répondu. D’ici là, travaillez par "
    "téléphone : le dossier de secours a les fiches et les numéros.",
)
_YOURS: Final = Words(en="You lead", fr="Vous pilotez")
_PAGES: Final = Words(
    en="The pages show every incident, its checklist and its calls. They answer on the machine that runs Crisis Desk:",
    fr="Les pages montrent chaque incident, ses étapes et ses appels. Elles répondent sur la machine de Crisis Desk :",
)
_INCIDENTS: Final = Words(en="The incidents", fr="Les incidents")
_REFERENCE: Final = Words(en="Crisis Desk, reference {reference}.", fr="Crisis Desk, référence {reference}.")
