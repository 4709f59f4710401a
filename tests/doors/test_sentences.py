"""Every fact can be told in one sentence of either language, and every refusal of Slack's has its mend."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.reasons import reason_in_words
from handlers.sentences import sentence
from handlers.wording import counted, french, lasting, set_in
from playbooks import events as e
from playbooks.commands import (
    ActionId,
    CallId,
    ChannelId,
    EntryKind,
    Errand,
    IncidentId,
    Original,
    OutletId,
    Sitting,
    Verification,
    Way,
)
from playbooks.events import Nudged
from playbooks.matching import Triage
from playbooks.playbook import (
    Clock,
    ClockId,
    Lane,
    Language,
    Network,
    Outcome,
    PlaybookId,
    RoleId,
    Severity,
    Since,
    StepId,
    UserId,
    Words,
)
from playbooks.routing import MAIL, Act, Criterion, MeansId, Relaxed
from playbooks.triage import Sign
from tests.doors.drawn import after
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.customers import a_case
from tests.fakes.plans import (
    CLAIRE,
    DANA,
    FACTS,
    OMAR,
    PRESS,
    SAM,
    SUBSTANCE,
    a_playbook,
    an_incident,
    an_opening,
)
from tests.fakes.statements import S1, a_proposal, an_ask, every_fact
from tests.fakes.surges import an_answer
from tests.rules.assessed import answers
from tests.rules.gated import AWAITED, EXPIRED, REMINDED, RENEWED, REPLACED, TRIGGERED, a_stance

AT = MONDAY_MORNING
NOTIFY = ClockId("notify")
A_CLOCK = Clock(
    id=NOTIFY,
    title=Words(en="Tell the authority", fr="Prévenir l’autorité"),
    limit=timedelta(hours=72),
    since=Since.AWARENESS,
    owner=RoleId("security"),
)
CALL = CallId("press.0.U0CLAIRE")
TOOL = MeansId("care-tool")
POSTS = OutletId("c1")
STOPPED = e.PublishingFrozen(at=MONDAY_MORNING, by=SAM, scope="the brand", outlets=((POSTS, "Posts"),))
CALLED = e.ContactCalled(at=AT, call=CALL, ladder=PRESS, rung=0, person=CLAIRE, due_at=AT)
ADDED = e.ActionAdded(at=AT, by=SAM, action=ActionId("a1"), text="Train deputies", owner=OMAR, due_at=AT)

EDITED, REACHED, ESTIMATED, LAPSED, APPROVED, OBJECTED, TAKEN_BACK, PUBLISHED, WITHDRAWN, RAISED = every_fact(
    DANA, OMAR
)

BY_HAND = e.PlannedLadder(ladder=PRESS, rungs=())
TOLD: tuple[tuple[e.Event, str, str], ...] = (
    (an_opening(), "Dana opened “Customer file on a forum”", "Dana a ouvert « Customer file on a forum »"),
    (an_opening(drill=True), "EXERCISE.", "EXERCICE."),
    (
        an_opening(relaxed=(Relaxed(role=RoleId("comms"), person=OMAR, missed=(Criterion.LANGUAGE,)),)),
        "For want of anybody else, these do not speak English: Omar.",
        "Faute de mieux, ne parlent pas anglais : Omar.",
    ),
    (
        an_opening(relaxed=(Relaxed(role=RoleId("comms"), person=OMAR, missed=(Criterion.PLACE,)),)),
        "For want of anybody nearer, from elsewhere: Omar.",
        "Faute de plus proche, viennent d’ailleurs : Omar.",
    ),
    (e.RoomOpened(at=AT, channel=ChannelId("C1"), name="inc-1"), "The channel #inc-1", "Le canal #inc-1"),
    (
        e.CardPosted(at=AT, channel=ChannelId("C1"), ts="1"),
        "The card was posted.",
        "La fiche de suivi a été envoyée.",
    ),
    (
        e.DeliveryFailed(at=AT, errand=Errand.ANNOUNCE, subject="", reason="is_archived"),
        "Slack refused the line in the announcements channel. The channel is archived.",
        "Slack a refusé l’annonce au canal des annonces. Le canal est archivé.",
    ),
    (
        e.StepCompleted(at=AT, by=DANA, step=FACTS, note=""),
        "Dana did step 1 “Do facts”.",
        "Dana a terminé l’étape 1 « Faire facts ».",
    ),
    (
        e.StepCompleted(at=AT, by=DANA, step=SUBSTANCE, note="Hold."),
        "Dana did step 2 “Do substance”: Hold.",
        "Dana a terminé l’étape 2 « Faire substance » : Hold.",
    ),
    (e.StepReopened(at=AT, by=DANA, step=FACTS), "Dana reopened", "Dana a rouvert"),
    (e.StepPartDone(at=AT, by=DANA, step=FACTS, note=""), "Dana did their part", "Dana a fait sa part"),
    (
        e.StepSkipped(at=AT, by=DANA, step=FACTS, reason="no need"),
        "Dana left out step 1 “Do facts”: no need.",
        "Dana a passé l’étape 1 « Faire facts » : no need.",
    ),
    (e.StepAssigned(at=AT, by=DANA, step=FACTS, to=DANA), "Dana took step 1 “", "Dana a pris l’étape 1 «"),
    (e.StepAssigned(at=AT, by=DANA, step=FACTS, to=OMAR), "“Do facts” to Omar.", "« Faire facts » à Omar."),
    (
        e.StepAdded(at=AT, by=DANA, step=StepId("added-1"), title="Call", owner=OMAR, due_at=AT),
        "Dana added step 4 “Call”, for Omar, due 09:00.",
        "Dana a ajouté l’étape 4 « Call », pour Omar, échéance 09:00.",
    ),
    (e.StepsLate(at=AT, steps=(FACTS,), to=OMAR, level=Nudged.OWNER), "Late: 1.", "En retard : 1."),
    (
        e.StepsLate(at=AT, steps=(FACTS,), to=SAM, level=Nudged.LEAD),
        "Still late: 1.",
        "Toujours en retard : 1.",
    ),
    (
        CALLED,
        "A call to Claire is due (ladder press, rung 1).",
        "Un appel à Claire est à passer (échelle presse",
    ),
    (
        e.ContactCalled(
            at=AT + timedelta(minutes=4), call=CALL, ladder=PRESS, rung=0, person=CLAIRE, due_at=AT
        ),
        "late by 4 min",
        "en retard de 4 min",
    ),
    (
        e.CallSent(at=AT, call=CALL, channel=ChannelId("D1"), ts="1"),
        "Slack accepted the call to Claire.",
        "Slack a accepté l’appel à Claire.",
    ),
    (
        e.CallFailed(at=AT, call=CALL, reason="account_inactive"),
        "The call to Claire was not delivered.",
        "L’appel à Claire n’est pas parti.",
    ),
    (
        e.CallHeldUp(at=AT, call=CALL),
        "Slack holds up the call to Claire; if that lasts, the next is called.",
        "Slack fait attendre l’appel à Claire ; si cela dure, le suivant est appelé.",
    ),
    (
        e.MeansUsed(at=AT, call=CALL, means=MAIL),
        "Claire has not answered yet: the call goes by mail as well.",
        "Claire n’a pas encore répondu : l’appel part aussi par courriel.",
    ),
    (
        e.MeansUsed(at=AT, call=CALL, means=MAIL, why=e.Why.NOT_TAKEN),
        "Slack has not taken the call to Claire: it goes by mail as well.",
        "Slack n’a pas pris l’appel à Claire : il part aussi par courriel.",
    ),
    (
        e.MeansUsed(at=AT, call=CALL, means=MAIL, why=e.Why.FAILED, reason="user_not_found"),
        "The call to Claire goes by mail at once.",
        "L’appel à Claire part aussitôt par courriel.",
    ),
    (
        e.MeansUsed(at=AT, call=CALL, means=MAIL, why=e.Why.BLOCKED, reason="token_revoked"),
        "Slack refuses everything for now, and the call to Claire goes by mail at once. Slack no longer accepts",
        "Slack refuse tout pour le moment, et l’appel à Claire part aussitôt par courriel. Slack n’accepte plus",
    ),
    (
        e.CallSent(at=AT, call=CALL, means=MAIL),
        "The call to Claire by mail was accepted.",
        "L’appel à Claire par courriel a été accepté.",
    ),
    (
        e.CallFailed(at=AT, call=CALL, means=MAIL, reason="mail_recipient"),
        "The call to Claire by mail was not delivered. The mail server knows no such address.",
        "L’appel à Claire par courriel n’est pas parti. Le serveur de courriel ne connaît pas cette adresse.",
    ),
    (
        e.CallTaken(at=AT, by=CLAIRE, call=CALL, means=MAIL),
        "Claire takes it, answered by mail.",
        "Claire s’en charge, réponse par courriel.",
    ),
    (
        e.CallDeclined(at=AT, by=CLAIRE, call=CALL, reason="on a plane", means=MAIL),
        "Claire can’t, answered by mail: on a plane.",
        "Claire ne peut pas, réponse par courriel",
    ),
    (e.CallTaken(at=AT, by=CLAIRE, call=CALL), "Claire takes it.", "Claire s’en charge."),
    (
        e.CallDeclined(at=AT, by=CLAIRE, call=CALL, reason="on a plane"),
        "Claire can’t: on a plane.",
        "Claire ne peut pas",
    ),
    (
        e.CallDeclined(at=AT, by=CLAIRE, call=CALL, reason="on a plane", to=SAM),
        "Claire can’t, and asks for Sam instead: on a plane.",
        "Claire ne peut pas, et demande Sam à sa place : on a plane.",
    ),
    (
        e.AnswerDoubted(at=AT, call=CALL),
        "The work has gone quiet: Claire is asked whether they are still on it.",
        "Plus rien ne bouge : on demande à Claire si c’est toujours en main.",
    ),
    (
        e.AnswerConfirmed(at=AT, by=CLAIRE, call=CALL),
        "Claire is still on it.",
        "Claire s’en occupe toujours.",
    ),
    (
        e.AnswerExpired(at=AT, call=CALL),
        "No word since Claire was asked again: that answer counts no longer",
        "Aucune nouvelle depuis la relance de Claire : cette réponse ne compte plus",
    ),
    (
        e.Escalated(at=AT, by=DANA, ladder=PRESS, reason="it spreads", planned=BY_HAND, person=SAM),
        "Dana asks for Sam: it spreads.",
        "Dana demande Sam : it spreads.",
    ),
    (
        e.Escalated(at=AT, by=DANA, ladder=PRESS, reason="", planned=BY_HAND, role=RoleId("legal")),
        "Dana asks for “Legal”.",
        "Dana demande « Juridique ».",
    ),
    (
        e.Escalated(at=AT, by=DANA, ladder=PRESS, reason="it spreads"),
        "Dana asks for the next rung before its time: it spreads.",
        "Dana demande l’échelon suivant sans attendre : it spreads.",
    ),
    (
        e.Escalated(at=AT, by=SAM, ladder=PRESS, reason="here too", person=CLAIRE, joined=True),
        "Sam asks for Claire as well; that call is under way: here too.",
        "Sam demande aussi Claire ; l’appel est déjà lancé : here too.",
    ),
    (e.LadderExhausted(at=AT, ladder=PRESS), "Nobody on the ladder press answered.", "Personne n’a répondu"),
    (
        e.SeverityChanged(at=AT, by=DANA, severity=Severity.SEV1, reason="press"),
        "Dana set the severity to Crisis: press.",
        "Dana a fixé la gravité à Crise : press.",
    ),
    (e.LeadNamed(at=AT, by=DANA, lead=DANA), "Dana took the lead.", "Dana a pris le pilotage."),
    (e.LeadNamed(at=AT, by=DANA, lead=OMAR), "Dana named Omar as lead.", "Dana a confié le pilotage à Omar."),
    (
        e.LeadNamed(at=AT, by=DANA, lead=OMAR, former=SAM),
        "Dana named Omar as lead, in place of Sam.",
        "Dana a confié le pilotage à Omar, à la place de Sam.",
    ),
    (
        e.HoldingLineSet(at=AT, by=DANA, text="We check."),
        "what we say for now",
        "ce que nous disons pour l’instant",
    ),
    (
        e.UpdateGiven(at=AT, by=DANA, text="We check", next_at=AT),
        "Next word: 09:00.",
        "Prochain point : 09:00.",
    ),
    (e.PromiseReminded(at=AT, next_at=AT), "Sam was reminded", "Rappel à Sam"),
    (e.PromiseBroken(at=AT, next_at=AT), "did not come.", "n’a pas été fait"),
    (e.LogWritten(at=AT, by=DANA, text="It rains"), "Dana noted: “It rains”.", "Dana a noté : « It rains »."),
    (
        e.LogWritten(at=AT, by=DANA, text="Passports", status=Verification.TO_VERIFY, claim=2),
        "Dana kept claim 2, to be verified: “Passports”.",
        "Dana a consigné l’information 2, à vérifier : « Passports ».",
    ),
    (
        e.LogWritten(at=AT, by=DANA, text="Passports", status=Verification.VERIFIED, claim=2),
        "Dana kept fact 2, verified: “Passports”.",
        "Dana a consigné l’information 2, vérifiée : « Passports ».",
    ),
    (
        e.ClaimSettled(at=AT, by=DANA, claim=1, true=True, words="seen."),
        "Dana verified claim 1: seen.",
        "Dana a confirmé l’information 1 : seen.",
    ),
    (
        e.ClaimSettled(at=AT, by=DANA, claim=1, true=False, words=""),
        "Dana found claim 1 to be false.",
        "Dana a infirmé l’information 1.",
    ),
    (
        e.LogWritten(at=AT, by=DANA, text="It rains", entry=3),
        "Dana kept entry 3: “It rains”.",
        "Dana a consigné l’entrée 3 : « It rains ».",
    ),
    (
        e.LogWritten(
            at=AT, by=DANA, text="We hold.", entry=4, kind=EntryKind.HANDOVER, happened=AT, corrects=3
        ),
        "Dana kept entry 4, hand-over: “We hold” (it happened 09:00; it corrects entry 3).",
        "Dana a consigné l’entrée 4, relève : « We hold » (heure des faits : 09:00 ; corrige l’entrée 3).",
    ),
    (
        e.LogWritten(
            at=AT,
            by=DANA,
            text="Seen",
            entry=5,
            kind=EntryKind.MESSAGE,
            happened=AT,
            original=Original(channel=ChannelId("C0"), ts="1.1", author=SAM),
        ),
        "Dana kept entry 5, message: “Seen” (written by Sam, 09:00).",
        "Dana a consigné l’entrée 5, message : « Seen » (écrit par Sam, 09:00).",
    ),
    (
        e.LogWritten(at=AT, by=DANA, text="Passports", status=Verification.CHECKING, claim=2, source="AFP"),
        "Dana kept claim 2, being verified: “Passports” (source: AFP).",
        "Dana a consigné l’information 2, en vérification : « Passports » (source : AFP).",
    ),
    (
        e.ClaimSettled(at=AT, by=DANA, claim=1, true=True, words="seen", source="the host"),
        "Dana verified claim 1: seen (source: the host).",
        "Dana a confirmé l’information 1 : seen (source : the host).",
    ),
    (
        e.ClaimChecked(at=AT, by=DANA, claim=1),
        "Dana is verifying claim 1.",
        "Dana vérifie l’information 1.",
    ),
    (
        e.MessageEdited(at=AT, by=SAM, entry=5, text="Seen twice."),
        "Sam edited the message kept as entry 5. It says by now: “Seen twice”.",
        "Sam a modifié le message consigné à l’entrée 5. Il dit désormais : « Seen twice ».",
    ),
    (
        e.MessageEdited(at=AT, by=SAM, entry=5, text=""),
        "It says by now: nothing.",
        "Il dit désormais : rien.",
    ),
    (
        e.MessageDeleted(at=AT, entry=5),
        "The message kept as entry 5 was deleted; the entry stands.",
        "Le message consigné à l’entrée 5 a été supprimé ; l’entrée demeure.",
    ),
    (
        e.SeverityAssessed(at=AT, by=DANA, factors=answers(2, 3), advised=Severity.SEV3, people_at_risk=True),
        "Dana assessed the severity: 5 points of 18 advise “Incident”. People may be at risk.",
        "Dana a évalué la gravité : 5 points sur 18 conseillent « Incident ». Des personnes peuvent",
    ),
    (
        e.RiskFound(at=AT, by=DANA),
        "Dana said that people may be at risk.",
        "Dana a signalé que des personnes peuvent être en danger.",
    ),
    (
        e.PointDue(at=AT, due_at=AT, to=SAM),
        "A fixed point was due (09:00); Sam was told.",
        "Un point fixe était prévu (09:00) ; on a prévenu Sam.",
    ),
    (
        e.PointLapsed(at=AT, due_at=AT, to=OMAR),
        "Nobody has held the fixed point that was due (09:00); Omar was told.",
        "Personne n’a tenu le point fixe prévu (09:00) ; on a prévenu Omar.",
    ),
    (e.PointHeld(at=AT, by=DANA), "Dana held the fixed point.", "Dana a tenu le point fixe."),
    (e.AgendaShared(at=AT, by=DANA), "Dana posted the agenda", "Dana a envoyé l’ordre du jour"),
    (
        e.HandedOver(at=AT, by=SAM, to=OMAR, former=SAM),
        "Sam handed the lead over to Omar.",
        "Sam a passé la relève à Omar",
    ),
    (e.HandedOver(at=AT, by=OMAR, to=OMAR), "Omar took the lead over.", "Omar a pris la relève du pilotage."),
    (
        e.HandedOver(at=AT, by=OMAR, to=OMAR, former=SAM),
        "Omar took the lead over from Sam.",
        "Omar a repris le pilotage à la place de Sam.",
    ),
    (
        e.HandedOver(at=AT, by=OMAR, to=DANA, former=SAM),
        "Omar named Dana as lead, in place of Sam.",
        "Omar a confié le pilotage à Dana, à la place de Sam.",
    ),
    (
        e.DeliveryFailed(at=AT, errand=Errand.NUDGE, subject="3", reason="fault:NotFound"),
        "Not sent: a reminder by direct message. This failed in Crisis Desk itself, not in Slack.",
        "Pas parti : un rappel en message direct. La panne vient de Crisis Desk, non de Slack.",
    ),
    (
        e.LeadUnreached(at=AT, lead=SAM, to=DANA, reason="user_disabled"),
        "Sam leads, and no message reaches them. This person’s Slack account is deactivated.",
        "Sam pilote, et aucun message ne lui parvient. Le compte Slack de cette personne est désactivé.",
    ),
    (
        e.IncidentClosed(at=AT, by=SAM, reason="over.", left_open=(FACTS,)),
        "Sam closed INC-2026-0001: over. Left open: 1. “Do facts”.",
        "Sam a clos INC-2026-0001 : over. Restent ouvertes : 1. « Faire facts ».",
    ),
    (
        e.ReviewPosted(at=AT, channel=ChannelId("C1"), ts="1"),
        "The review began.",
        "Le retour d’expérience a commencé.",
    ),
    (
        e.ReviewAnswered(at=AT, by=SAM, question="next", text="Sooner"),
        "Sam answered “What next time?” with “Sooner”.",
        "Sam a répondu à « Et la prochaine fois ? » : « Sooner ».",
    ),
    (e.ReviewReminded(at=AT), "The review still waits", "Le retour d’expérience attend"),
    (
        e.ReviewReminded(at=AT, sitting=Sitting.COLD),
        "The cold review is due: what was decided, and did it hold?",
        "Le retour d’expérience à froid est à tenir : qu’a-t-on décidé, et cela a-t-il tenu ?",
    ),
    (
        e.ReviewDated(at=AT, by=SAM, sitting=Sitting.COLD, day=AT),
        "Sam set the cold review for ",
        "Sam a fixé le retour d’expérience à froid : ",
    ),
    (
        e.ReviewRemarked(at=AT, by=SAM, ts="9.1", text="Too late"),
        "Sam said in the review’s thread: “Too late”.",
        "Sam a dit dans le fil du retour d’expérience : « Too late ».",
    ),
    (
        e.ReviewRemarked(at=AT, by=SAM, ts="9.1", text=""),
        "Sam took back what was said in the review’s thread.",
        "Sam a retiré ce qui avait été dit dans le fil du retour d’expérience.",
    ),
    (
        e.ReviewHeld(at=AT, by=SAM, sitting=Sitting.HOT),
        "The hot review was held, says Sam.",
        "Le retour d’expérience à chaud a été tenu, selon Sam.",
    ),
    (
        e.LessonAccepted(at=AT, by=SAM, action=ActionId("a1")),
        "Sam accepted the lesson “Train deputies”.",
        "Sam a accepté la leçon « Train deputies ».",
    ),
    (
        e.ChangeProposed(
            at=AT,
            by=SAM,
            action=ActionId("a1"),
            step=StepId("facts"),
            way=Way.AFTER,
            title=Words(en="Call both deputies", fr="Appeler les deux suppléants"),
        ),
        "Sam wrote what the lesson “Train deputies” changes in the playbook: “Call both deputies”.",
        "Sam a écrit ce que la leçon « Train deputies » change dans la fiche réflexe : « Appeler les deux suppléants ».",
    ),
    (
        e.LessonApplied(
            at=AT, action=ActionId("a1"), playbook=PlaybookId("data-breach"), version=4, step=StepId("facts")
        ),
        "The lesson “Train deputies” is applied: the playbook data-breach v4 cites it.",
        "La leçon « Train deputies » est appliquée : la fiche réflexe data-breach v4 la cite.",
    ),
    (
        e.LessonProven(at=AT, action=ActionId("a1"), run="i-2", ref="INC-2026-0002", drill=False),
        "The lesson “Train deputies” is proven: INC-2026-0002 went through its step.",
        "La leçon « Train deputies » a fait ses preuves : INC-2026-0002 est passé par son étape.",
    ),
    (
        e.LessonProven(at=AT, action=ActionId("a1"), run="i-2", ref="", drill=True),
        "is proven: a restricted exercise went through",
        "a fait ses preuves : un exercice restreint est passé",
    ),
    (
        e.LessonsPassed(at=AT, lessons=("INC-2025-0001/a1",)),
        "It went through the steps of these lessons: INC-2025-0001/a1.",
        "Il est passé par les étapes de ces leçons : INC-2025-0001/a1.",
    ),
    (
        e.LessonsPassed(at=AT, lessons=()),
        "It went through none of the steps",
        "Il n’est passé par aucune des étapes",
    ),
    (
        ADDED,
        "Sam added the action “Train deputies” for Omar, due 09:00.",
        "Sam a ajouté l’action « Train deputies » pour Omar",
    ),
    (
        e.ActionReminded(at=AT, action=ActionId("a1")),
        "Omar was reminded of the action",
        "Rappel à Omar de l’action",
    ),
    (
        a_proposal(DANA),
        "Dana proposed the statement s1 “our own words” (Inform: what happened, what to do).",
        "Dana a proposé le communiqué s1 « texte libre » (Informer : les faits, les consignes).",
    ),
    (EDITED, "Dana changed the text of s1", "Dana a modifié le texte de s1"),
    (an_ask(OMAR), "Omar is asked to approve s1", "L’accord est demandé à Omar sur s1"),
    (
        an_ask(OMAR, instead_of=CLAIRE),
        "Claire has not answered; Omar is asked as well",
        "Claire n’a pas répondu",
    ),
    (REACHED, "Slack accepted the message to Omar", "Slack a accepté le message à Omar"),
    (ESTIMATED, "Omar needs until 09:30 to read s1", "Omar demande du temps pour lire s1"),
    (
        e.RiskLifted(at=AT, by=SAM, reason="The site was empty."),
        "Sam says that nobody is at risk any more: The site was empty.",
        "Sam indique que plus personne n’est en danger",
    ),
    (LAPSED, "Omar has not answered in time", "Omar n’a pas répondu à temps"),
    (
        replace(LAPSED, alone=(RoleId("legal"),)),
        "Silence is no approval. Nobody else is left to ask for “Legal”: telephone.",
        "Il ne reste personne d’autre à solliciter pour « Juridique » : téléphonez.",
    ),
    (
        RAISED,
        "s1 “our own words” needs more approval. Each of these must approve: “Communications director”, “Legal”.",
        "s1 « texte libre » demande plus d’accords. Chacun de ces rôles doit l’approuver : «",
    ),
    (
        replace(RAISED, lane=Lane.AMBER, roles=(RoleId("comms"),)),
        "One of these must approve: “Communications director”.",
        "L’un de ces rôles doit l’approuver : «",
    ),
    (
        replace(RAISED, alone=(RoleId("legal"),)),
        "Only who wrote it is left for “Legal”: name another lead, who is then asked.",
        "il ne reste que qui l’a écrit",
    ),
    (
        replace(LAPSED, reason="account_inactive"),
        "Slack could not reach Omar about s1 “our own words”.",
        "Slack n’a pas pu joindre Omar",
    ),
    (APPROVED, "Omar approved s1 “our own words”, with a remark: “Say", "Omar a approuvé s1"),
    (replace(APPROVED, remark=""), "Omar approved s1 “our own words”.", "Omar a approuvé s1"),
    (OBJECTED, "Omar objects to s1", "Omar s’oppose à s1"),
    (TAKEN_BACK, "Omar withdrew the objection", "Omar a retiré son objection"),
    (
        PUBLISHED,
        "Dana published the statement s1 “our own words”: “the site”, 09:00.",
        "Dana a publié le communiqué s1 « texte libre » : « the site », 09:00.",
    ),
    (WITHDRAWN, "Dana withdrew s1 “our own words”: overtaken.", "Dana a retiré s1"),
    (
        a_stance(owner=CLAIRE),
        "Claire decided: “Hold, for a set time”, until 13:00, owner Claire: we do not know yet. The advice was the same.",
        "Claire a décidé : « Temporiser, pour un temps fixé », fin 13:00, responsable Claire : we do not know yet.",
    ),
    (
        a_stance(Outcome.RESPOND),
        "Claire decided: “Answer in public”: we do not know yet. The advice was “Hold, for a set time”.",
        "Le conseil était « Temporiser, pour un temps fixé ».",
    ),
    (
        REMINDED,
        "Dana was told that 50% of the time is over.",
        "On a prévenu Dana : 50 % du temps est écoulé.",
    ),
    (
        EXPIRED,
        "The hold is over and the decision is open again; told: Dana, Maud.",
        "la décision est de nouveau à prendre ; prévenus : Dana, Maud.",
    ),
    (AWAITED, "The decision is still open; Maud was told again.", "nouveau rappel à Maud"),
    (
        RENEWED,
        "Odile prolonged the hold until 13:50: not yet.",
        "Odile a prolongé l’attente, nouvelle fin 13:50 : not yet.",
    ),
    (
        TRIGGERED,
        "Claire ended the hold because it has leaked. The decision is open again.",
        "Claire a mis fin à l’attente (il y a une fuite). La décision est de nouveau à prendre.",
    ),
    (
        REPLACED,
        "Claire decides anew, which ends the hold.",
        "Claire a de nouveau décidé, ce qui met fin à l’attente.",
    ),
    (e.ActionCompleted(at=AT, by=OMAR, action=ActionId("a1")), "Omar did the action", "Omar a mené l’action"),
    (
        e.ClockConfirmed(at=AT, by=SAM, clock=NOTIFY, started_at=AT),
        "Sam confirmed the legal clock “Tell the authority” (start: 09:00).",
        "Sam a confirmé le délai légal « Prévenir l’autorité » (début : 09:00).",
    ),
    (
        e.ClockConfirmed(at=AT, by=SAM, clock=NOTIFY, started_at=AT, reason="known on Monday"),
        "Sam moved the start of the legal clock “Tell the authority” to 09:00: known on Monday.",
        "Sam a repoussé le début du délai légal « Prévenir l’autorité » à 09:00 : known on Monday.",
    ),
    (
        e.DeliveryFailed(
            at=AT,
            errand=Errand.NUDGE,
            subject="9",
            reason="user_not_found",
            to=SAM,
            instead=OMAR,
            clocks=(NOTIFY,),
        ),
        "Sam was not reached by the reminder of legal clocks: “Tell the authority”. Omar is told instead.",
        "Sam n’a pas reçu le rappel de délais légaux : « Prévenir l’autorité ». On prévient Omar à la place.",
    ),
    (
        e.DeliveryFailed(
            at=AT, errand=Errand.NUDGE, subject="9", reason="user_not_found", to=SAM, instead=OMAR
        ),
        "Sam was not reached by the reminder of what is stopped in publishing. Omar is told instead.",
        "Sam n’a pas reçu le rappel de ce qui est arrêté dans les publications. On prévient Omar à la place.",
    ),
    (
        e.ClockWaived(at=AT, by=SAM, clock=NOTIFY, reason="no data"),
        "Sam waived the legal clock “Tell the authority”: no data.",
        "Sam a écarté le délai légal « Prévenir l’autorité » : no data.",
    ),
    (
        e.ClockMet(at=AT, by=SAM, clock=NOTIFY, evidence="receipt 42"),
        "Sam said that the legal clock “Tell the authority” is met: receipt 42.",
        "Sam a déclaré tenu le délai légal « Prévenir l’autorité » : receipt 42.",
    ),
    (
        e.ClocksReminded(at=AT, to=SAM, shares=((NOTIFY, 75), (ClockId("lost"), 100))),
        "Reminder for Sam, legal clocks: “Tell the authority” (75% of its time is over), “lost” (its limit has passed).",
        "Rappel pour Sam, délais légaux : « Prévenir l’autorité » (75 % du temps passé), « lost » (la limite est passée)",
    ),
    (
        e.ClockMissed(at=AT, clock=NOTIFY, limit_at=AT),
        "The legal clock “Tell the authority” was missed",
        "Le délai légal « Prévenir l’autorité » est manqué",
    ),
    (
        e.PublishingFrozen(at=AT, by=SAM, scope="the brand", outlets=((POSTS, "Posts"),)),
        "Sam asked that publishing stop (“the brand”): “Posts”.",
        "Sam a demandé l’arrêt des publications (« the brand ») : « Posts ».",
    ),
    (
        e.PublishingFrozen(at=AT, by=SAM, scope="France", outlets=()),
        "Sam set the scope of the freeze to “France”.",
        "Sam a fixé l’étendue du gel à « France ».",
    ),
    (
        e.PublishingFrozen(
            at=AT, by=SAM, scope="all", outlets=tuple((OutletId(f"c{n}"), f"Ads {n}") for n in range(8))
        ),
        "Sam asked that publishing stop (“all”): “Ads 0”, “Ads 1”, “Ads 2”, “Ads 3”, “Ads 4”, “Ads 5” and 2 more.",
        "Sam a demandé l’arrêt des publications (« all ») : « Ads 0 »",
    ),
    (
        e.OutletFrozen(at=AT, by=SAM, outlet=POSTS),
        "Sam confirmed that “Posts” is frozen.",
        "Sam a confirmé le gel de « Posts ».",
    ),
    (
        e.OutletAskedAgain(at=AT, by=SAM, outlet=POSTS),
        "Sam said that “Posts” is not stopped after all: it is to be stopped and confirmed.",
        "Sam a signalé que « Posts » n’est finalement pas arrêté : il faut l’arrêter et le confirmer.",
    ),
    (
        e.OutletRestarted(at=AT, by=SAM, outlet=POSTS),
        "Sam ordered the restart of “Posts”.",
        "Sam a ordonné la reprise de « Posts ».",
    ),
    (
        e.FreezeLate(at=AT, outlets=(POSTS,), to=OMAR, level=Nudged.OWNER),
        "Not confirmed frozen in time: “Posts”. Omar is told.",
        "Gel non confirmé à temps : « Posts ». On prévient Omar.",
    ),
    (
        e.FreezeLate(at=AT, outlets=(POSTS,), to=SAM, level=Nudged.LEAD),
        "Still not confirmed frozen: “Posts”. The lead Sam is told.",
        "Gel toujours pas confirmé : « Posts ». On prévient Sam, qui pilote.",
    ),
    (
        e.RestartReminded(at=AT, to=OMAR),
        "Reminder for Omar, channels that do not run again.",
        "Rappel pour Omar, canaux qui ne sont pas relancés.",
    ),
    (
        a_case(at=AT, by=SAM, network=Network.X, text="Where is my parcel?"),
        "Sam took a customer who wrote on X, P2 · soon: “Where is my parcel?”.",
        "Sam a pris en charge un client qui a écrit (X), P2 · rapide : « Where is my parcel? ».",
    ),
    (
        e.CustomerWrote(at=AT, by=SAM, text="Still nothing."),
        "Sam noted that the customer wrote again: “Still nothing”.",
        "Sam a noté que le client a réécrit : « Still nothing ».",
    ),
    (
        e.CauseNamed(at=AT, by=SAM, cause="late parcels"),
        "Sam named the cause: “late parcels”.",
        "Sam a nommé la cause : « late parcels ».",
    ),
    (
        e.CaseTriaged(
            at=AT,
            by=SAM,
            signs=(Sign.TROLL,),
            advised=Triage.SILENT,
            choice=Triage.SILENT,
            reason="he only provokes",
            review_at=AT,
        ),
        "Sam decided what to do with the message: stay silent, and look again later: he only provokes. Somebody looks",
        "Sam a décidé que faire du message : garder le silence, et y revenir plus tard : he only provokes.",
    ),
    (
        e.CaseTriaged(
            at=AT,
            by=SAM,
            signs=(),
            advised=Triage.RESPOND,
            choice=Triage.PRIVATE,
            reason="",
            review_at=None,
        ),
        "Sam decided what to do with the message: answer in private (advised: answer in public).",
        "Sam a décidé que faire du message : répondre en privé (conseil : répondre en public).",
    ),
    (
        e.CaseReminded(at=AT, clock=e.CaseClock.ANSWER, share=80, due_at=AT, to=SAM),
        "Sam was reminded: the customer is to be answered by",
        "Rappel à Sam : il faut répondre au client avant",
    ),
    (
        e.CaseLate(at=AT, clock=e.CaseClock.ANSWER, due_at=AT, to=(SAM, OMAR)),
        "The customer was not answered by",
        "Le client n’a pas reçu de réponse avant",
    ),
    (
        e.CaseLate(at=AT, clock=e.CaseClock.SETTLED, due_at=AT, to=(SAM,)),
        "The case was not settled by",
        "Le dossier n’a pas été réglé avant",
    ),
    (
        e.ActRefused(at=AT, who=SAM, act=Act.CLOSE),
        "Sam wanted to close the incident, which is left to others here; it was not done.",
        "Sam a voulu fermer l’incident, ce qui revient ici à d’autres ; rien n’a été fait.",
    ),
    (
        e.CaseKept(at=AT, by=SAM, until=AT),
        "Sam stays on it past the end of the turn, ",
        "Sam garde ce dossier après la fin de son tour, ",
    ),
    (
        e.LeadNamed(at=AT, lead=OMAR, former=SAM, turn_ended=AT),
        "Omar leads from now on: the turn of Sam ended ",
        "Omar pilote désormais : le tour de Sam a pris fin ",
    ),
    (
        e.AnswerHanded(at=AT, by=SAM, statement=S1, to=TOOL, digest="d"),
        "Sam handed s1 “our own words” to “care-tool”, which sends it.",
        "Sam a confié s1 « texte libre » à « care-tool », qui l’envoie.",
    ),
    (
        e.AnswerArrived(at=AT, statement=S1, to=TOOL),
        "“care-tool” has taken s1 “our own words”. Once it is out, mark it as published.",
        "« care-tool » a pris s1 « texte libre ». Une fois envoyé, marquez-le comme publié.",
    ),
    (
        e.AnswerRefused(at=AT, statement=S1, to=TOOL, reason="hook_refused"),
        "s1 “our own words” was not taken by “care-tool”: ",
        "s1 « texte libre » n’a pas été pris par « care-tool » : ",
    ),
    (
        e.IncidentBrought(at=AT, external="OLD-7", cause="phishing", summary="", lesson="Warn at once."),
        "is “OLD-7”, and is over. Cause: “phishing”. What was learned: Warn at once.",
        "le nom « OLD-7 », et il est terminé. Cause : « phishing ». Ce qui en a été retenu : Warn at once.",
    ),
    (
        e.IncidentBrought(at=AT, external="i-9", cause="", summary="", lesson="", digest="sha256:12ab"),
        "taken over from another installation with its whole log, as the file with the digest “sha256:12ab”.",
        "repris d’une autre installation avec tout son journal, dans le fichier d’empreinte « sha256:12ab ».",
    ),
    (
        e.PastRecalled(at=AT, past="i-3", ref="INC-2025-0001", title="A leak", cause="", lesson=""),
        "Something like it was there before: INC-2025-0001, “A leak”.",
        "Un incident semblable a déjà eu lieu : INC-2025-0001, « A leak ».",
    ),
    (e.SurgeBegun(at=AT, by=SAM), "Sam opened a surge.", "Sam a ouvert un afflux."),
    (
        e.SurgeBegun(at=AT, by=SAM, parent_ref="INC-2026-0001"),
        "Sam opened a surge that comes from INC-2026-0001.",
        "Sam a ouvert un afflux qui vient de INC-2026-0001.",
    ),
    (
        e.SurgeLinked(at=AT, by=SAM, surge=IncidentId("i-2"), ref="REP-2026-0001", lead=OMAR),
        "Sam opened a surge for customers’ questions: REP-2026-0001, led by Omar.",
        "Sam a ouvert un afflux pour les questions des clients : REP-2026-0001, piloté par Omar.",
    ),
    (
        an_answer(SAM),
        "Sam gave answer 1 with wording s1: “Anna, power is back at five”. It is to be read again.",
        "Sam a donné la réponse 1 avec le texte s1 : « Anna, power is back at five ». Elle est à relire.",
    ),
    (
        e.SampleRead(at=AT, by=SAM, number=1, right=True, words=""),
        "Sam read answer 1 again: it is right.",
        "Sam a relu la réponse 1 : elle convient.",
    ),
    (
        e.SampleRead(at=AT, by=SAM, number=1, right=False, words="Wrong hour."),
        "Sam read answer 1 again: it is wrong: Wrong hour.",
        "Sam a relu la réponse 1 : elle ne convient pas : Wrong hour.",
    ),
    (
        e.SurgeCounted(at=AT, waiting=0, oldest_at=None, late=False),
        "No reported customer waits.",
        "Aucun client signalé n’attend.",
    ),
    (
        e.SurgeCounted(at=AT, waiting=3, oldest_at=AT, late=True, to=SAM),
        "Customers who wait: 3, the first since",
        "Clients en attente : 3, le premier depuis",
    ),
    (
        e.VolunteersCalled(at=AT, by=SAM, people=(OMAR,), words="Leeds is dark"),
        "Sam called volunteers: Omar: Leeds is dark.",
        "Sam a appelé des volontaires : Omar : Leeds is dark.",
    ),
    (
        e.VersionOffered(at=AT, version=2, digest=""),
        "Version 2 of “Data breach” was released and is offered here.",
        "La version 2 de « Fuite de données » est publiée ; elle est proposée ici.",
    ),
    (
        e.VersionAccepted(at=AT, by=SAM, version=2, digest=""),
        "Sam accepted version 2 of “Data breach”",
        "Sam a accepté la version 2 de « Fuite de données »",
    ),
    (
        e.VersionDeclined(at=AT, by=SAM, version=2),
        "Sam declined version 2 of “Data breach”",
        "Sam a refusé la version 2 de « Fuite de données »",
    ),
)


@pytest.mark.parametrize(("fact", "english", "in_french"), TOLD, ids=[words for _, words, _ in TOLD])
def test_each_fact_is_told_in_both_languages(fact: e.Event, english: str, in_french: str) -> None:
    """One sentence, with names, moments and words in their places."""
    assert english in _narrowed(told(fact, Language.EN))
    assert in_french in _narrowed(told(fact, Language.FR))


def test_no_kind_of_fact_is_forgotten() -> None:
    """A fact that is added to the product must be told too."""
    known = [kind for kind in vars(e).values() if isinstance(kind, type) and issubclass(kind, e.Event)]
    # A kind that others are of is none that happens.
    kinds = {kind.__name__ for kind in known if not any(kind in other.__bases__ for other in known)}

    assert kinds == {type(fact).__name__ for fact, _, _ in TOLD}


def test_no_sentence_is_longer_than_a_line_of_a_log() -> None:
    """One line each, whatever was typed, and never an empty one."""
    for fact, _, _ in TOLD:
        for language in Language:
            assert re.fullmatch(r"[^\n]{5,300}", told(fact, language))


@pytest.mark.parametrize(
    "name",
    [
        *("user_not_found", "channel_not_found", "not_in_channel", "is_archived", "account_inactive"),
        *("token_revoked", "invalid_auth", "missing_scope", "restricted_action", "cannot_dm_bot"),
        *("user_disabled", "msg_too_long", "ratelimited", "name_taken", "internal_error"),
    ],
)
def test_slacks_reasons_have_a_cause_and_a_mend(name: str) -> None:
    """Two sentences at least, in both languages, without Slack's own word."""
    for language in Language:
        words = reason_in_words(name, language)
        assert name not in words
        assert 2 <= len(re.findall(r"[.;]", words))


def test_a_reason_nobody_knows_is_shown_as_it_is() -> None:
    """Harmlessly, since it comes from outside."""
    assert "brand_new_error" in reason_in_words("brand_new_error", Language.EN)
    assert "<" not in reason_in_words("<!channel> `x`", Language.FR)


@pytest.mark.parametrize(
    ("minutes", "english", "in_french"),
    [
        (-5, "0 s", "0 s"),
        (0.5, "30 s", "30 s"),
        (42, "42 min", "42 min"),
        (65, "1 h 05", "1 h 05"),
        (120, "2 h", "2 h"),
        (72 * 60, "72 h", "72 h"),
        (72 * 60 + 1, "3 d", "3 j"),
        (4500, "3 d 3 h", "3 j 3 h"),
    ],
)
def test_spans_of_time_are_words(minutes: float, english: str, in_french: str) -> None:
    """As one would say them; up to seventy-two in hours, as the law counts them."""
    span = timedelta(minutes=minutes)

    assert english == _narrowed(lasting(span, Language.EN))
    assert in_french == _narrowed(lasting(span, Language.FR))


def test_french_signs_stay_with_their_word() -> None:
    """No line begins with a sign or ends with an opening one."""
    assert "Quoi\u202f? «\u00a0Rien\u00a0»\u00a0: voilà\u202f!" == french("Quoi ? « Rien » : voilà !")


def test_french_signs_leave_code_and_links_alone() -> None:
    """What is to be typed can be copied, and what Slack draws stays whole."""
    text = "Tapez : `/crise journal « Ça ! » : vu` <!date^1^{date} ?|le 2 mars ?> !"

    assert "Tapez\u00a0: `/crise journal « Ça ! » : vu` <!date^1^{date} ?|le 2 mars ?>\u202f!" == french(text)


def test_a_playbooks_french_is_set_like_ours() -> None:
    """Both end up in the same line."""
    words = Words(en="Facts: verified?", fr="Faits : vérifiés ?")

    assert "Facts: verified?" == set_in(Language.EN, words)
    assert "Faits\u00a0: vérifiés\u202f?" == set_in(Language.FR, words)


@pytest.mark.parametrize(("number", "in_french"), [(0, "0 étape"), (1, "1 étape"), (2, "2 étapes")])
def test_one_and_none_are_singular_in_french(number: int, in_french: str) -> None:
    """0 étape, 1 étape, 2 étapes, whatever else the line says."""
    one, many = (Words(en="-", fr=f"{{n}} {step} sur {{total}}") for step in ("étape", "étapes"))

    assert f"{in_french} sur 19" == counted(number, one, many, Language.FR, total=19)


def test_a_ladder_is_called_as_the_directory_calls_it() -> None:
    """The log and the card speak of the same ladder in the same words."""
    said = sentence(
        CALLED, an_incident(), _name, _moment, str, Language.EN, ladder=lambda ladder: f"The {ladder} people"
    )

    assert "A call to Claire is due (ladder The press people, rung 1)." == said


def told(fact: e.Event, language: Language) -> str:
    """The sentence, with plain names and clock times."""
    added = e.StepAdded(at=AT, by=DANA, step=StepId("added-1"), title="Call", owner=None, due_at=None)
    opened = an_incident(playbook=a_playbook(clocks=(A_CLOCK,)))
    incident = after(opened, CALLED, added, ADDED, STOPPED, a_proposal(DANA), an_ask(OMAR))
    return sentence(fact, incident, _name, _moment, lambda words: words, language)


def _name(person: UserId) -> str:
    return person.removeprefix("U0").title()


def _moment(at: datetime) -> str:
    return f"{at:%H:%M}"


def _narrowed(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
