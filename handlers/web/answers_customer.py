"""What the API answers about a customer who is answered."""

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
