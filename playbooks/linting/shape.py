"""Whether a reply fits the place it is meant for, and ends with what must stand at its end."""

from collections.abc import Iterator

from playbooks.linting.findings import Finding, Kind, Reply, finding
from playbooks.linting.flattened import Flat, flat
from playbooks.playbook import Words


def length(reply: Reply) -> Iterator[Finding]:
    """Find that the reply is longer than its network allows."""
    if reply.network is None or len(reply.text) <= reply.network.longest:
        return
    longest = reply.network.longest
    over = len(reply.text) - longest
    says = Words(
        en=f"The reply has {len(reply.text)} characters and {longest} fit there: shorten it by {over}.",
        fr=f"La réponse fait {len(reply.text)} signes et il en tient {longest} : raccourcissez-la de {over}.",
    )
    yield finding(Kind.LENGTH, "", says)


def signature(reply: Reply, text: Flat) -> Iterator[Finding]:
    """Find that the signature does not end the reply; case, spaces, punctuation and emoji do not matter."""
    wanted = reply.signature.strip()
    if wanted and not _ends_with(text.plain, wanted):
        says = Words(
            en="The reply must end with its signature: add it as the last words.",
            fr="La réponse doit se terminer par sa signature : ajoutez-la tout à la fin.",
        )
        yield finding(Kind.SIGNATURE, "", says)


def _ends_with(plain: str, wanted: str) -> bool:
    letters = "".join(sign for sign in flat(wanted).plain if sign.isalnum())
    if not letters:
        # A signature of signs alone must be there as it is.
        return plain.rstrip().endswith(flat(wanted).plain.strip())
    places = [place for place, sign in enumerate(plain) if sign.isalnum()][-len(letters) :]
    if "".join(plain[place] for place in places) != letters:
        return False
    return places[0] == 0 or not plain[places[0] - 1].isalnum()
