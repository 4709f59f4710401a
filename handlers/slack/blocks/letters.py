"""Direct messages about no incident: what the company's files say, what somebody proposes, whom a release thanks."""

from collections.abc import Iterable
from typing import Final, assert_never

from handlers.means_words import means_name
from handlers.reasons import reason_in_words
from handlers.slack.blocks import heads, inbox, lessons, reaching, rotas, turns
from handlers.slack.blocks.limits import Message, context, message, paragraphs, quote, section
from handlers.slack.blocks.reader import Reader, framed, mention, on_one_line
from playbooks.letters import (
    AbsenceTold,
    CoverTold,
    CustomerReported,
    FilesMended,
    FilesRead,
    FilesRefused,
    GapsFound,
    HeadDrawn,
    Matter,
    NobodyLeft,
    Proposed,
    ReachAsked,
    ReachEnded,
    Reaching,
    ReachReminded,
    ReachWrong,
    Rotas,
    SameCause,
    SlackSilent,
    SpikeSeen,
    StrangerRefused,
    SwapProposed,
    SwapTold,
    Thanked,
    Trouble,
    TurnEnds,
    TurnOver,
    TurnTaken,
    Undelivered,
    WeekBegins,
)
from playbooks.playbook import UserId, Words


def letter(matter: Matter, person: UserId, reader: Reader) -> Message:
    """Draw a letter for the person who gets it."""
    match matter:
        case SwapProposed() | SwapTold() | CoverTold() | AbsenceTold() | GapsFound():
            return _of_rotas(matter, reader)
        case ReachAsked() | ReachReminded() | ReachWrong() | ReachEnded():
            return _of_reaching(matter, person, reader)
        case FilesRefused() | FilesMended() | FilesRead() | Proposed() | Thanked():
            return _of_the_library(matter, reader)
        case CustomerReported() | SpikeSeen() | SameCause():
            return inbox.drawn(matter, reader)
        case Undelivered() | SlackSilent() | NobodyLeft():
            return _of_trouble(matter, reader)
        case TurnEnds() | TurnTaken() | TurnOver():
            return turns.drawn(matter, reader)
        case StrangerRefused() | WeekBegins() | HeadDrawn():
            return _of_the_house(matter, reader)
        case _:
            assert_never(matter)


def _of_the_house(matter: StrangerRefused | WeekBegins | HeadDrawn, reader: Reader) -> Message:
    match matter:
        case StrangerRefused():
            who, what = mention(matter.person), matter.stranger.words.read(reader.language)
            return _plain(reader.say(_STRANGER, who=who, what=what))
        case WeekBegins():
            return lessons.week(matter, reader)
        case HeadDrawn():
            return heads.drawn(matter, reader)
        case _:
            assert_never(matter)


def _of_the_library(
    matter: FilesRefused | FilesMended | FilesRead | Proposed | Thanked, reader: Reader
) -> Message:
    match matter:
        case FilesRefused():
            return _refused(matter, reader)
        case FilesMended():
            return _plain(reader.say(_MENDED))
        case FilesRead():
            return _read(matter, reader)
        case Proposed():
            return _proposed(matter, reader)
        case Thanked():
            title = reader.quote(matter.title)
            told = reader.say(_THANKS, title=title, version=matter.version)
            return message([section(told), section(framed(matter.changes.read(reader.language)))], told)
        case _:
            assert_never(matter)


def _of_rotas(matter: Rotas, reader: Reader) -> Message:
    match matter:
        case SwapProposed():
            return rotas.proposed(matter, reader)
        case SwapTold():
            return rotas.swapped(matter, reader)
        case CoverTold():
            return rotas.covering(matter, reader)
        case AbsenceTold():
            return rotas.absence(matter, reader)
        case GapsFound():
            return rotas.gaps_found(matter, reader)
        case _:
            assert_never(matter)


def _of_reaching(matter: Reaching, person: UserId, reader: Reader) -> Message:
    match matter:
        case ReachAsked() | ReachReminded():
            return reaching.question(matter, person, reader)
        case ReachWrong():
            return reaching.reported(matter, reader)
        case ReachEnded():
            return reaching.ended(matter, reader)
        case _:
            assert_never(matter)


def _of_trouble(matter: Trouble, reader: Reader) -> Message:
    match matter:
        case Undelivered():
            return _undelivered(matter, reader)
        case SlackSilent():
            return _plain(reader.say(_SILENT, length=reader.lasting(matter.lasting)))
        case NobodyLeft():
            title = f"{quote(matter.ref)} · {quote(matter.title)}"
            return _plain(reader.say(_NOBODY_LEFT, title=title, ladder=quote(reader.ladder(matter.ladder))))
        case _:
            assert_never(matter)


def _undelivered(matter: Undelivered, reader: Reader) -> Message:
    means = quote(means_name(matter.means, reader.directory, reader.language))
    place = f" ({quote(matter.ref)})" if matter.ref else ""
    words = _TO_A_CHANNEL if matter.person is None else _TO_SOMEBODY
    words = _EVERYTHING if matter.everything else words
    head = reader.say(words, who=mention(matter.person), means=means, place=place)
    return message([section(head), section(reason_in_words(matter.reason, reader.language))], head)


def _plain(text: str) -> Message:
    return message([section(text)], text)


def _refused(matter: FilesRefused, reader: Reader) -> Message:
    count = len(matter.mistakes) + matter.more
    one, many = (_ONE_LEFT_OUT, _LEFT_OUT) if matter.starting else (_ONE_REFUSED, _REFUSED)
    head = reader.count(count, one, many)
    lines = (f"• {on_one_line(mistake.line_for(reader.language))}" for mistake in matter.mistakes)
    more = (reader.count(matter.more, _ONE_MORE, _MORE),) if matter.more else ()
    blocks = (
        section(head),
        *(section(text) for text in paragraphs((*lines, *more))),
        context(reader.say(_HOW)),
    )
    return message(blocks, head)


def _read(matter: FilesRead, reader: Reader) -> Message:
    head = reader.say(_READ)
    fresh = [reader.say(_VERSION, playbook=quote(name), version=version) for name, version in matter.fresh]
    return message([section(part) for part in _with_fresh(head, fresh, reader)], head)


def _with_fresh(head: str, fresh: list[str], reader: Reader) -> Iterable[str]:
    if not fresh:
        return (f"{head} {reader.say(_NOTHING_NEW)}",)
    return paragraphs((f"{head} {reader.say(_NEW)}", *(f"• {line}" for line in fresh)))


def _proposed(matter: Proposed, reader: Reader) -> Message:
    who = mention(matter.author) if matter.author is not None else quote(matter.name)
    title = reader.quote(matter.title)
    words = _PROPOSED if matter.step is None else _PROPOSED_STEP
    head = reader.say(words, who=who, title=title, step=quote(matter.step or ""))
    notes = [reader.say(_CREDIT, name=quote(matter.name))]
    said = [section(head), section(framed(matter.text))]
    if matter.now is not None:
        said.append(section(reader.say(_NOW, said=framed(reader.quote(matter.now)))))
        lesson = matter.lesson or reader.say(_RESTRICTED)
        notes.insert(0, reader.say(_DRAFT, lesson=quote(lesson), playbook=quote(matter.playbook)))
    return message([*said, context(*notes)], head)


_ONE_REFUSED: Final = Words(
    en="⚠️ *The playbooks and the directory were not read again: {n} mistake.* Nothing changes meanwhile.",
    fr="⚠️ *Les fiches et l’annuaire n’ont pas été relus : {n} erreur.* Rien ne change en attendant.",
)
_REFUSED: Final = Words(
    en="⚠️ *The playbooks and the directory were not read again: {n} mistakes.* Nothing changes meanwhile.",
    fr="⚠️ *Les fiches et l’annuaire n’ont pas été relus : {n} erreurs.* Rien ne change en attendant.",
)
_ONE_LEFT_OUT: Final = Words(
    en="⚠️ *At the start, {n} mistake was found in the playbooks.* What is wrong is left out; the others serve.",
    fr="⚠️ *Au démarrage, {n} erreur trouvée dans les fiches réflexes.* La fiche en cause est écartée ; les autres servent.",
)
_LEFT_OUT: Final = Words(
    en="⚠️ *At the start, {n} mistakes were found in the playbooks.* What is wrong is left out; the others serve.",
    fr="⚠️ *Au démarrage, {n} erreurs trouvées dans les fiches réflexes.* Celles-là sont écartées ; les autres servent.",
)
_ONE_MORE: Final = Words(en="and {n} more", fr="et {n} autre")
_MORE: Final = Words(en="and {n} more", fr="et {n} autres")
_HOW: Final = Words(
    en="`crisis playbooks check` tells them all. Once mended: `/crisis reload`.",
    fr="`crisis playbooks check` les donne toutes. Une fois corrigées : `/crise recharger`.",
)
_MENDED: Final = Words(
    en="✅ The playbooks and the directory are right again, and serve as they are written now.",
    fr="✅ Les fiches et l’annuaire sont corrigés, relus et en service.",
)
_READ: Final = Words(
    en="✅ The playbooks and the directory were read again and serve.",
    fr="✅ Les fiches et l’annuaire sont relus et en service.",
)
_NOTHING_NEW: Final = Words(en="No version is new.", fr="Aucune version n’est nouvelle.")
_NEW: Final = Words(en="New versions:", fr="Nouvelles versions :")
_VERSION: Final = Words(en="{playbook}, version {version}", fr="{playbook}, version {version}")
_PROPOSED: Final = Words(
    en="💡 *{who} proposes an improvement of “{title}”*", fr="💡 *{who} propose d’améliorer « {title} »*"
)
_PROPOSED_STEP: Final = Words(
    en="💡 *{who} proposes an improvement of “{title}”*, step `{step}`",
    fr="💡 *{who} propose d’améliorer « {title} »*, étape `{step}`",
)
_RESTRICTED: Final = Words(en="of a restricted incident", fr="d’un incident restreint")
_NOW: Final = Words(en="It is to say:\n{said}", fr="Elle dirait :\n{said}")
_DRAFT: Final = Words(
    en="From the lesson {lesson}. The draft of the next version, with everything that lessons change: "
    "`crisis playbooks draft {playbook}`. It counts once it is released.",
    fr="De la leçon {lesson}. L’ébauche de la prochaine version, avec tout ce que changent les leçons : "
    "`crisis playbooks draft {playbook}`. Elle compte une fois publiée.",
)
_CREDIT: Final = Words(
    en="Taken up? Name them in the next version: `credits: [{name}]`. They are thanked when it is released.",
    fr="C’est repris ? Citez la personne dans la version suivante : `credits: [{name}]`. "
    "Elle est remerciée à la publication.",
)
_STRANGER: Final = Words(
    en="🚪 {who}, whose account here is {what}, has tried to use Crisis Desk again and was refused. If they are to, "
    "name them in the directory.",
    fr="🚪 {who}, dont le compte est {what}, a de nouveau essayé d’utiliser Crisis Desk et a été refusé. "
    "Si cette personne doit le pouvoir, nommez-la dans l’annuaire.",
)
_THANKS: Final = Words(
    en="🙏 *Thank you.* Version {version} of “{title}” takes up what you proposed, and names you.",
    fr="🙏 *Merci.* La version {version} de « {title} » reprend votre proposition, et vous cite.",
)
_TO_SOMEBODY: Final = Words(
    en="⚠️ *A message for {who}{place} was refused by {means}.*",
    fr="⚠️ *Un message pour {who}{place} a été refusé par {means}.*",
)
_EVERYTHING: Final = Words(
    en="⚠️ *Everything that Crisis Desk sends is refused by {means}.*",
    fr="⚠️ *Tout ce que Crisis Desk envoie est refusé par {means}.*",
)
_TO_A_CHANNEL: Final = Words(
    en="⚠️ *A message for a channel{place} was refused by {means}.*",
    fr="⚠️ *Un message pour un canal{place} a été refusé par {means}.*",
)
_NOBODY_LEFT: Final = Words(
    en="Nobody has answered for {title} on the ladder “{ladder}”, and nobody is left to call. Call by telephone.",
    fr="Personne n’a répondu pour {title} sur l’échelle « {ladder} », et il ne reste personne à appeler. Appelez par "
    "téléphone.",
)
_SILENT: Final = Words(
    en="⚠️ *Slack had taken nothing for {length}.* People were called by other means.",
    fr="⚠️ *Slack n’avait rien pris depuis {length}.* Les appels sont passés par d’autres moyens.",
)
