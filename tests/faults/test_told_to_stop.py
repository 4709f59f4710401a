"""Being told to stop while the product is still getting ready."""

import gc
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI

from bot.serving import listen, run_server


@pytest.fixture
def as_in_practice() -> Iterator[None]:
    """SIGTERM is Ctrl-C until the server runs, as `crisis demo` has it; afterwards all is as it was."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    gc.unfreeze()


@pytest.mark.usefixtures("as_in_practice")
def test_a_signal_that_comes_while_memory_is_tidied_is_not_lost() -> None:
    """An exception raised there is only printed by Python: the product would have run on for ever."""
    heard: list[str] = []
    heard_before_serving: list[str] = []

    def interrupted(phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            gc.callbacks.remove(interrupted)
            os.kill(os.getpid(), signal.SIGTERM)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        heard_before_serving.extend(heard)
        signal.raise_signal(signal.SIGTERM)  # It ends whether the first one was heard or not.
        yield

    web, listener = FastAPI(lifespan=life), listen("127.0.0.1", 0)
    gc.disable()  # So that it is the server's own tidying that is interrupted.
    gc.callbacks.append(interrupted)
    try:
        run_server(web, listener, lambda: heard.append("told"))
    finally:
        gc.enable()

    assert ["told"] == heard_before_serving
