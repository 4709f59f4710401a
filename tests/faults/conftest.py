"""The stage on which faults happen."""

from tests.stories.conftest import company_files, plain_logs, stage  # noqa: F401 - a fixture is found by its name.
