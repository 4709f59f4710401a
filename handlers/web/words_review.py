"""The pages' own words about reviews and lessons."""

from collections.abc import Mapping
from typing import Final

from playbooks.playbook import Words

REVIEW_WORDS: Final[Mapping[str, Words]] = {
    "questions": Words(en="Questions", fr="Questions"),
    "no_answer": Words(en="Not answered yet.", fr="Pas encore de réponse."),
    "picture": Words(en="Planned and done, as a picture", fr="Prévu et réalisé, en image"),
    "picture_says": Words(
        en="A circle is when a step was planned, a dot when it was done, a cross when it was left out; a thick red line is "
        "how late it was. The first hours are drawn wider than the rest. The same stands in words in the list of steps.",
        fr="Un cercle marque l’heure prévue d’une étape, un point celle où elle a été faite, une croix celle où elle a été "
        "passée ; un trait rouge épais montre le retard. Les premières heures sont dessinées plus larges que la suite. La "
        "liste des étapes le dit en toutes lettres.",
    ),
    "picture_planned": Words(en="planned {when}", fr="prévu {when}"),
    "picture_done": Words(en="done {when}", fr="fait {when}"),
    "picture_left_out": Words(en="left out {when}", fr="passé {when}"),
    "picture_open": Words(en="never settled", fr="jamais réglé"),
    "picture_late": Words(en="{length} late", fr="{length} de retard"),
    "prepared": Words(en="Prepared", fr="Préparé"),
    "prepared_share": Words(en="{percent} %", fr="{percent} %"),
    "prepared_in_time": Words(
        en="mandatory steps in time: {some} of {all}", fr="étapes obligatoires à l’heure : {some} sur {all}"
    ),
    "prepared_planned": Words(
        en="steps done by plan: {some} of {all}", fr="étapes faites selon le plan : {some} sur {all}"
    ),
    "prepared_weighed": Words(
        en="decisions weighed by the questions: {some} of {all}",
        fr="décisions pesées par les questions : {some} sur {all}",
    ),
    "review_hot": Words(en="Hot review", fr="Retour à chaud"),
    "review_cold": Words(en="Cold review", fr="Retour à froid"),
    "review_was_held": Words(en="held {when}", fr="tenu {when}"),
    "review_is_set": Words(en="for {when}", fr="prévu {when}"),
    "review_is_late": Words(en="still to be held (was for {when})", fr="reste à tenir (prévu {when})"),
    "cause": Words(en="Cause", fr="Cause"),
    "cause_again": Words(
        en="{cause} (before it in twelve months: {n})", fr="{cause} (avant elle en douze mois : {n})"
    ),
    "known_then": Words(en="What was known at each decision", fr="Ce que l’on savait à chaque décision"),
    "known_verified": Words(en="verified: {texts}", fr="vérifié : {texts}"),
    "known_to_verify": Words(en="to verify: {texts}", fr="à vérifier : {texts}"),
    "known_refuted": Words(en="false: {texts}", fr="faux : {texts}"),
    "known_nothing": Words(en="nothing was kept yet", fr="rien n’était encore noté"),
    "said_in_thread": Words(en="Said in the thread", fr="Dit dans le fil"),
    "lessons": Words(en="Lessons", fr="Leçons"),
    "lessons_intro": Words(
        en="What past incidents taught, the latest first, and how far each has come: found, accepted, applied (a released "
        "playbook cites it), proven (a later run went through it).",
        fr="Ce qu’ont appris les incidents passés, du plus récent au plus ancien, et où en est chaque leçon : trouvée, "
        "acceptée, appliquée (une fiche publiée la cite), prouvée (un incident ultérieur y est passé).",
    ),
    "lessons_left": Words(
        en="Only what is left to do, the earliest first",
        fr="Seulement ce qu’il reste à faire, le plus tôt d’abord",
    ),
    "lessons_all": Words(en="All lessons", fr="Toutes les leçons"),
    "lessons_none": Words(
        en="No lesson yet. A review adds them: “Add a lesson”.",
        fr="Pas encore de leçon. Un retour d’expérience les ajoute : « Ajouter une leçon ».",
    ),
    "lesson": Words(en="Lesson", fr="Leçon"),
    "lesson_of": Words(en="From", fr="Tirée de"),
    "lesson_state": Words(en="How far", fr="Où elle en est"),
    "lesson_found": Words(en="found", fr="trouvée"),
    "lesson_accepted": Words(en="accepted", fr="acceptée"),
    "lesson_applied": Words(en="applied: {playbook} v{version}", fr="appliquée : {playbook} v{version}"),
    "lesson_proven": Words(en="proven: {run}", fr="prouvée : {run}"),
    "lesson_proven_restricted": Words(
        en="proven: a restricted incident", fr="prouvée : un incident restreint"
    ),
    "lesson_done": Words(en="done", fr="faite"),
    "sort_keep": Words(en="Keep", fr="Garder"),
    "sort_start": Words(en="Start", fr="Commencer"),
    "sort_stop": Words(en="Stop", fr="Arrêter"),
    "sort_change": Words(en="Change", fr="Changer"),
}
