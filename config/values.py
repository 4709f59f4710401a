"""The text of one setting becomes its value, or a reason why it cannot."""

import re
from collections.abc import Callable
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from pydantic import SecretStr

from playbooks.mistakes import shown
from playbooks.playbook import Words

SHORTEST_KEY: Final = 32  # characters of a log key
LAST_PORT: Final = 65_535
SWITCH: Final = {"on": True, "off": False}
LONGEST_ADDRESS: Final = 254  # characters of a mail address, as mail itself allows
HOST_NAME: Final = re.compile(r"(?!-)[0-9a-z-]{1,63}(\.[0-9a-z-]{1,63})*", re.ASCII)
LEVELS: Final = ("debug", "info", "warning", "error")

Choice = TypeVar("Choice", bound=StrEnum)


class Unusable(Exception):
    """A setting's text cannot be used; `what` says why, without the text of a secret."""

    def __init__(self, what: Words) -> None:
        self.what = what
        super().__init__(what.en)


def secret(shortest: int) -> Callable[[str], SecretStr]:
    """Read a secret of at least so many characters."""

    def read(text: str) -> SecretStr:
        if len(text) < shortest or not re.fullmatch(r"[!-~]+", text):
            what = Words(
                en=f"must be {shortest} printable characters or more, without spaces",
                fr=f"doit compter au moins {shortest} caractères imprimables, sans espace",
            )
            raise Unusable(what)
        return SecretStr(text)

    return read


def token(prefix: str) -> Callable[[str], SecretStr]:
    """Read a Slack token, whose first letters say what it opens."""

    def read(text: str) -> SecretStr:
        if not text.startswith(prefix):
            raise Unusable(Words(en=f"does not begin with {prefix}", fr=f"ne commence pas par {prefix}"))
        return secret(len(prefix) + 1)(text)

    return read


def keys(text: str) -> tuple[SecretStr, ...]:
    """Read keys between commas, the one in use first."""
    return tuple(secret(SHORTEST_KEY)(key.strip()) for key in text.rstrip(",").split(","))


def api_address(text: str) -> str:
    """Read a Web API address; without TLS only on this machine, since each call carries the token."""
    try:
        address = urlsplit(text)
        host_name, scheme = address.hostname or "", address.scheme
    except ValueError:
        host_name = scheme = ""
    if not host_name or not (scheme == "https" or (scheme == "http" and _is_local(host_name))):
        what = Words(
            en="must be an https:// address (http:// on this machine alone)",
            fr="doit être une adresse https:// (http:// sur cette machine seulement)",
        )
        raise Unusable(what)
    return text if text.endswith("/") else f"{text}/"


def public_address(text: str) -> str:
    """Read the address by which people reach this server; without TLS only on this machine."""
    address = api_address(text).rstrip("/")
    if urlsplit(address).query or urlsplit(address).fragment:
        what = Words(en="must be an address without ? or #", fr="doit être une adresse sans ? ni #")
        raise Unusable(what)
    return address


def https_address(text: str) -> SecretStr:
    """Read an address that is called; what it holds may be a secret."""
    if not re.fullmatch(r"https://[^\s/@?#]+([/?][^\s#]*)?", text) or not host_of(SecretStr(text)):
        raise Unusable(Words(en="must be an https:// address", fr="doit être une adresse https://"))
    return SecretStr(text)


def host_of(address: SecretStr) -> str:
    """Give the host that an address names; empty for none."""
    try:
        return (urlsplit(address.get_secret_value()).hostname or "").lower()
    except ValueError:
        return ""


def hosts(text: str) -> tuple[str, ...]:
    """Read names of hosts between commas."""
    named = tuple(part.strip().lower() for part in text.rstrip(",").split(","))
    for name in named:
        if not HOST_NAME.fullmatch(name):
            what = Words(
                en=f"“{shown(name)}” is not the name of a host, such as sms.example.com",
                fr=f"« {shown(name)} » n’est pas le nom d’un hôte, comme sms.example.com",
            )
            raise Unusable(what)
    return named


def mail_address(text: str) -> str:
    """Read a mail address."""
    if len(text) > LONGEST_ADDRESS or not re.fullmatch(r"[!-?A-~]+@[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)+", text):
        raise Unusable(Words(en="is not a mail address", fr="n’est pas une adresse de courriel"))
    return text


def smtp_address(text: str) -> SecretStr:
    """Read where mail is given; a password travels encrypted, or on this machine alone."""
    try:
        address = urlsplit(text)
        host_name, _ = address.hostname or "", address.port
    except ValueError:
        host_name = ""
    if not host_name or address.scheme not in ("smtp", "smtps") or address.path.strip("/"):
        what = Words(
            en="must be an smtp:// or smtps:// address, with a port if it is not 587 or 465",
            fr="doit être une adresse smtp:// ou smtps://, avec son port si ce n’est ni 587 ni 465",
        )
        raise Unusable(what)
    if address.query not in ("", "tls=none") or (address.query and address.scheme == "smtps"):
        raise Unusable(
            Words(en="knows no other ending than ?tls=none", fr="n’admet pas d’autre fin que ?tls=none")
        )
    if address.query and address.password and not _is_local(host_name):
        what = Words(en="would send a password unencrypted", fr="enverrait un mot de passe sans chiffrement")
        raise Unusable(what)
    return SecretStr(text)


def database(text: str) -> SecretStr:
    """Read a database address, and name the driver that this product brings."""
    scheme, _, rest = text.partition("://")
    match scheme:
        case "sqlite" if rest.startswith("/"):
            return SecretStr(text)
        case "postgresql" | "postgres" | "postgresql+psycopg" if rest:
            return SecretStr(f"postgresql+psycopg://{rest}")
    what = Words(
        en="must begin with sqlite:/// or postgresql://",
        fr="doit commencer par sqlite:/// ou postgresql://",
    )
    raise Unusable(what)


def host(text: str) -> str:
    """Read an address or a host name to listen on."""
    if not re.fullmatch(r"[0-9A-Za-z.:-]{1,253}", text):
        raise Unusable(Words(en="is not a host’s address", fr="n’est pas l’adresse d’un hôte"))
    return text


def port(text: str) -> int:
    """Read a port number; 0 lets the system choose."""
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > LAST_PORT:
        what = Words(
            en=f"must be a number from 0 to {LAST_PORT}, not “{shown(text)}”",
            fr=f"doit être un nombre de 0 à {LAST_PORT}, pas « {shown(text)} »",
        )
        raise Unusable(what)
    return int(text)


def existing_file(text: str) -> Path:
    """Read the path of a file that is there."""
    path = Path(text)
    if not path.is_file():
        raise Unusable(
            Words(en=f"names no file: {shown(text)}", fr=f"ne désigne aucun fichier : {shown(text)}")
        )
    return path


def existing_folder(text: str) -> Path:
    """Read the path of a folder that is there."""
    path = Path(text)
    if not path.is_dir():
        what = Words(en=f"names no folder: {shown(text)}", fr=f"ne désigne aucun dossier : {shown(text)}")
        raise Unusable(what)
    return path


def folder_to_be(text: str) -> Path:
    """Read the path of a folder that is there or can be made."""
    path = Path(text)
    if path.exists() and not path.is_dir():
        what = Words(en=f"is no folder: {shown(text)}", fr=f"n’est pas un dossier : {shown(text)}")
        raise Unusable(what)
    return path


def one_of(choices: type[Choice]) -> Callable[[str], Choice]:
    """Read one of a few words, in any case."""

    def read(text: str) -> Choice:
        for choice in choices:
            if text.lower() == choice.value:
                return choice
        raise _not_among(text, tuple(choices))

    return read


def log_level(text: str) -> str:
    """Read how much the program's own log tells."""
    if text.lower() not in LEVELS:
        raise _not_among(text, LEVELS)
    return text.lower()


def switch(text: str) -> bool:
    """Read whether something is on."""
    if text.lower() not in SWITCH:
        raise _not_among(text, tuple(SWITCH))
    return SWITCH[text.lower()]


def channel(text: str) -> str:
    """Read a channel's name, with or without its hash, or its id."""
    name = text.removeprefix("#")
    if not re.fullmatch(r"[CG][A-Z0-9]{2,20}|[^\sA-Z#]{1,80}", name):
        what = Words(
            en=f"“{shown(text)}” is not a channel’s name or id",
            fr=f"« {shown(text)} » n’est ni le nom ni l’identifiant d’un canal",
        )
        raise Unusable(what)
    return name


def _not_among(text: str, choices: tuple[str, ...]) -> Unusable:
    listed = ", ".join(choices)
    return Unusable(
        Words(
            en=f"must be one of {listed}, not “{shown(text)}”",
            fr=f"doit être l’un de ces mots : {listed} ; pas « {shown(text)} »",
        )
    )


def _is_local(hostname: str) -> bool:
    try:
        return hostname == "localhost" or ip_address(hostname).is_loopback
    except ValueError:
        return False
