"""What the machine refuses about a file or a port, in the operator's language."""

import errno
from collections.abc import Mapping
from typing import Final

from playbooks.mistakes import Mistake
from playbooks.playbook import Words


def reason(exc: OSError) -> Words:
    """Say why it was refused: in both languages where it is a common reason, else as the machine says it."""
    known = None if exc.errno is None else _REASONS.get(exc.errno)
    told = exc.strerror or str(exc)
    return known or Words(en=told, fr=told)


def told(exc: OSError) -> Words:
    """Say what was refused, and why."""
    if exc.filename is None:
        return reason(exc)
    why = reason(exc)
    return Words(en=f"{exc.filename}: {why.en}", fr=f"{exc.filename} : {why.fr}")


_REASONS: Final[Mapping[int, Words]] = {
    errno.ENOENT: Words(en="no such file or folder", fr="aucun fichier ni dossier de ce nom"),
    errno.EACCES: Words(en="the program has no right to it", fr="le programme n’en a pas le droit"),
    errno.EPERM: Words(en="the program has no right to it", fr="le programme n’en a pas le droit"),
    errno.EISDIR: Words(en="this is a folder, not a file", fr="c’est un dossier, pas un fichier"),
    errno.ENOTDIR: Words(
        en="there is a file where a folder is meant", fr="un fichier se trouve à la place d’un dossier"
    ),
    errno.EEXIST: Words(en="it is there already", fr="il existe déjà"),
    errno.EINVAL: Words(en="this is no file that can be read", fr="ce n’est pas un fichier lisible"),
    errno.ENAMETOOLONG: Words(en="the name is too long", fr="le nom est trop long"),
    errno.ELOOP: Words(en="the links lead in a circle", fr="les liens tournent en rond"),
    errno.EROFS: Words(en="nothing can be written there", fr="on ne peut rien y écrire"),
    errno.ENOSPC: Words(en="the disk is full", fr="le disque est plein"),
    errno.EDQUOT: Words(en="the disk is full", fr="le disque est plein"),
    errno.EIO: Words(en="the disk does not answer", fr="le disque ne répond pas"),
    errno.EADDRINUSE: Words(en="somebody else has it", fr="il est déjà pris"),
    errno.EADDRNOTAVAIL: Words(
        en="this machine has no such address", fr="cette machine n’a pas cette adresse"
    ),
}


def unopened(exc: OSError) -> Mistake:
    """Say of a file that it cannot be opened, as a mistake in it."""
    why = reason(exc)
    what = Words(
        en=f"the file cannot be opened ({why.en})",
        fr=f"le fichier ne peut être ouvert ({why.fr})",
    )
    instead = Words(en="let the program read it", fr="donnez au programme le droit de le lire")
    return Mistake(file=str(exc.filename), line=1, column=1, what=what, instead=instead)
