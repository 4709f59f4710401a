"""What a company may keep for a time of its own."""

from enum import StrEnum

from playbooks.playbook import Words


class KeptKind(StrEnum):
    """A kind of thing that is kept."""

    CRISIS = "crisis"
    REPLY = "reply"
    DRILL = "drill"
    IMPORTED = "imported"
    REPORT = "report"  # what tools have reported, which is forgotten after a month in any case

    @property
    def words(self) -> Words:
        """Name it for a person."""
        return _WORDS[self]


_WORDS = {
    KeptKind.CRISIS: Words(en="crisis", fr="crise"),
    KeptKind.REPLY: Words(en="reply", fr="réponse"),
    KeptKind.DRILL: Words(en="exercise", fr="exercice"),
    KeptKind.IMPORTED: Words(en="brought along", fr="repris"),
    KeptKind.REPORT: Words(en="report", fr="signalement"),
}
