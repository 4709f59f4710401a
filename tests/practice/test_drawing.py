"""mrkdwn is drawn as Slack draws it, and nobody's words become markup."""

from datetime import UTC, datetime

import pytest

from bot.practice.moments import Reader, ago, zone_of
from bot.practice.mrkdwn import Drawer, safe_address
from bot.practice.phrases import Language

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def drawer(language: Language = Language.EN, zone: str = "Europe/Paris") -> Drawer:
    """Draws for a reader of #general who knows Dana."""
    return Drawer(
        reader=Reader(language=language, zone=zone_of(zone), now=NOW),
        users={"UDANA": "Dana Roux"},
        channels={"C1": ("general", "/?in=C1")},
        own=lambda address: "/?in=C1#m-1-1" if address == "http://127.0.0.1:1/archives/C1/p1" else None,
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _slanted_ ~gone~", "<strong>bold</strong> <em>slanted</em> <s>gone</s>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("`a *b*` and ```c\n<d>```", "<code>a *b*</code> and <pre>c<br>&lt;d&gt;</pre>"),
        ("one\ntwo", "one<br>two"),
        ("&gt; said", "<q>said</q>"),
        (
            "<@UDANA> <@UGONE|gone>",
            '<span class="mention">@Dana Roux</span> <span class="mention">@gone</span>',
        ),
        (
            "<#C1> <#C2|secret>",
            '<a class="mention" href="/?in=C1">#general</a> <span class="mention">#secret</span>',
        ),
        ("<!here>", '<span class="mention">@here</span>'),
        (":warning: :no_such_sign:", "⚠️ :no_such_sign:"),
        ("&lt;!channel&gt; &amp;amp;", "&lt;!channel&gt; &amp;amp;"),
        ("<http://127.0.0.1:1/archives/C1/p1|the card>", '<a href="/?in=C1#m-1-1">the card</a>'),
    ],
)
def test_mrkdwn_is_drawn_as_slack_draws_it(text: str, html: str) -> None:
    """Marks, names, quotations, code and signs."""
    assert html == str(drawer().mrkdwn(text))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<javascript:alert(1)|Approve here>",
        "<data:text/html,x|Approve here>",
        "&lt;https://evil.example|Approve here&gt;",
        "<img src=x onerror=alert(1)>",
        "[Approve here](https-evil)",
        "\ue0000\ue001",
        "`<img src=x onerror=alert(1)>`",
    ],
)
def test_no_words_become_a_live_link_or_a_script(text: str) -> None:
    """What is no link of Slack's stays text, whatever it looks like."""
    html = str(drawer().mrkdwn(text, verbatim=True))

    assert "<a" not in html
    assert "<script" not in html
    assert "<img" not in html


def test_an_address_cannot_leave_its_attribute() -> None:
    """A quotation mark in an address is escaped."""
    html = str(drawer().mrkdwn('<https://e.example/"onmouseover="x|here> <https://e.example/`a`|b>'))

    assert '"onmouseover' not in html
    assert "<code>" not in html
    assert 2 == html.count("<a ")


def test_a_bare_address_is_live_only_where_slack_makes_it_so() -> None:
    """With `verbatim` a bare address is text; without it, it is a link."""
    text = "see https://e.example/x."

    assert text == str(drawer().mrkdwn(text, verbatim=True))
    assert '<a href="https://e.example/x"' in str(drawer().mrkdwn(text))


def test_plain_text_is_plain() -> None:
    """Nothing in a plain_text is live but its line ends and emoji."""
    assert "*a* &lt;@UDANA&gt;<br>✅" == str(drawer().plain("*a* <@UDANA>\n:white_check_mark:"))


@pytest.mark.parametrize(
    ("address", "safe"),
    [("https://e.example", "https://e.example"), ("javascript:alert(1)", "#"), ("//evil.example", "#")],
)
def test_a_link_button_leads_to_the_web_only(address: str, safe: str) -> None:
    """Any other scheme leads nowhere."""
    assert safe == safe_address(address)


@pytest.mark.parametrize(
    ("language", "zone", "form", "text"),
    [
        (Language.EN, "Europe/Paris", "{date_short_pretty} at {time}", "today at 09:30"),
        (Language.EN, "America/Toronto", "{date_num} {time_secs}", "2026-03-02 03:30:00"),
        (Language.FR, "Europe/Paris", "{date_long} à {time}", "lundi 2 mars 2026 à 09:30"),
        (Language.EN, "UTC", "{ago}", "30 minutes ago"),
        (
            Language.FR,
            "Nowhere/At_All",
            "{date_pretty} {time}, {ago}",
            "aujourd’hui 08:30, il y a 30 minutes",
        ),
    ],
)
def test_a_date_is_drawn_for_its_reader(language: Language, zone: str, form: str, text: str) -> None:
    """In the reader's zone and language, relative to the practice clock."""
    half_past = int(NOW.timestamp()) - 1800
    html = str(drawer(language, zone).mrkdwn(f"<!date^{half_past}^{form}|earlier>"))

    assert f'<time title="earlier">{text}</time>' == html


def test_a_date_that_is_none_shows_its_fallback() -> None:
    """An unknown token or an impossible moment is drawn as the fallback says."""
    for broken in ("1^{never}", "99999999999999999^{date}", "soon^{date}"):
        assert ">in a while<" in str(drawer().mrkdwn(f"<!date^{broken}|in a while>"))


@pytest.mark.parametrize(
    ("seconds", "english", "french"),
    [
        (0, "just now", "à l’instant"),
        (-59, "just now", "à l’instant"),
        (-60, "1 minute ago", "il y a 1 minute"),
        (7200, "in 2 hours", "dans 2 heures"),
        (-200_000, "2 days ago", "il y a 2 jours"),
    ],
)
def test_distances_are_told_in_one_unit(seconds: int, english: str, french: str) -> None:
    """The largest unit that fits, before or after."""
    moment = datetime.fromtimestamp(NOW.timestamp() + seconds, UTC)

    told = [
        ago(Reader(language=language, zone=UTC, now=NOW), moment) for language in (Language.EN, Language.FR)
    ]

    assert [english, french] == told
