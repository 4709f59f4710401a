"""Proposals, kept as they came."""

from sqlalchemy import Connection, insert, select
from sqlmodel import col

from playbooks.playbook import PlaybookId, StepId, UserId
from playbooks.proposals import Proposal
from storage.tables import ProposalRow


def keep(connection: Connection, proposal: Proposal) -> None:
    """Remember a proposal."""
    connection.execute(
        insert(ProposalRow).values(
            id=proposal.id,
            playbook_id=proposal.playbook,
            step=proposal.step or "",
            text=proposal.text,
            author=proposal.author or "",
            name=proposal.name,
            at=proposal.at,
        )
    )


def listed(connection: Connection, playbook: PlaybookId | None, limit: int) -> tuple[Proposal, ...]:
    """List proposals, the latest first."""
    row = ProposalRow
    columns = (row.id, row.playbook_id, row.step, row.text, row.author, row.name, row.at)
    wanted = select(*(col(column) for column in columns)).order_by(col(row.id).desc()).limit(limit)
    if playbook is not None:
        wanted = wanted.where(col(row.playbook_id) == playbook)
    return tuple(
        Proposal(
            id=one.id,
            playbook=PlaybookId(one.playbook_id),
            step=StepId(one.step) if one.step else None,
            text=one.text,
            author=UserId(one.author) if one.author else None,
            name=one.name,
            at=one.at,
        )
        for one in connection.execute(wanted)
    )
