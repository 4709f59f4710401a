"""What the API answers about a customer who is answered, and about a surge of them."""

from pydantic import BaseModel, Field

from handlers.web.answers_words import Moment
from playbooks.playbook import Network
from playbooks.routing.pledges import Urgency


class CustomerAnswer(BaseModel):
    """What a customer wrote, and until when they wait."""

    author: str = Field(
        description="A pseudonym: the same customer of the same network has the same one. Empty: unknown."
    )
    network: Network | None
    link: str = Field(description="To what they wrote; empty: unknown.")
    reach: int | None = Field(description="How many follow them.")
    urgency: Urgency
    text: str
    again: list[str] = Field(description="What they wrote later, in its order.")
    answer_by: Moment | None = Field(description="When an answer is due; null: none is.")
    answered_at: Moment | None
    settle_by: Moment | None = Field(description="When all is to be done; null: it is closed.")


class SurgeAnswer(BaseModel):
    """The same question, from many customers at once."""

    parent: str = Field(description="Of the incident it comes from; empty: none, or a restricted one.")
    answered: int
    read: int = Field(description="Answers that somebody has read again.")
    wrong: int = Field(description="Of those, how many were not right.")
    waiting: int | None = Field(description="Reported customers who wait; null: not counted yet.")
    oldest_at: Moment | None = Field(description="Since when the first of them does.")
    counted_at: Moment | None
