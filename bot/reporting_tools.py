"""The tools that report to us: read at the start, and again with the company's other files."""

from collections.abc import Mapping

from bot.trouble import unopened
from config.settings import Settings
from config.sources import Known, UnreadableSources, load_sources
from playbooks.incoming import Source
from playbooks.mistakes import Mistake


class ReportingTools:
    """
    Which tools report, each with the secret that it shares with us, as their file said when it was last good.

    At the start a broken file stops the start: raises UnreadableSources, OSError.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._good = self._fresh = self._load()

    def sources(self) -> Mapping[str, tuple[Source, bytes]]:
        """Give them by their ids."""
        return {name: (one.source, one.key) for name, one in self._good.items()}

    def read(self) -> tuple[Mistake, ...]:
        """Read the file again; nothing that is at hand changes. Give what is wrong with it."""
        try:
            self._fresh = self._load()
        except UnreadableSources as exc:
            return exc.mistakes
        except OSError as exc:
            return (unopened(exc),)
        return ()

    def keep(self) -> None:
        """Have at hand what was read last."""
        self._good = self._fresh

    def _load(self) -> Mapping[str, Known]:
        if self._settings.sources is None:
            return {}
        return load_sources(self._settings.sources, self._settings.webhook_keys)
