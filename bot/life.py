"""What runs in the background, from the start of the process to its end."""

from dataclasses import dataclass

from bot.leaving import Leaving
from bot.patience import PatientApp
from bot.reloading import Reloading
from bot.together import Together
from bot.worker import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Everything that is started and stopped with the process."""

    together: Together
    reload: Reloading
    worker: Worker
    app: PatientApp
    leaving: Leaving
    works: bool

    def start(self) -> None:
        """Be there for the others, take in the files, and work if this process is to."""
        self.together.start(self.worker.wake)
        self.reload.begin()
        self.reload.follow_others()
        if self.works:
            self.worker.start()

    def open(self) -> None:
        """Start, and learn what only those who come through the doors ask for."""
        self.start()
        self.reload.learn()

    def stop(self) -> None:
        """Let go of everything within one budget; senders and late answers end side by side."""
        self.leaving.begin()
        self.reload.stop()
        self.worker.take_no_more()
        self.leaving.close_doors()
        self.app.finish(self.leaving.left())
        self.worker.stop(self.leaving.left())
        self.leaving.see_doors_closed()
        self.together.stop()
