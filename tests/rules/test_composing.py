"""Where a person goes to publish an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from playbooks.composing import LONGEST, composed_at
from playbooks.playbook import Network

POST = "https://x.com/anna/status/1234567890"


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
        (Network.MASTODON, "", ""),
        (Network.EMAIL, "", ""),
        (Network.FACEBOOK, "https://facebook.com/1", ""),
        (None, POST, ""),
    ],
)
def test_a_network_opens_its_own_form(network: Network | None, link: str, address: str) -> None:
    """As an answer where the post is known for sure; nothing where there is no such page."""
    assert address == composed_at(network, link, "Hello")


def test_the_words_arrive_as_they_are() -> None:
    """Spaces, accents, emoji, and signs that would end the address."""
    assert "text=%C3%A0%20l%26x%3F%23%7C%3E%F0%9F%99%82" in composed_at(Network.BLUESKY, "", "à l&x?#|>🙂")


def test_an_address_too_long_for_slack_is_left_out() -> None:
    """Three thousand signs; the person copies instead."""
    assert composed_at(Network.BLUESKY, "", "a" * LONGEST) == ""


@given(some.sampled_from([None, *Network]), some.text(max_size=200), some.text(max_size=400))
def test_whatever_is_typed_leads_to_no_other_place(network: Network | None, link: str, text: str) -> None:
    """A network's own page, or that of the customer's community; never a sign that ends a link in Slack."""
    address = composed_at(network, link, text)
    known = ("https://x.com/intent/", "https://bsky.app/intent/", "https://www.threads.net/intent/")
    assert address == "" or address.startswith(known) or network is Network.MASTODON
    assert not set(address) & set(" <>|\"'\n\\")
