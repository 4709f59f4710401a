"""The door for tools that report, against its own OpenAPI document: no fault, and no answer that is not written there."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from handlers import web
from handlers.outside.links import Links
from handlers.web import Outside
from tests.doors.web.scene import a_scene
from tests.doors.web.test_web_reporting import KEY, TOKEN, a_source

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


QUIETLY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture
def door(web_database: str) -> Iterator[Any]:
    """The door of a house to which one tool reports, as its document describes it."""
    with a_scene(web_database) as made:
        app = type(made.app)(docs_url=None, redoc_url=None)
        outside = Outside(
            links=Links((b"the key of these tests",), "https://crisis.example"),
            key=lambda _: None,
            sources=lambda: {"tool": a_source(TOKEN)},
        )
        web.register(app, made.desk, api_token=None, checks=list, outside=outside)
        document = schemathesis.openapi.from_asgi("/openapi.json", app)
        yield document["/api/sources/{source}"]["POST"]


def test_a_stranger_gets_an_answer_of_the_document(door: Any) -> None:
    """Whatever they send, under whatever name."""

    @given(case=door.as_strategy())
    @QUIETLY
    def asks(case: Any) -> None:
        answer = case.call_and_validate(checks=list(CHECKS))
        assert answer.status_code >= 400

    asks()


def test_the_tool_itself_gets_an_answer_of_the_document(door: Any) -> None:
    """Whatever it sends: documents of every shape, right and wrong."""
    statuses = set[int]()

    @given(
        case=door.as_strategy(generation_mode=GenerationMode.POSITIVE)
        | door.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        fits=some.booleans(),
        number=some.integers(1, 9),
    )
    @QUIETLY
    def asks(case: Any, fits: bool, number: int) -> None:
        case.path_parameters = {"source": "tool"}
        if fits and isinstance(case.body, dict):
            case.body = {**case.body, "id": f"m-{number}", "text": "Where is my train?"}
        answer = case.call_and_validate(checks=list(CHECKS), headers={"X-Token": KEY.decode()})
        statuses.add(answer.status_code)

    asks()
    assert {200, 202, 422} <= statuses
