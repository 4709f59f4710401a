"""What every answer of the API shares: words of both languages, and moments in UTC."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel


def _in_utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class Both(BaseModel):
    """The same words in both languages."""

    en: str
    fr: str
