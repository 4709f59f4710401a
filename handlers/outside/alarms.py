"""By mail, to the lead and the administrators: what is refused, with the mend, and where the pages are."""

from collections.abc import Iterable
from typing import Final

from handlers.means_words import means_name
from handlers.outside.parts import Drawn, Facts, Link, Part, drawn
from handlers.reasons import reason_in_words
from handlers.web.drawing.reader import Reader
from handlers.wording import say
from playbooks.letters import SlackSilent, Undelivered
from playbooks.playbook import Words

Alarm = Undelivered | SlackSilent


def mail(matter: Alarm, reader: Reader, pages: str, reference: str) -> Drawn:
    """Draw an alarm; `pages` is where the incidents are shown on the machine itself."""
    parts = _silent(matter, reader) if isinstance(matter, SlackSilent) else _refused(matter, reader)
    words = _SILENT_SUBJECT if isinstance(matter, SlackSilent) else _REFUSED_SUBJECT
    subject = say(words, reader.language, what=_what(matter, reader))
    foot = (say(_PAGES, reader.language), Link(say(_INCIDENTS, reader.language), pages))
    return drawn(
        subject,
        (*parts, *foot, say(_REFERENCE, reader.language, reference=reference)),
        reader.language.value,
    )


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


def _what(matter: Alarm, reader: Reader) -> str:
    return (
        "" if isinstance(matter, SlackSilent) else means_name(matter.means, reader.directory, reader.language)
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


_SILENT_SUBJECT: Final = Words(
    en="Slack takes nothing: people are called by other means",
    fr="Slack ne prend plus rien : les appels passent par d’autres moyens",
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
    en="Whoever is called is called by mail or by the company’s other means. What waits for Slack is sent once Slack is "
    "back, and nothing is asked twice of whoever has answered. Work by telephone meanwhile: the offline pack has the "
    "playbooks and the numbers.",
    fr="Les personnes appelées le sont par courriel ou par les autres moyens de l’entreprise. Ce qui attend Slack "
    "partira à son retour, et on ne redemande rien à qui a répondu. D’ici là, travaillez par téléphone : le dossier de "
    "secours a les fiches et les numéros.",
)
_YOURS: Final = Words(en="You lead", fr="Vous pilotez")
_PAGES: Final = Words(
    en="The pages show every incident, its checklist and its calls. They answer on the machine that runs Crisis Desk:",
    fr="Les pages montrent chaque incident, ses étapes et ses appels. Elles répondent sur la machine de Crisis Desk :",
)
_INCIDENTS: Final = Words(en="The incidents", fr="Les incidents")
_REFERENCE: Final = Words(en="Crisis Desk, reference {reference}.", fr="Crisis Desk, référence {reference}.")
