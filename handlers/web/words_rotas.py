"""The words of the pages about rotas and the contact check, in both languages."""

from collections.abc import Mapping
from typing import Final

from playbooks.playbook import Words


def _w(en: str, fr: str) -> Words:
    return Words(en=en, fr=fr)


ROTA_WORDS: Final[Mapping[str, Words]] = {
    "rotas": _w("Who is on duty", "Astreintes"),
    "rotas_lacking": _w("What is lacking", "Ce qui manque"),
    "rotas_heavy": _w("On duty for too long", "Trop longtemps d’astreinte"),
    "rotas_nobody_heavy": _w("Nobody is on duty for too long.", "Personne n’est trop longtemps d’astreinte."),
    "rotas_hours": _w("Hours on duty, week by week", "Heures d’astreinte, semaine par semaine"),
    "rotas_hours_say": _w(
        "Weeks begin on Monday, where each person lives. Hours in two rotas at once count once.",
        "Les semaines commencent le lundi, là où vit chaque personne. Des heures dans deux astreintes à la fois comptent "
        "une fois.",
    ),
    "rotas_turns": _w("Turns of the next two weeks", "Tours des deux prochaines semaines"),
    "rotas_none": _w("The directory has no rota yet.", "L’annuaire n’a pas encore d’astreinte."),
    "rota": _w("Rota", "Astreinte"),
    "now_on_duty": _w("Now on duty", "D’astreinte maintenant"),
    "nobody_on_duty": _w("nobody", "personne"),
    "then_on_duty": _w("Then", "Ensuite"),
    "nights_in_a_row": _w("Nights in a row", "Nuits de suite"),
    "week_from": _w("week of {day}", "semaine du {day}"),
    "contacts": _w("Who can be reached", "Qui peut être joint"),
    "contacts_none": _w(
        "Nobody was asked yet. An administrator begins with `/crisis check-contacts` in Slack.",
        "Personne n’a encore été sollicité. Un administrateur commence par `/crise contacts` dans Slack.",
    ),
    "contacts_progress": _w(
        "{reached} of {total} can be reached, asked from {at} on.",
        "{reached} sur {total} joignables, sollicités à partir du {at}.",
    ),
    "contacts_verified": _w(
        "Confirmed within 90 days: {n} of {total}.", "Confirmés dans les 90 jours : {n} sur {total}."
    ),
    "contacts_unreachable": _w("Cannot be reached", "Injoignables"),
    "contacts_all_reached": _w(
        "Nobody is known to be out of reach.", "Personne n’est connu comme injoignable."
    ),
    "contacts_wrong": _w("To correct in the directory", "À corriger dans l’annuaire"),
}
