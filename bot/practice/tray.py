"""What would have left the house by mail or webhook: it is kept here to be looked at, and goes nowhere."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

MOST_KEPT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One thing that would have left. `link` leads to where it is answered; empty: nowhere."""

    kind: str  # mail or hook
    to: str  # an address, or a web address
    subject: str
    text: str
    at: datetime
    reference: str = ""
    link: str = ""


class Tray:
    """Keeps what would have left, the oldest first."""

    def __init__(self, changed: Callable[[], object] = lambda: None) -> None:
        self.parcels: list[Parcel] = []
        self._changed = changed
        self._guard = threading.Lock()

    def put(self, parcel: Parcel) -> None:
        """Keep one more; a second copy carries the same reference and stands for the first."""
        with self._guard:
            known = {(one.kind, one.to, one.reference) for one in self.parcels}
            if not parcel.reference or (parcel.kind, parcel.to, parcel.reference) not in known:
                self.parcels = [*self.parcels, parcel][-MOST_KEPT:]
        self._changed()

    def sent_to(self, to: str) -> list[Parcel]:
        """Give what would have gone to one address."""
        return [parcel for parcel in self.parcels if parcel.to == to]
