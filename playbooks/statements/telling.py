"""What a fact about statements makes us say: which messages to approvers, which nudges, which notice in the room."""

from playbooks import events as e
from playbooks.incident import Ask, Incident, StatementState
from playbooks.playbook import Lane, UserId
from playbooks.statements.asking import ask_named, statement_of
from playbooks.statements.reviewers import told


def drawn_anew(fact: e.Event, incident: Incident) -> tuple[Ask, ...]:
    """List the asks whose message is owed, or says something else from now on."""
    match fact:
        case e.ApproverAsked() | e.EstimateGiven():
            return (ask_named(incident, fact.ask)[1],)
        case e.StatementEdited():
            statement = statement_of(incident, fact.statement)
            return tuple(ask for ask in statement.asks if ask.revision == statement.revision - 1)
        case e.ApproverReached() | e.StatementProposed() | e.EstimateLapsed():
            return ()
        case e.AnswerHanded() | e.AnswerArrived() | e.AnswerRefused():
            return ()
        case e.StatementFact():
            return statement_of(incident, fact.statement).present_asks
        case e.IncidentClosed():
            live = (statement for statement in incident.statements if statement.is_live)
            return tuple(ask for statement in live for ask in statement.present_asks)
        case _:
            return ()


def nudged(fact: e.StatementFact, incident: Incident) -> tuple[UserId, ...]:
    """Name who hears of a fact in a direct message."""
    statement = statement_of(incident, fact.statement)
    match fact:
        case e.StatementProposed() | e.StatementEdited():
            green = told(incident, statement) if statement.wording.lane is Lane.GREEN else ()
            return (*green, statement.author) if fact.by != statement.author else green
        case e.StatementApproved():
            complete = statement.state is StatementState.APPROVED
            return (statement.author,) if complete or fact.remark else ()
        case e.StatementObjected() | e.ObjectionWithdrawn() | e.StatementPublished():
            return (statement.author,)
        case e.AnswerRefused():
            not_taken = (one for one in statement.handed if one.to == fact.to and one.reason)
            return tuple(one.by for one in not_taken if one.by is not None)
        case e.EstimateLapsed() | e.LaneRaised():
            return (statement.author, incident.lead) if fact.alone else (statement.author,)
        case _:
            return ()


def noticed(fact: e.StatementFact, incident: Incident) -> bool:
    """Whether the whole room hears of it."""
    match fact:
        case e.StatementProposed() | e.StatementObjected() | e.StatementPublished() | e.LaneRaised():
            return True
        case e.StatementApproved():
            return statement_of(incident, fact.statement).state is StatementState.APPROVED
        case e.EstimateLapsed():
            return bool(fact.alone)
        case _:
            return False


def is_urgent(fact: e.Event) -> bool:
    """Whether it goes before anything that is only drawn anew."""
    return isinstance(fact, e.ApproverAsked | e.StatementObjected)
