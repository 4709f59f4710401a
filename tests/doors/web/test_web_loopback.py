"""Until people sign in, the pages answer only to whoever sits at the machine itself."""

import pytest

from handlers.web.headers import SECURITY_HEADERS
from tests.doors.web.reading import read
from tests.doors.web.scene import Scene

PAGES = ("/", "/incidents", "/incidents/INC-2026-0001")


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_the_machine_itself_is_answered(scene: Scene, client: str) -> None:
    """Every loopback address is this machine."""
    assert 200 == scene.browser(client=(client, 4000)).get("/incidents").status_code


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_the_machine_answers_to_its_own_names(scene: Scene, host: str) -> None:
    """A browser on this machine, or at the end of a tunnel, asks for it by one of these."""
    assert 200 == scene.browser().get("/incidents", headers={"host": host}).status_code


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "client", ["192.168.1.20", "10.0.0.1", "::ffff:192.0.2.1", "2001:db8::1", "testclient"]
)
def test_another_machine_is_refused(scene: Scene, page: str, client: str) -> None:
    """Nobody reads an incident from elsewhere, whatever the page."""
    scene.opens()

    answer = scene.browser(client=(client, 4000)).get(page)

    assert 403 == answer.status_code
    assert "Customer file" not in answer.text


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "Via"],
)
def test_what_a_proxy_passed_on_is_refused(scene: Scene, header: str) -> None:
    """A proxy on this machine has this machine's address: whoever stands behind it does not."""
    assert 403 == scene.browser().get("/incidents", headers={header: "127.0.0.1"}).status_code


@pytest.mark.parametrize(
    "host",
    [
        "crisis.example.com",
        "localhost.example.com",
        "127.0.0.1.example.com",
        "localhost:8000@evil.example",
        "evil.example#localhost",
        "192.168.1.20",
        "0.0.0.0:8000",
        "localhost:123456",
        "",
    ],
)
def test_a_foreign_name_for_this_machine_is_refused(scene: Scene, host: str) -> None:
    """A page elsewhere that points a name of its own at this machine (DNS rebinding) reads nothing."""
    assert 403 == scene.browser().get("/incidents", headers={"host": host}).status_code


def test_the_refusal_says_why_and_how_in_both_languages(scene: Scene) -> None:
    """The reason and the tunnel to open, first in the reader's language."""
    answer = scene.browser(client=("192.0.2.7", 4000)).get("/incidents", headers={"accept-language": "fr"})
    page = read(answer.text)

    assert ["fr", "en"] == [said["lang"] for said in page.all("p") if "lang" in said]
    assert "On ne peut pas encore s’identifier" in page.words
    assert "There is no sign-in yet" in page.words
    assert 2 == page.words.count("ssh -L 8000:127.0.0.1:8000")


@pytest.mark.parametrize(
    "address",
    ["/incidents", "/incidents/nothing", "/nowhere", "/api/incidents", "/healthz", "/static/desk.css", "/"],
)
def test_every_answer_carries_the_safety_headers(scene: Scene, address: str) -> None:
    """Pages, refusals, the API and the style: nothing runs, nothing is framed, nobody is told where one came from."""
    answer = scene.browser().get(address)

    assert dict(SECURITY_HEADERS) == {name: answer.headers.get(name) for name in SECURITY_HEADERS}


def test_the_policy_allows_no_script_where_nothing_is_copied(scene: Scene) -> None:
    """Neither inline nor from a file: such pages need none."""
    policy = scene.browser().get("/incidents").headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not any(word in policy for word in ("script-src", "unsafe", "*", "http:", "https:", "data:"))
