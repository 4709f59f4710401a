"""A tool that reports: what it is called, how it signs, and where in its documents each thing stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from playbooks.incoming.mapping import Field, Kind
from playbooks.incoming.pointer import Pointer
from playbooks.playbook import Words


class Scheme(StrEnum):
    """How a source shows that a document is its own."""

    HMAC_SHA256 = "hmac-sha256"  # of the raw body, with the shared secret
    HMAC_SHA1 = "hmac-sha1"  # for tools that know no better
    TOKEN = "token"  # noqa: S105 - the name of a scheme; the header holds the secret itself


class Encoding(StrEnum):
    """How a signature is written."""

    HEX = "hex"
    BASE64 = "base64"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Where and how a source signs. With `timestamp`, what is signed is "<timestamp>.<body>"."""

    header: str
    scheme: Scheme = Scheme.HMAC_SHA256
    encoding: Encoding = Encoding.HEX
    prefix: str = ""  # before the signature, such as sha256=
    timestamp: str = ""  # the header with the moment, in seconds since 1970; empty: it has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One tool. Of several pointers of a field the first that finds something counts."""

    id: str
    title: Words
    kind: Kind
    secret: str  # the name of the environment variable that holds its secret
    signature: Signature
    fields: Mapping[Field, tuple[Pointer, ...]]
    values: Mapping[Field, Mapping[str, str]]  # what the tool writes, and what it stands for
    always: Mapping[Field, str]  # what every report of it has, where it says nothing else
