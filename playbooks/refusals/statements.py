"""The words of the refusals about statements: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import all_of, dated, deed_of
from playbooks.typed import quoted


def no_such_statement(statement: str) -> NotFound:
    return NotFound(
        Words(
            en=f"There is no statement “{quoted(statement)}” here. `/crisis statement` shows them all.",
            fr=f"Il n’y a pas de communiqué « {quoted(statement)} » ici. `/crise communiqué` les montre tous.",
        )
    )


def no_such_message(message: str) -> NotFound:
    return NotFound(
        Words(
            en=f"This playbook has no prepared message “{quoted(message)}”. Choose one in the form.",
            fr=f"Cette fiche réflexe n’a pas de message préparé « {quoted(message)} ». Choisissez-en un dans le "
            "formulaire.",
        ),
        field="message",
    )


def blank_left(name: str, asks: Words, field: str) -> BadRequest:
    return BadRequest(
        Words(
            en=f"Something is still missing in the text: {asks.en} ({{{{{quoted(name)}}}}}).",
            fr=f"Il manque encore quelque chose dans le texte : {asks.fr} ({{{{{quoted(name)}}}}}).",
        ),
        field=field,
    )


def known_missing() -> BadRequest:
    return BadRequest(
        Words(
            en="Say what is known, be it little: one confirmed fact is enough.",
            fr="Dites ce que l’on sait, même peu : un seul fait confirmé suffit.",
        ),
        field="known",
    )


def empathy_missing() -> BadRequest:
    return BadRequest(
        Words(
            en="People are at risk: say one sentence for them before anything else.",
            fr="Des personnes sont en danger : dites une phrase pour elles avant tout le reste.",
        ),
        field="empathy",
    )


def next_word_missing() -> BadRequest:
    return BadRequest(
        Words(
            en="Say when the next word comes: silence without an hour is read as hiding.",
            fr="Dites quand vient la prochaine prise de parole : un silence sans heure passe pour de la dissimulation.",
        ),
        field="next",
    )


def next_word_in_the_past() -> BadRequest:
    return BadRequest(
        Words(
            en="The announced hour of the next word has passed; choose a later one.",
            fr="L’heure annoncée pour la prochaine prise de parole est passée ; choisissez-en une autre.",
        ),
        field="next",
    )


def strategy_missing() -> BadRequest:
    return BadRequest(
        Words(en="Say what these words try to do.", fr="Dites ce que ce texte cherche à faire."),
        field="strategy",
    )


def too_long(length: int, longest: int) -> BadRequest:
    return BadRequest(
        Words(
            en=f"The text has {length} characters; {longest} are the most. Shorten it.",
            fr=f"Le texte a {length} caractères ; le maximum est de {longest}. Raccourcissez-le.",
        ),
        field="text",
    )


def too_long_for(length: int, takes: Words) -> BadRequest:
    return BadRequest(
        Words(
            en=f"The text has {length} characters, too many for {takes.en}. Shorten it, or tick where it will not be read.",
            fr=f"Le texte a {length} caractères, trop pour : {takes.fr}. Raccourcissez-le, ou cochez où il ne paraîtra pas.",
        ),
        field="text",
    )


def no_such_tool(name: str) -> NotFound:
    return NotFound(
        Words(
            en=f"The directory has no tool “{quoted(name)}” that takes answers. Copy the words instead: “Publish…”.",
            fr=f"L’annuaire n’a pas d’outil « {quoted(name)} » qui prenne des réponses. Copiez plutôt les mots : "
            "« Publier… ».",
        )
    )


def drill_hands_nothing() -> Conflict:
    return Conflict(
        Words(
            en="This is an exercise: nothing is handed to a tool, which would send it to a real customer. Say where it "
            "would have gone: “Publish…”.",
            fr="C’est un exercice : rien n’est confié à un outil, qui l’enverrait à un vrai client. Dites où il serait "
            "parti : « Publier… ».",
        )
    )


def handed_already(by: UserId | None, at: datetime) -> AlreadyDone:
    who = deed_of(by, at)
    return AlreadyDone(
        Words(
            en=f"These words were handed over already{who.en}. Mark them as published once they are out.",
            fr=f"Ces mots ont déjà été confiés{who.fr}. Marquez-les comme publiés quand ils le sont.",
        )
    )


def nobody_else_approves(role: Words) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"Nobody but you can approve for “{role.en}”, and authors never approve their own words. Name "
            "another lead, `/crisis lead @name`, who then may; and have a deputy for this role put in the directory.",
            fr=f"Personne d’autre que vous ne peut approuver pour « {role.fr} », et l’on n’approuve jamais ses "
            "propres mots. Nommez un autre pilote, `/crise pilote @nom`, qui le pourra ; et faites ajouter une "
            "suppléance de ce rôle à l’annuaire.",
        )
    )


def nothing_edited() -> AlreadyDone:
    return AlreadyDone(
        Words(
            en="The text is the same as before; its approvals stand. Nothing was changed.",
            fr="Le texte est le même qu’avant ; ses approbations tiennent. Rien n’a changé.",
        ),
        field="text",
    )


def text_has_changed(by: UserId, at: datetime) -> Conflict:
    return Conflict(
        Words(
            en=f"<@{by}> has changed the text{dated(at)}, after what you read. Nothing was done: read the new text.",
            fr=f"<@{by}> a modifié le texte{dated(at)}, après ce que vous avez lu. Rien n’a été fait : lisez le nouveau "
            "texte.",
        )
    )


def author_never_approves() -> NotAllowed:
    return NotAllowed(
        Words(
            en="These are your own words: somebody else approves them. To drop them: “Withdraw…”.",
            fr="Ce sont vos propres mots : quelqu’un d’autre les approuve. Pour y renoncer : « Retirer… ».",
        )
    )


def not_asked(people: tuple[UserId, ...]) -> NotAllowed:
    who = all_of(people)
    return NotAllowed(
        Words(
            en=f"Your approval is not asked for here; it is up to {who}. Tell them, or write it in the log.",
            fr=f"Votre accord n’est pas demandé ici ; la réponse revient à {who}. Parlez-leur, ou consignez-le au "
            "journal.",
        )
    )


def approved_already(who: UserId | None, at: datetime | None) -> AlreadyDone:
    deed = deed_of(who, at)
    return AlreadyDone(
        Words(
            en=f"This was approved{deed.en}. Nothing more is asked of you.",
            fr=f"C’est approuvé{deed.fr}. On ne vous demande plus rien.",
        )
    )


def objection_needs_words() -> BadRequest:
    return BadRequest(
        Words(
            en="Say in one sentence what is wrong: the author has to mend it.",
            fr="Dites en une phrase ce qui ne va pas : la personne qui écrit doit pouvoir corriger.",
        ),
        field="text",
    )


def objects_already() -> AlreadyDone:
    return AlreadyDone(
        Words(
            en="You object to this text. Withdraw your objection first.",
            fr="Vous vous opposez à ce texte. Retirez d’abord votre objection.",
        )
    )


def no_objection_of_yours() -> Conflict:
    return Conflict(
        Words(
            en="You have no objection here to withdraw. Only whoever objects can take it back.",
            fr="Vous n’avez pas d’objection à retirer ici. Seul l’auteur d’une objection peut la retirer.",
        )
    )


def estimate_too_far(hours: int) -> BadRequest:
    return BadRequest(
        Words(
            en=f"Say a time within {hours} hours; if you need more, tell the author.",
            fr=f"Donnez un délai de {hours} heures au plus ; s’il faut davantage, prévenez l’auteur.",
        )
    )


def not_approved_yet(people: tuple[UserId, ...]) -> Conflict:
    who = all_of(people)
    return Conflict(
        Words(
            en=f"This text is not approved yet: {who} still has to answer. Silence is no approval.",
            fr=f"Ce texte n’est pas encore approuvé : il manque la réponse de {who}. Un silence n’est pas un accord.",
        )
    )


def more_serious_now() -> Conflict:
    return Conflict(
        Words(
            en="It has become more serious since this text was approved, and needs more people’s approval now. Press "
            "Edit and send it again, changed or not: they are asked at once.",
            fr="C’est devenu plus grave depuis que ce texte a été validé : il lui faut d’autres accords. Appuyez sur "
            "Modifier et renvoyez-le, changé ou non : ils sont aussitôt demandés.",
        )
    )


def expired_since() -> Conflict:
    return Conflict(
        Words(
            en="The last day of these prepared words is over since they were written, and nobody has approved them. Press "
            "Edit and send them again, changed or not: whoever keeps them right is asked at once.",
            fr="La validité de ces mots préparés a pris fin depuis leur rédaction, et personne ne les a approuvés. Appuyez "
            "sur Modifier et renvoyez-les, changés ou non : la personne qui les tient à jour est aussitôt sollicitée.",
        )
    )


def is_blocked(who: UserId) -> Conflict:
    return Conflict(
        Words(
            en=f"<@{who}> objects to this text: it may not be published. Edit it, or ask them to withdraw the objection.",
            fr=f"<@{who}> s’oppose à ce texte : il ne peut pas être publié. Modifiez-le, ou demandez-lui de retirer "
            "l’objection.",
        )
    )


def published_already(who: UserId | None, at: datetime) -> AlreadyDone:
    deed = deed_of(who, at)
    return AlreadyDone(
        Words(
            en=f"This was published{deed.en}. Nothing was changed; for other words, write a new statement.",
            fr=f"C’est publié{deed.fr}. Rien n’a changé ; pour d’autres mots, rédigez un nouveau communiqué.",
        )
    )


def withdrawn_already(who: UserId | None, at: datetime | None) -> AlreadyDone:
    deed = deed_of(who, at)
    return AlreadyDone(
        Words(
            en=f"This statement was withdrawn{deed.en}. Nothing was changed.",
            fr=f"Ce communiqué a été retiré{deed.fr}. Rien n’a changé.",
        )
    )


def where_missing() -> BadRequest:
    return BadRequest(
        Words(
            en="Say where it was published: the site, X, a press release …",
            fr="Dites où il a été publié : le site, X, un communiqué de presse…",
        ),
        field="where",
    )


def published_before_approval(at: datetime) -> BadRequest:
    return BadRequest(
        Words(
            en=f"The text was only approved{dated(at)}: choose a later time. If it went out before, write so in the log.",
            fr=f"Le texte n’a été approuvé que{dated(at)} : choisissez une heure plus tardive. S’il est parti avant, "
            "consignez-le au journal.",
        ),
        field="when",
    )


def announces_the_past(at: datetime) -> Conflict:
    return Conflict(
        Words(
            en=f"The text announces the next word for an hour that has passed{dated(at)}. Edit it and have it approved.",
            fr=f"Le texte annonce la prochaine prise de parole pour une heure passée{dated(at)}. Modifiez-le et faites-le "
            "approuver.",
        ),
        field="when",
    )
