"""The file of the tools that report: what it gives, and every mistake in it at its place."""

from importlib.resources import files

import pytest
from pydantic import SecretStr

from config.sources import UnreadableSources, read_sources
from playbooks.incoming import Encoding, Kind, MessageReport, Scheme, SpikeReport, mapped
from playbooks.playbook import Language

SECRET = SecretStr("sixteen-letters-and-more")
KEYS = dict.fromkeys(("CARE_TOOL_SECRET", "MAIL_GATEWAY_SECRET", "LISTENING_TOKEN"), SECRET)
SHORT = """schema: 1
sources:
  - id: tool
    title: {en: Tool, fr: Outil}
    secret: CARE_TOOL_SECRET
    signature: {header: X-Signature}
    fields: {id: /id, text: /text}
"""


def example() -> str:
    """The worked example."""
    return (files("config") / "examples/sources.yaml").read_text("utf-8")


def mistakes(text: str, language: Language = Language.EN) -> list[str]:
    """What is wrong with a file, a line each."""
    with pytest.raises(UnreadableSources) as refused:
        read_sources(text, "sources.yaml", KEYS)
    return [mistake.line_for(language) for mistake in refused.value.mistakes]


def test_the_worked_example_reads_three_tools() -> None:
    """A care tool, a mail gateway and a listening tool, each signed in its own way."""
    known = read_sources(example(), "sources.yaml", KEYS)

    kinds = {name: one.source.kind for name, one in known.items()}
    assert {"care-tool": Kind.MESSAGE, "mail-gateway": Kind.MESSAGE, "listening": Kind.SPIKE} == kinds
    signed = {
        name: (one.source.signature.scheme, one.source.signature.encoding) for name, one in known.items()
    }
    assert (Scheme.HMAC_SHA256, Encoding.BASE64) == signed["mail-gateway"]
    assert Scheme.TOKEN is signed["listening"][0]
    assert SECRET.get_secret_value().encode() == known["listening"].key


def test_the_worked_example_reads_what_such_tools_send() -> None:
    """A document of each."""
    known = read_sources(example(), "sources.yaml", KEYS)
    care = mapped(
        known["care-tool"].source,
        {
            "message": {
                "id": 991,
                "body": "Where is my refund?",
                "author": {"handle": "@anna", "followers": 12000},
                "channel": "twitter",
                "permalink": "https://x.com/anna/status/1",
            },
            "conversation": {"id": "c-7"},
            "inbox": {"unit": "energy-uk"},
        },
    )
    mail = mapped(
        known["mail-gateway"].source,
        {
            "headers": {"message_id": "<1@mail>", "subject": "Refund", "references": ["<0@mail>"]},
            "envelope": {"from": "anna@example.com"},
            "plain": "Where is it?",
        },
    )
    spike = mapped(
        known["listening"].source,
        {"alert": {"uuid": "u-1", "summary": "Mentions rise", "volume": {"current": 480, "baseline": 40.0}}},
    )

    assert isinstance(care, MessageReport)
    assert ("991", "x", 12000, "c-7", "energy-uk") == (
        care.id,
        care.network,
        care.reach,
        care.group,
        care.unit,
    )
    assert isinstance(mail, MessageReport)
    assert ("email", "<0@mail>", "energy-uk") == (mail.network, mail.group, mail.unit)
    assert isinstance(spike, SpikeReport)
    assert (480, 40) == (spike.count, spike.usual)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("/id", "id", "7:18: “id” is no JSON Pointer, write /message/body"),
        (", text: /text", "", "7:5: the field “text” is missing, write text: /text"),
        ("text: /text", "txt: /text", "7:23: “txt” is not known here, write “text”"),
        ("text: /text", "text: /text, count: /n", "7:36: a message has no “count”, write"),
        ("CARE_TOOL_SECRET", "OTHER_SECRET", "5:13: the variable OTHER_SECRET is not set, set it"),
        ("CARE_TOOL_SECRET", "CRISIS_LOG_KEY", "5:13: “CRISIS_LOG_KEY” is a key of the product’s own"),
        ("CARE_TOOL_SECRET", "hunter2", "5:13:"),
        (
            "{header: X-Signature}",
            "{header: X-Signature, scheme: md5}",
            "6:46: “md5” is not known here, write one of",
        ),
        ("schema: 1", "schema: 2", "1:9:"),
        (
            "    fields",
            "    values: {network: {tw: twiter}}\n    fields",
            "7:28: there is no network “twiter”",
        ),
        ("    fields", "    always: {network: fb}\n    fields", "7:23: there is no network “fb”"),
        ("    fields", "    field: 1\n    fields", "7:5: unknown key “field”, write “fields”"),
    ],
)
def test_b1_each_mistake_is_told_at_its_place(old: str, new: str, told: str) -> None:
    """With what to write instead; no secret is ever shown."""
    text = SHORT.replace(old, new, 1)
    assert any(line.startswith(f"sources.yaml:{told}") for line in mistakes(text)), mistakes(text)
    assert SECRET.get_secret_value() not in "".join(mistakes(text))


def test_two_tools_have_two_names() -> None:
    """The second of a name is refused."""
    twice = SHORT + SHORT.partition("sources:\n")[2]
    assert ["sources.yaml:8:9: “tool” stands here twice, give each its own name"] == mistakes(twice)


def test_a_secret_that_can_be_guessed_is_refused() -> None:
    """In both languages, without showing it."""
    with pytest.raises(UnreadableSources) as refused:
        read_sources(SHORT, "sources.yaml", {"CARE_TOOL_SECRET": SecretStr("hunter2")})
    (mistake,) = refused.value.mistakes
    assert "fewer than 16 characters" in mistake.line_for(Language.EN)
    assert "moins de 16 caractères" in mistake.line_for(Language.FR)
    assert "hunter2" not in str(refused.value)
