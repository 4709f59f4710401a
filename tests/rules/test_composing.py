"""Where a person goes to publish an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from playbooks.composing import COMMUNITIES, LONGEST, composed
from playbooks.playbook import Network

POST = "https://x.com/anna/status/1234567890"


def address_of(network: Network | None, link: str, text: str) -> str:
    """Where the form is; empty where there is none."""
    form = composed(network, link, text)
    return "" if form is None else form.address


@pytest.mark.parametrize(
    ("network", "link", "address"),
    [
        (Network.X, POST, "https://x.com/intent/post?text=Hello&in_reply_to=1234567890"),
        (Network.X, f"{POST}?s=20", "https://x.com/intent/post?text=Hello&in_reply_to=1234567890"),
        (
            Network.X,
            "https://mobile.twitter.com/anna/status/12",
            "https://x.com/intent/post?text=Hello&in_reply_to=12",
        ),
        (Network.X, "", "https://x.com/intent/post?text=Hello"),
        (Network.X, "https://x.com.evil.example/anna/status/12", "https://x.com/intent/post?text=Hello"),
        (Network.X, "https://x.com/anna/status/12x", "https://x.com/intent/post?text=Hello"),
        (Network.BLUESKY, "https://bsky.app/profile/a/post/b", "https://bsky.app/intent/compose?text=Hello"),
        (Network.THREADS, "", "https://www.threads.net/intent/post?text=Hello"),
        (Network.MASTODON, "https://Piaille.fr/@anna/1", "https://piaille.fr/share?text=Hello"),
        (Network.MASTODON, "https://login.evil.example/@anna/1", ""),
        (Network.MASTODON, "", ""),
        (Network.EMAIL, "", ""),
        (Network.FACEBOOK, "https://facebook.com/1", ""),
        (None, POST, ""),
    ],
)
def test_a_network_opens_its_own_form(network: Network | None, link: str, address: str) -> None:
    """As an answer where the post is known for sure; nothing where there is no such page."""
    assert address == address_of(network, link, "Hello")


def test_the_words_arrive_as_they_are() -> None:
    """Spaces, accents, emoji, and signs that would end the address."""
    assert "text=%C3%A0%20l%26x%3F%23%7C%3E%F0%9F%99%82" in address_of(Network.BLUESKY, "", "à l&x?#|>🙂")


@pytest.mark.parametrize("network", [Network.X, Network.BLUESKY, Network.THREADS])
def test_words_that_do_not_fit_there_are_left_out(network: Network) -> None:
    """The form would cut them; the person copies instead. Nor does an address that Slack does not take."""
    assert address_of(network, "", "a" * network.longest) != ""
    assert address_of(network, "", "a" * (network.longest + 1)) == ""
    assert len(address_of(network, "", "🙂" * network.longest)) <= LONGEST


def test_only_an_answer_on_x_stands_under_the_message() -> None:
    """Whatever else is opened is a post of its own, and the person is told so."""
    for network, link, replies in (
        (Network.X, POST, True),
        (Network.X, "", False),
        (Network.BLUESKY, "https://bsky.app/profile/a/post/b", False),
    ):
        form = composed(network, link, "Hello &in_reply_to=1")
        assert form is not None
        assert replies is form.replies


@given(some.sampled_from([None, *Network]), some.text(max_size=200), some.text(max_size=400))
def test_whatever_is_typed_leads_to_no_other_place(network: Network | None, link: str, text: str) -> None:
    """A network's own page, or that of a large community; never a sign that ends a link in Slack."""
    address = address_of(network, link, text)
    known = ("https://x.com/intent/", "https://bsky.app/intent/", "https://www.threads.net/intent/")
    shares = tuple(f"https://{host}/share?" for host in COMMUNITIES)
    assert address == "" or address.startswith((*known, *shares))
    assert not set(address) & set(" <>|\"'\n\\")
