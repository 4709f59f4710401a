"""What a process does because others share its database: it beats, tells them what there is to do, and hears them."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.clock import SharedClock
from bot.presence import Alone, Beating, Presence
from playbooks.ports import Clock, Ids
from storage.engine import Database, connect_aside
from storage.replicas import Kind, SqlReplicas
from storage.seat import sitting
from storage.waking import SHARED, SOON, Herald, Listener

BEAT_PATIENCE: Final = timedelta(seconds=2)  # of one beat with the database; the next comes a second later
LISTENING_PATIENCE: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The ties to the others; without any, this process is alone with its database."""

    presence: Presence
    database: Database
    herald: Herald | None = None
    listener: Listener | None = None

    def start(self, woken: Callable[[], None]) -> None:
        """Be there; `woken` is called when others have left something to do, or left altogether."""
        self.presence.begin(woken)
        if self.herald is not None:
            self.herald.start()
        if self.listener is not None:
            self.listener.woken = woken
            self.listener.start()

    def bell(self, here: Callable[[], None]) -> Callable[[], None]:
        """Make what is rung when something is left to do: it is heard `here`, and soon by the others."""
        herald = self.herald
        if herald is None:
            return here

        def ring() -> None:
            here()
            herald()

        return ring

    def does(self, kind: Kind) -> None:
        """Say what this process does, before it starts."""
        if isinstance(self.presence, Beating):
            self.presence.kind = kind

    def workers(self) -> tuple[str, ...]:
        """Name the processes that send what is owed of this database. Raises NotSaved, OSError."""
        if isinstance(self.presence, Beating):
            living = self.presence.replicas.living()
            return tuple(one.host for one in living if one.kind is not Kind.DOORS)
        file = self.database.file
        sitter = None if file is None else sitting(file)
        return () if sitter is None else (sitter.told.en,)

    def stop(self) -> None:
        """Be gone."""
        if self.listener is not None:
            self.listener.stop()
        if self.herald is not None:
            self.herald.stop()
        self.presence.end()


def bound(database: Database, clock: Clock, ids: Ids, kind: Kind) -> Together:
    """Make the ties that a database calls for; nothing is contacted yet."""
    if not isinstance(clock, SharedClock):
        return Together(presence=Alone(), database=database)
    beats = SqlReplicas(connect_aside(database, patience=BEAT_PATIENCE))
    presence = Beating(replicas=beats, kind=kind, host=here(), ids=ids, clock=clock)

    def name() -> str:
        return presence.holder

    hears = connect_aside(database, patience=LISTENING_PATIENCE)
    return Together(
        presence=presence,
        database=database,
        herald=Herald(database=database, whose=name, apart=SOON if kind is Kind.DOORS else SHARED),
        listener=Listener(database=hears, whose=name, woken=lambda: None),
    )


def here() -> str:
    """Name this process for people: its machine or container, and its number there."""
    return f"{socket.gethostname()}:{os.getpid()}"
