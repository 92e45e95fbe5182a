"""Fixtures for all tests."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def missing(reason: str) -> None:
    """Skip a test whose component is missing; where everything must be there (CI), fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def cities() -> Path:
    """The folder of real cities' data: ``GRIDLOOM_CITIES``, or beside the repository."""
    named = os.environ.get("GRIDLOOM_CITIES")
    places = [Path(named)] if named else []
    places += [parent / "shared" / "cities" for parent in (ROOT.parent, ROOT.parent.parent)]
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        missing("the folder of real cities' data (GRIDLOOM_CITIES) is not here")
    assert found is not None
    return found
