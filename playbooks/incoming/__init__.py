"""What other tools report, in shapes of their own, becomes a message of a customer or a spike."""

from playbooks.incoming.mapping import (
    ALLOWED,
    REQUIRED,
    Field,
    Kind,
    MessageReport,
    SpikeReport,
    Told,
    Unmappable,
    mapped,
)
from playbooks.incoming.pointer import MISSING, Pointer, found, parsed
from playbooks.incoming.source import Encoding, Scheme, Signature, Source

__all__ = [
    "ALLOWED",
    "MISSING",
    "REQUIRED",
    "Encoding",
    "Field",
    "Kind",
    "MessageReport",
    "Pointer",
    "Scheme",
    "Signature",
    "Source",
    "SpikeReport",
    "Told",
    "Unmappable",
    "found",
    "mapped",
    "parsed",
]
