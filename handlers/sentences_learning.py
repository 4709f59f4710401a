"""One sentence for each fact about what is learned: when a review is held, and what becomes of its lessons."""

from typing import Final

from handlers.voice import Voice
from handlers.wording import set_in
from playbooks import events as e
from playbooks.commands import Sitting
from playbooks.incident import Incident
from playbooks.playbook import Words


def told(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell a fact about what is learned. None: it is about something else."""
    match fact:
        case e.ReviewDated():
            words = _DATED[fact.sitting]
            return voice.say(words, who=voice.who(fact.by), day=voice.moment(fact.day))
        case e.ReviewHeld():
            return voice.say(_HELD[fact.sitting], who=voice.who(fact.by))
        case e.ReviewReminded():
            return voice.say(_WAITS[fact.sitting], lead=voice.name(incident.lead))
        case e.ReviewRemarked():
            words, text = (_SAID, voice.marked(fact.text)) if fact.text else (_UNSAID, "")
            return voice.say(words, who=voice.who(fact.by), text=text)
        case e.LessonsPassed():
            return voice.say(_PASSED if fact.lessons else _NONE_PASSED, lessons=", ".join(fact.lessons))
        case e.LessonAccepted() | e.ChangeProposed() | e.LessonApplied() | e.LessonProven():
            return _of_lesson(fact, incident, voice)
        case _:
            return None


def _of_lesson(
    fact: e.LessonAccepted | e.ChangeProposed | e.LessonApplied | e.LessonProven,
    incident: Incident,
    voice: Voice,
) -> str:
    text = next((a.text for a in incident.actions if a.id == fact.action), fact.action)
    lesson = voice.marked(text)
    match fact:
        case e.LessonAccepted():
            return voice.say(_ACCEPTED, who=voice.who(fact.by), lesson=lesson)
        case e.ChangeProposed():
            title = voice.marked(set_in(voice.language, fact.title))
            return voice.say(_CHANGED, who=voice.who(fact.by), lesson=lesson, title=title)
        case e.LessonApplied():
            return voice.say(_APPLIED, lesson=lesson, playbook=fact.playbook, version=fact.version)
        case e.LessonProven():
            run = voice.say(_RUNS[bool(fact.ref), fact.drill], ref=fact.ref)
            return voice.say(_PROVEN, lesson=lesson, run=run)


_DATED: Final = {
    Sitting.HOT: Words(
        en="{who} set the hot review for {day}.", fr="{who} a fixé le retour d’expérience à chaud : {day}."
    ),
    Sitting.COLD: Words(
        en="{who} set the cold review for {day}.", fr="{who} a fixé le retour d’expérience à froid : {day}."
    ),
}
_HELD: Final = {
    Sitting.HOT: Words(
        en="The hot review was held, says {who}.",
        fr="Le retour d’expérience à chaud a été tenu, selon {who}.",
    ),
    Sitting.COLD: Words(
        en="The cold review was held, says {who}.",
        fr="Le retour d’expérience à froid a été tenu, selon {who}.",
    ),
}
_WAITS: Final = {
    Sitting.HOT: Words(
        en="The review still waits for its answers; {lead} was told.",
        fr="Le retour d’expérience attend ses réponses ; on a prévenu {lead}.",
    ),
    Sitting.COLD: Words(
        en="The cold review is due: what was decided, and did it hold? {lead} was told.",
        fr="Le retour d’expérience à froid est à tenir : qu’a-t-on décidé, et cela a-t-il tenu ? "
        "On a prévenu {lead}.",
    ),
}
_SAID: Final = Words(
    en="{who} said in the review’s thread: {text}.",
    fr="{who} a dit dans le fil du retour d’expérience : {text}.",
)
_UNSAID: Final = Words(
    en="{who} took back what was said in the review’s thread.",
    fr="{who} a retiré ce qui avait été dit dans le fil du retour d’expérience.",
)
_ACCEPTED: Final = Words(en="{who} accepted the lesson {lesson}.", fr="{who} a accepté la leçon {lesson}.")
_CHANGED: Final = Words(
    en="{who} wrote what the lesson {lesson} changes in the playbook: {title}.",
    fr="{who} a écrit ce que la leçon {lesson} change dans la fiche réflexe : {title}.",
)
_APPLIED: Final = Words(
    en="The lesson {lesson} is applied: the playbook {playbook} v{version} cites it.",
    fr="La leçon {lesson} est appliquée : la fiche réflexe {playbook} v{version} la cite.",
)
_PROVEN: Final = Words(
    en="The lesson {lesson} is proven: {run} went through its step.",
    fr="La leçon {lesson} a fait ses preuves : {run} est passé par son étape.",
)
# By whether the reader may hear its reference, and whether it was an exercise.
_RUNS: Final = {
    (True, False): Words(en="{ref}", fr="{ref}"),
    (True, True): Words(en="the exercise {ref}", fr="l’exercice {ref}"),
    (False, False): Words(en="a restricted incident", fr="un incident restreint"),
    (False, True): Words(en="a restricted exercise", fr="un exercice restreint"),
}
_PASSED: Final = Words(
    en="It went through the steps of these lessons: {lessons}.",
    fr="Il est passé par les étapes de ces leçons : {lessons}.",
)
_NONE_PASSED: Final = Words(
    en="It went through none of the steps that lessons had changed.",
    fr="Il n’est passé par aucune des étapes que des leçons avaient changées.",
)
