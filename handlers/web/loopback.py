"""Until people sign in, the pages answer only to whoever sits at the machine itself."""

import ipaddress
import re
from typing import Final

from fastapi import Request

from playbooks.errors import NotAllowed
from playbooks.playbook import Words

# A page elsewhere can make a name of its own point at 127.0.0.1; its name still stands in the Host header.
_OWN_NAME: Final = re.compile(r"(localhost|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
_PASSED_ON: Final = ("forwarded", "via", "x-real-ip")  # and whatever begins with x-forwarded-


def loopback_only(request: Request) -> None:
    """Refuse a request that comes from elsewhere, or was passed on from there. Raises NotAllowed."""
    if not (_from_here(request) and _asked_for_here(request)) or _passed_on(request):
        raise elsewhere(_port(request))


def elsewhere(port: int) -> NotAllowed:
    """Say why the page stays closed, and how to open it."""
    tunnel, address = f"ssh -L {port}:127.0.0.1:{port}", f"http://127.0.0.1:{port}/incidents"
    return NotAllowed(
        Words(
            en="There is no sign-in yet, so these pages answer only on the machine that runs Crisis Desk. "
            f"From your own, open a tunnel with `{tunnel} name@machine`, then go to {address}",
            fr="On ne peut pas encore s’identifier : ces pages ne répondent que sur la machine où tourne Crisis "
            f"Desk. Depuis la vôtre, ouvrez un tunnel avec `{tunnel} nom@machine`, puis allez à {address}",
        )
    )


def _from_here(request: Request) -> bool:
    if request.client is None:
        return False
    try:
        address = ipaddress.ip_address(request.client.host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def _asked_for_here(request: Request) -> bool:
    hosts = request.headers.getlist("host")
    return len(hosts) == 1 and _OWN_NAME.fullmatch(hosts[0]) is not None


def _passed_on(request: Request) -> bool:
    return any(name in _PASSED_ON or name.startswith("x-forwarded-") for name in request.headers)


def _port(request: Request) -> int:
    # The socket's own port: the one in the Host header is whatever the sender wrote there.
    server = request.scope.get("server")
    return int(server[1]) if server and server[1] else 8000
