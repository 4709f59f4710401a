"""The networks of prepared messages, as people call them."""

from collections.abc import Iterable, Mapping
from typing import Final

from playbooks.playbook import Network, Words

NAMES: Final[Mapping[Network, Words]] = {
    Network.X: Words(en="X", fr="X"),
    Network.BLUESKY: Words(en="Bluesky", fr="Bluesky"),
    Network.THREADS: Words(en="Threads", fr="Threads"),
    Network.MASTODON: Words(en="Mastodon", fr="Mastodon"),
    Network.INSTAGRAM: Words(en="Instagram", fr="Instagram"),
    Network.FACEBOOK: Words(en="Facebook", fr="Facebook"),
    Network.LINKEDIN: Words(en="LinkedIn", fr="LinkedIn"),
    Network.SMS: Words(en="text message", fr="SMS"),
    Network.PRIVATE_MESSAGE: Words(en="private message", fr="message privé"),
    Network.EMAIL: Words(en="e-mail", fr="courriel"),
    Network.SITE: Words(en="web site", fr="site web"),
    Network.INTRANET: Words(en="intranet", fr="intranet"),
    Network.PRESS: Words(en="press", fr="presse"),
}


# Where nobody else reads.
PRIVATE: Final = frozenset({Network.PRIVATE_MESSAGE, Network.EMAIL, Network.SMS})


def limits(networks: Iterable[Network]) -> Words:
    """Name networks, each with how many characters it takes."""
    pairs = [(NAMES[network], network.longest) for network in networks]
    return Words(
        en=", ".join(f"{name.en} ({longest})" for name, longest in pairs),
        fr=", ".join(f"{name.fr} ({longest})" for name, longest in pairs),
    )
