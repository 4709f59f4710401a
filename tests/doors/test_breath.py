"""Work in the background rests while somebody waits for an answer."""

from bot.breath import MOST_BREATHS, breathe


def test_p9_nobody_waits_for_what_goes_on_in_the_background() -> None:
    """It rests until the last of a crowd is answered."""
    rests: list[float] = []
    breathe(rests.append, lambda: len(rests) < 7)
    assert 7 == len(rests)


def test_what_goes_on_in_the_background_comes_to_its_end() -> None:
    """A crowd that never ends slows it down and no more."""
    rests: list[float] = []
    breathe(rests.append, lambda: True)
    assert MOST_BREATHS == len(rests)
