"""The verbs of the commands, in both languages: `/crisis start` and `/crise démarrer` ask for the same."""

import difflib
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from playbooks.playbook import Language, Severity, Words


class Verb(StrEnum):
    """What a command asks for."""

    HELP = "help"
    START = "start"
    REPLY = "reply"
    FIND = "find"
    SEARCH = "search"
    INBOX = "inbox"
    SURGE = "surge"
    LIST = "list"
    STATUS = "status"
    LOG = "log"
    CLOSE = "close"
    REVIEW = "review"
    SEVERITY = "severity"
    LEAD = "lead"
    LINE = "line"
    UPDATE = "update"
    STATEMENT = "statement"
    STEPS = "steps"
    DONE = "done"
    UNDO = "undo"
    SKIP = "skip"
    TAKE = "take"
    ASSIGN = "assign"
    ADD = "add"
    PROPOSE = "propose"
    RELOAD = "reload"
    DECIDE = "decide"
    RENEW = "renew"
    LIFT = "lift"
    POINT = "point"
    CLAIM = "claim"
    FACT = "fact"
    CHECKING = "verifying"
    VERIFY = "verify"
    REFUTE = "refute"
    CORRECT = "correct"
    HANDOVER = "handover"
    CLOCKS = "clocks"
    FREEZE = "freeze"
    RESTART = "restart"
    SAFE = "safe"
    WHO = "who"
    AWAY = "away"
    BACK = "back"
    COVER = "cover"
    SWAP = "swap"
    ROTAS = "rotas"
    COVERAGE = "coverage"
    CHECK_CONTACTS = "check-contacts"
    ESCALATE = "escalate"


# The first of each is the one that help and refusals show; all are written without accents.
ENGLISH: Final[Mapping[Verb, tuple[str, ...]]] = {
    Verb.HELP: ("help", "h"),
    Verb.START: ("start", "open", "begin", "new"),
    Verb.REPLY: ("reply", "answer"),
    Verb.FIND: ("find", "templates", "template", "library"),
    Verb.SEARCH: ("search", "past", "history"),
    Verb.INBOX: ("inbox", "waiting", "queue"),
    Verb.SURGE: ("surge", "flood"),
    Verb.LIST: ("list", "ls", "incidents"),
    Verb.STATUS: ("status", "show", "card"),
    Verb.LOG: ("log", "note", "timeline"),
    Verb.CLOSE: ("close", "end", "finish"),
    Verb.REVIEW: ("review", "retro", "postmortem"),
    Verb.SEVERITY: ("severity", "sev", "level"),
    Verb.LEAD: ("lead", "leader"),
    Verb.LINE: ("line", "say", "holding"),
    Verb.UPDATE: ("update", "say-next"),
    Verb.STATEMENT: ("statement", "statements", "release"),
    Verb.STEPS: ("steps", "step", "checklist", "todo"),
    Verb.DONE: ("done", "do", "tick", "complete"),
    Verb.UNDO: ("undo", "reopen"),
    Verb.SKIP: ("skip",),
    Verb.TAKE: ("take", "mine"),
    Verb.ASSIGN: ("assign", "give"),
    Verb.ADD: ("add",),
    Verb.PROPOSE: ("propose", "suggest"),
    Verb.RELOAD: ("reload",),
    Verb.DECIDE: ("decide", "gate"),
    Verb.RENEW: ("renew", "prolong", "extend"),
    Verb.LIFT: ("lift", "unhold"),
    Verb.POINT: ("point", "agenda", "fixed-point"),
    Verb.CLAIM: ("claim", "rumour", "rumor", "unverified"),
    Verb.FACT: ("fact", "confirmed"),
    Verb.CHECKING: ("verifying", "checking", "being-verified"),
    Verb.VERIFY: ("verify", "confirm"),
    Verb.REFUTE: ("refute", "false", "debunk"),
    Verb.CORRECT: ("correct", "correction"),
    Verb.HANDOVER: ("handover", "hand-over", "relay", "brief"),
    Verb.CLOCKS: ("clocks", "clock", "deadlines"),
    Verb.FREEZE: ("freeze",),
    Verb.RESTART: ("restart", "resume", "unfreeze"),
    Verb.SAFE: ("safe", "unharmed"),
    Verb.WHO: ("who", "whom"),
    Verb.AWAY: ("away", "vacation"),
    Verb.BACK: ("back", "im-back"),
    Verb.COVER: ("cover",),
    Verb.SWAP: ("swap", "trade"),
    Verb.ROTAS: ("rotas", "rota", "oncall", "on-call", "duty"),
    Verb.COVERAGE: ("coverage", "gaps"),
    Verb.CHECK_CONTACTS: ("check-contacts", "contact-check"),
    Verb.ESCALATE: ("escalate", "page", "call"),
}
FRENCH: Final[Mapping[Verb, tuple[str, ...]]] = {
    Verb.HELP: ("aide", "aider"),
    Verb.START: (
        "demarrer",
        "demarre",
        "demarrez",
        "lancer",
        "lance",
        "lancez",
        "ouvrir",
        "ouvre",
        "ouvrez",
        "commencer",
        "debuter",
        "nouveau",
        "nouvelle",
    ),
    Verb.REPLY: ("repondre", "reponse", "reponds", "repondez"),
    Verb.FIND: ("chercher", "trouver", "modeles", "modele", "bibliotheque"),
    Verb.SEARCH: ("rechercher", "recherche", "recherchez", "historique"),
    Verb.INBOX: ("boite", "en-attente", "file"),
    Verb.SURGE: ("afflux", "vague"),
    Verb.LIST: ("liste", "lister"),
    Verb.STATUS: ("statut", "etat", "fiche", "montrer"),
    Verb.LOG: ("journal", "noter", "consigner"),
    Verb.CLOSE: ("clore", "cloture", "cloturer", "fermer", "ferme", "terminer", "fin"),
    Verb.REVIEW: ("revue", "retex", "bilan", "rex"),
    Verb.SEVERITY: ("gravite", "niveau"),
    Verb.LEAD: ("pilote", "pilotage", "piloter"),
    Verb.LINE: ("ligne", "attente", "dire"),
    Verb.UPDATE: ("situation", "maj"),  # and “point” with words: see words.py
    Verb.STATEMENT: ("communique", "communiques", "declaration", "rediger", "redige"),
    Verb.STEPS: ("etapes", "etape", "taches"),
    Verb.DONE: ("fait", "faite", "faire", "cocher"),
    Verb.UNDO: ("annuler", "annule", "rouvrir", "defaire"),
    Verb.SKIP: ("passer", "passe", "sauter"),
    Verb.TAKE: ("prendre", "prends", "moi"),
    Verb.ASSIGN: ("assigner", "confier", "confie", "attribuer"),
    Verb.ADD: ("ajouter", "ajoute"),
    Verb.PROPOSE: ("proposer", "suggerer"),
    Verb.RELOAD: ("recharger", "relire"),
    Verb.DECIDE: ("decider", "decidez", "trancher"),
    Verb.RENEW: ("prolonger", "prolonge", "renouveler"),
    Verb.LIFT: ("lever", "leve"),
    Verb.POINT: ("point-fixe", "ordre-du-jour"),
    Verb.CLAIM: ("rumeur", "a-verifier", "info"),
    Verb.FACT: ("avere", "averee", "fait-avere", "etabli"),
    Verb.CHECKING: ("en-verification", "je-verifie"),
    Verb.VERIFY: ("confirmer", "confirme", "verifier", "verifie"),
    Verb.REFUTE: ("infirmer", "infirme", "refuter", "faux"),
    Verb.CORRECT: ("corriger", "corrige", "corrigez", "rectifier"),
    Verb.HANDOVER: ("releve", "passation", "relayer"),
    Verb.CLOCKS: ("delais", "delai"),
    Verb.FREEZE: ("geler", "gel", "gele", "gelez"),
    Verb.RESTART: ("reprendre", "reprise", "relancer", "degeler"),
    Verb.SAFE: ("hors-danger", "indemnes"),
    Verb.WHO: ("qui",),
    Verb.AWAY: ("absent", "absente", "absence", "conges"),
    Verb.BACK: ("de-retour", "retour", "revenu", "revenue"),
    Verb.COVER: ("remplacer", "remplacement", "remplace"),
    Verb.SWAP: ("echanger", "echange"),
    Verb.ROTAS: ("astreintes", "astreinte", "gardes"),
    Verb.COVERAGE: ("couverture", "trous"),
    Verb.CHECK_CONTACTS: ("contacts", "verifier-contacts", "coordonnees"),
    Verb.ESCALATE: ("escalader", "escalade", "escaladez", "alerter", "appeler"),
}
_SHOWN: Final[Mapping[str, str]] = {
    "demarrer": "démarrer",
    "repondre": "répondre",
    "boite": "boîte",
    "gravite": "gravité",
    "etapes": "étapes",
    "communique": "communiqué",
    "decider": "décider",
    "avere": "avéré",
    "en-verification": "en vérification",
    "releve": "relève",
    "delais": "délais",
    "de-retour": "de retour",
    "echanger": "échanger",
}

_KNOWN: Final[Mapping[str, tuple[Verb, Language]]] = {
    **{word: (verb, Language.FR) for verb, words in FRENCH.items() for word in words},
    **{word: (verb, Language.EN) for verb, words in ENGLISH.items() for word in words},
}
NEAR: Final = 0.6  # of 1, as difflib measures likeness; “strat” is 0.8 like “start”

_SEVERITIES: Final[Mapping[str, Severity]] = {
    **{
        f"{prefix}{n}": severity for n, severity in enumerate(Severity, 1) for prefix in ("sev", "", "p", "n")
    },
    "crisis": Severity.SEV1,
    "crise": Severity.SEV1,
    "sensitive": Severity.SEV2,
    "sensible": Severity.SEV2,
    "incident": Severity.SEV3,
    "watch": Severity.SEV4,
    "veille": Severity.SEV4,
}


def known(word: str) -> tuple[Verb, Language] | None:
    """Find the verb that a word is, with or without accents, and the language it is of."""
    return _KNOWN.get(bare(word))


def nearest(word: str) -> Words | None:
    """Find the known word that somebody may have meant, written as each language shows it."""
    close = difflib.get_close_matches(bare(word)[:40], _KNOWN, n=1, cutoff=NEAR)
    if not close:
        return None
    verb, _ = _KNOWN[close[0]]
    return shown(verb)


def shown(verb: Verb) -> Words:
    """Write a verb as people are taught it."""
    french = FRENCH[verb][0]
    return Words(en=ENGLISH[verb][0], fr=_SHOWN.get(french, french))


def severity(word: str) -> Severity | None:
    """Find the severity that a word names: sev1, 1, crisis, crise."""
    return _SEVERITIES.get(bare(word).replace("-", ""))


def bare(word: str) -> str:
    """Write a word in small letters without accents."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).replace("œ", "oe")
