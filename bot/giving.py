"""`crisis incidents export`: one incident as a file, to read, to print, or for another installation."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.at_hand import NO_DATABASE, memory_at_hand
from bot.files import CompanyFiles
from bot.private_files import write_private
from config.settings import Settings
from handlers.web.drawing.reader import Reader
from handlers.web.exporting import Form, given
from handlers.web.exporting import export as write
from playbooks.desk.looking import LookingDesk
from playbooks.desk.moving import MovingDesk
from playbooks.errors import CannotStart, NotFound
from playbooks.playbook import Language
from playbooks.ports import OPERATOR, Clock

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody typed."""

    ref: str
    spoken: Language
    form: Form | None = None
    language: Language | None = None
    out: str | None = None


def give(settings: Settings, asked: Asked, clock: Clock, tell: Tell, refuse: Tell) -> int:
    """
    Export an incident into a file for its owner alone, or to be read at once; give 1 for one that is not there.

    Whoever runs the machine may read restricted ones. Raises UnreadableDirectory, CannotStart, NotSaved, OSError.
    """
    files = CompanyFiles(settings)
    directory = files.directory()
    language = asked.language or settings.language or directory.default_language
    reader = Reader(language=language, directory=directory, now=clock.now())
    with memory_at_hand(settings) as memory:
        if memory is None:
            raise CannotStart(NO_DATABASE)
        try:
            looking = LookingDesk(memory=memory)
            moving = MovingDesk(memory=memory, clock=clock, shelf=files.shelf)
            what = given(looking, moving, looking.named(asked.ref, OPERATOR), directory)
        except NotFound as exc:
            refuse(reader.speaking(asked.spoken).plain(exc.tell))
            return 1
    text = write(asked.form or _meant(asked.out), what, reader)
    if asked.out is None:
        tell(text.rstrip("\n"))
    else:
        write_private(Path(asked.out), text)
    return 0


def _meant(out: str | None) -> Form:
    """Tell the form from the file's ending; JSON, unless it is said otherwise."""
    return _ENDINGS.get(Path(out or "").suffix.lower(), Form.JSON)


_ENDINGS: Final = {
    **{f".{form.ending}": form for form in Form},
    ".markdown": Form.MARKDOWN,
    ".htm": Form.HTML,
}
