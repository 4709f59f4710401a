"""The page works with plain forms, says everything in two languages, and trusts only itself."""

import re

import pytest

from bot.practice.refusals import NotAcknowledged
from bot.practice.team import BOT_USER, Kind
from bot.practice.tray import Parcel
from bot.practice.workspace import Shortcut
from tests.fakes.clock import MovableClock
from tests.practice.conftest import Served
from tests.practice.little_bot import words


def pressed(html: str, label: str) -> dict[str, str]:
    """The hidden fields of the form around a button, and the button's own."""
    for form in re.findall(r"<form.*?</form>", html, re.DOTALL):
        found = re.search(rf'<button[^>]*name="press" value="([^"]*)"[^>]*>\s*{label}', form)
        if found:
            hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
            return {**dict(hidden), "press": found[1].replace("&#34;", '"')}
    raise AssertionError(label)


def test_a_command_typed_on_the_page_is_answered_there(served: Served) -> None:
    """The answer stands in the stream, marked as visible to its reader alone."""
    html = served.sends("/do/type", **{"as": "UDANA", "text": "/crisis hello"}).text

    assert "Only visible to you" in html
    assert "Help" in html
    assert "Only visible to you" not in served.page(**{"as": "ULUC"})


def test_the_page_speaks_its_readers_language(served: Served) -> None:
    """By the person's locale, unless another language is asked for."""
    assert '<html lang="fr">' in served.page(**{"as": "ULUC"})
    assert "Vous agissez en tant que" in served.page(**{"as": "ULUC"})
    assert "You act as" in served.page(**{"as": "ULUC", "lang": "en"})
    assert '<html lang="en">' in served.page(**{"as": "UDANA", "lang": "klingon"})


def test_a_card_is_drawn_and_pressed(served: Served) -> None:
    """Every piece of the card is on the page, the pin leads to it, and its button works."""
    html = served.sends("/do/type", **{"as": "UDANA", "text": "/crisis card"}).text

    for seen in ("INC-2026-0001 · Data breach", "<strong>Severity</strong>", "@Dana Roux", "Assign", "SEV2"):
        assert seen in html
    assert re.search(r'<a href="#m-\d+-\d+"><span aria-hidden="true">📌', html)
    after = served.sends("/do/press", **pressed(html, "Done")).text
    assert "4 of 14 done" in after
    assert "(edited)" in after


def test_a_dangerous_button_asks_first(served: Served) -> None:
    """The first press asks in the bot's own words and sends nothing; the second does it."""
    html = served.sends("/do/type", **{"as": "UDANA", "text": "/crisis card"}).text

    asked = served.sends("/do/press", **pressed(html, "Close the incident"))
    assert "Close INC-2026-0001?" in asked.text
    assert "<strong>still open</strong>" in asked.text
    assert all("Closed." != message.text for message in served.workspace.messages("general"))

    done = served.sends("/do/press", **pressed(asked.text, "Close it"))
    assert "Closed." in done.text
    assert "Close INC-2026-0001?" not in done.text


def test_a_form_is_filled_without_a_script(served: Served) -> None:
    """It is a dialog with labelled fields; a mistake stands beside its field and nothing typed is lost."""
    html = served.sends("/do/type", **{"as": "UDANA", "text": "/crisis start breach"}).text
    assert '<dialog open id="form"' in html
    for block in ("title", "details", "lead"):
        assert f'<label for="v-{block}">' in html

    start = pressed(html, "Start")
    typed = {'f["details", "details-it"]': "Seen at noon", 'f["lead", "lead-it"]': "ULUC"}
    again = served.sends("/do/form", **start, **typed).text
    assert 'aria-invalid="true"' in again
    assert "Please fill in this field." in again
    assert "Seen at noon" in again
    assert '<option value="ULUC" selected>' in again

    refused = served.sends("/do/form", **start, **typed, **{'f["title", "title-it"]': "Nothing"}).text
    assert "Say what happened, please." in refused

    done = served.sends(
        "/do/form",
        **start,
        **typed,
        **{'f["title", "title-it"]': "A leak", 'f["team", "team-it"]': ["ULUC", "UDANA"]},
        **{'f["playbook", "playbook-it"]': "outage", 'f["moment", "moment-it"]': "2026-03-02T15:00"},
    ).text
    assert '<dialog open id="form"' not in done
    sent = served.person("UDANA").direct_messages()[-1].text
    for value in ("A leak", "Seen at noon", '"selected_users": ["ULUC", "UDANA"]', '"value": "outage"'):
        assert value in sent
    # 15:00 in Paris.
    assert '"selected_date_time": 1772460000' in sent


def test_a_form_is_closed_by_its_cross(served: Served) -> None:
    """Cancel closes it, and the bot hears of it."""
    html = served.sends("/do/type", **{"as": "UDANA", "text": "/crisis start"}).text

    after = served.sends("/do/form", **pressed(html, "✕")).text

    assert '<dialog open id="form"' not in after
    assert "Not started." == served.person("UDANA").direct_messages()[-1].text


def test_an_unread_call_is_seen_from_everybodys_side_bar(served: Served) -> None:
    """The mark says how many, in words too; looking at the message takes it away."""
    served.sends("/do/type", **{"as": "UDANA", "text": "/crisis call ULUC"})

    assert "1 unread" in served.page(**{"as": "UDANA"})
    direct = served.person("ULUC").direct_channel().id
    assert "non lu" in served.page(**{"as": "ULUC"})
    served.page(**{"as": "ULUC", "in": direct})
    assert "non lu" not in served.page(**{"as": "ULUC"})


def test_the_clock_moves_by_its_buttons(served: Served, clock: MovableClock) -> None:
    """Ten minutes are ten minutes; nonsense moves nothing."""
    before = clock.now()

    served.sends("/do/clock", **{"as": "UDANA", "minutes": "10"})
    served.sends("/do/clock", **{"as": "UDANA", "minutes": "-5"})
    served.sends("/do/clock", **{"as": "UDANA", "minutes": "x"})

    assert 600 == (clock.now() - before).total_seconds()
    assert "10:10" in served.page(**{"as": "UDANA"})


def test_the_home_tab_is_opened_and_pressed(served: Served) -> None:
    """Opening it tells the bot; its buttons work."""
    html = served.sends("/do/home", **{"as": "UDANA"}).text
    assert "Nothing is open." in html

    assert "Still nothing." in served.sends("/do/press", **pressed(html, "Refresh")).text


def test_a_thread_is_written_in(served: Served) -> None:
    """A reply stands under its message."""
    served.sends("/do/type", **{"as": "UDANA", "text": "The review begins"})
    first = served.workspace.messages("general")[-1]

    html = served.sends("/do/type", **{"as": "ULUC", "text": "No key", "thread": first.ts}).text

    assert "2 réponses" in html
    assert ["No key", "Noted."] == [message.text for message in served.workspace.messages("general")[-2:]]


def test_shortcuts_are_offered(served: Served) -> None:
    """A message's menu and the side bar offer the app's shortcuts."""
    served.workspace.shortcuts = (
        Shortcut(callback_id="start-here", name="Start a crisis here", on_message=True),
    )
    served.sends("/do/type", **{"as": "UDANA", "text": "A file on a forum"})
    assert "Start a crisis here" in served.page(**{"as": "UDANA"})
    message = served.workspace.messages("general")[-1]

    html = served.sends(
        "/do/shortcut", **{"as": "UDANA", "name": "start-here", "at": f"m|{message.channel}|{message.ts}"}
    ).text

    assert '<dialog open id="form"' in html


def test_a_channel_is_joined_before_one_writes(served: Served) -> None:
    """Who is not in a public channel can read, and enters with one button."""
    channel = served.workspace.add_channel("inc-1", BOT_USER).id
    html = served.page(**{"as": "UDANA", "in": channel})
    assert "You are not in this channel." in html

    after = served.sends("/do/join", **{"as": "UDANA", "in": channel}).text

    assert 'id="text"' in after
    assert "UDANA" in served.workspace.channel("inc-1").members


def test_a_private_channel_is_not_shown_to_others(served: Served) -> None:
    """Neither in the list nor by its address."""
    channel = served.workspace.add_channel("board-room", "UDANA", BOT_USER, kind=Kind.PRIVATE).id

    assert "board-room" in served.page(**{"as": "UDANA"})
    assert "board-room" not in served.page(**{"as": "ULUC", "in": channel})


def test_nobodys_words_are_live_on_the_page(served: Served) -> None:
    """A script in a message, a channel topic, a name, an option: all are shown and none runs."""
    evil = '"><script>alert(1)</script><a href="https://evil.example">'
    channel = served.workspace.channel("general")
    channel.topic = evil
    served.workspace.call(
        "chat.postMessage",
        {"channel": channel.id, "text": evil, "blocks": [{"type": "section", "text": words(evil)}]},
    )
    served.sends("/do/type", **{"as": "UDANA", "text": evil})

    html = served.page(**{"as": "UDANA", "in": channel.id})

    assert "<script>alert" not in html
    assert 'href="https://evil.example"' not in html
    assert "&lt;script&gt;" in html


def test_only_the_page_itself_may_act(served: Served) -> None:
    """Without the page's secret, or from another origin, nothing is done."""
    url = "/do/type"
    data = {"as": "UDANA", "text": "forged"}
    token = served.token()

    wrong = served.browser.post(url, data={**data, "token": "guess"})
    without = served.browser.post(url, data=data)
    foreign = served.browser.post(
        url, data={**data, "token": token}, headers={"Origin": "http://evil.example"}
    )
    crossing = served.browser.post(
        url, data={**data, "token": token}, headers={"Sec-Fetch-Site": "same-site"}
    )

    assert [403] * 4 == [answer.status_code for answer in (wrong, without, foreign, crossing)]
    assert () == served.workspace.messages("general")


def test_the_page_loads_nothing_from_elsewhere(served: Served) -> None:
    """A strict policy, no inline script or style, and every address on this server."""
    answer = served.browser.get("/")
    policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<style|style=|\son\w+=|<script(?! src=\"/static/)", answer.text)
    assert not re.findall(r'(?:src|href)="(?!/|#)[^"]*"', answer.text)
    for name in ("practice.css", "practice.js", "mark.svg"):
        assert 200 == served.browser.get(f"/static/{name}").status_code
    assert 404 == served.browser.get("/static/../page.py").status_code


def test_a_button_that_is_gone_is_told(served: Served) -> None:
    """Pressing what has changed meanwhile says so and shows how it looks now."""
    html = served.sends("/do/type", **{"as": "UDANA", "text": "/crisis card"}).text
    take = pressed(html, "I take it")
    served.sends("/do/press", **take)

    again = served.sends("/do/press", **take)

    assert 200 == again.status_code
    assert "no longer on the screen" in again.text


def test_what_the_bot_did_not_take_is_still_there(served: Served) -> None:
    """A command that failed stands in the composer again."""
    html = served.sends("/do/type", **{"as": "UDANA", "text": "/crisis fail now"}).text

    assert re.search(r"<textarea id=\"text\".*?>\s*/crisis fail now</textarea>", html, re.DOTALL)
    with pytest.raises(NotAcknowledged):
        served.person("UDANA").types("/crisis fail now")


def test_only_ones_own_form_can_be_sent(served: Served) -> None:
    """Another person's form is out of reach, even with its id."""
    html = served.sends("/do/type", **{"as": "UDANA", "text": "/crisis start breach"}).text
    fields = {**pressed(html, "Start"), "as": "ULUC"}

    served.sends("/do/form", **fields, **{'f["title", "title-it"]': "Mine"})

    assert 1 == len(served.person("UDANA").forms())
    assert () == served.person("UDANA").direct_messages()


def test_the_pulse_tells_when_something_changed(served: Served) -> None:
    """The number the script asks for grows with each change, and only then."""
    first = served.browser.get("/pulse").json()
    same = served.browser.get("/pulse").json()
    served.workspace.call("chat.postMessage", {"channel": "UDANA", "text": "x"})
    later = served.browser.get("/pulse").json()

    assert first == same
    assert later["version"] > first["version"]


def test_a_permanent_link_leads_to_its_message(served: Served) -> None:
    """chat.getPermalink gives an address that opens the channel at the message."""
    served.sends("/do/type", **{"as": "UDANA", "text": "hello"})
    message = served.workspace.messages("general")[-1]
    _, _, body = served.workspace.call(
        "chat.getPermalink", {"channel": message.channel, "message_ts": message.ts}
    )
    assert body is not None

    answer = served.browser.get(body["permalink"], follow_redirects=False)

    assert f"/?in={message.channel}#m-{message.ts.replace('.', '-')}" == answer.headers["Location"]


def test_an_ephemeral_answer_can_be_dismissed(served: Served) -> None:
    """Dismissed, it is gone for good."""
    served.sends("/do/type", **{"as": "UDANA", "text": "/crisis hello"})
    answer = served.person("UDANA").ephemerals()[-1]

    served.sends("/do/dismiss", **{"as": "UDANA", "at": f"e|{answer.channel}|{answer.ts}"})

    assert () == served.person("UDANA").ephemerals()


def test_odd_places_are_mended(served: Served) -> None:
    """An unknown person, channel or deed is no error page with a trace."""
    assert "You act as" in served.page(**{"as": "UNOBODY", "in": "CNONE", "ask": "1", "lang": "x"})
    assert 404 == served.sends("/do/nothing", **{"as": "UDANA"}).status_code
    odd = served.sends("/do/press", **{"as": "UDANA", "at": "m|CNONE|1.1", "press": "[["})
    assert 200 == odd.status_code


def test_what_would_leave_by_mail_or_webhook_lies_in_the_tray(served: Served) -> None:
    """The newest first, with the way to answer; each thing once, in both languages, and nothing of it is live."""
    assert "goes nowhere" in served.page(**{"as": "UDANA", "in": "tray"})
    link = "http://127.0.0.1:8000/answer/abc"
    for kind, to in (("mail", "dana@example.com"), ("hook", "https://sms.example/calls")):
        for _ in range(2):
            served.workspace.tray.put(
                Parcel(
                    kind=kind,
                    to=to,
                    subject="Can you take it?",
                    text="<b>now</b>",
                    at=served.workspace.team.now(),
                    reference="1",
                    link=link,
                )
            )

    html = served.page(**{"as": "UDANA", "in": "tray"})
    assert html.index("Webhook to https://sms.example/calls") < html.index("Mail to dana@example.com")
    assert 2 == html.count(f'href="{link}"')
    assert "&lt;b&gt;now&lt;/b&gt;" in html
    assert "Courriel à dana@example.com" in served.page(**{"as": "ULUC", "in": "tray"})
