"""The stage on which faults happen."""

from tests.stories.conftest import stage as stage
