"""Which Gridloom answers."""

import platform
import sys
from importlib.metadata import version

import pytest

from gridloom_analytics.analyses import catalogue
from gridloom_desktop.command.main import perform
from gridloom_desktop.command.versions import versions
from gridloom_layers.progress import Progress


def test_it_tells_its_version_to_programs_and_to_people() -> None:
    answer = perform(["--version", "--json"], Progress())
    assert answer.data["gridloom"] == version("gridloom")
    assert answer.lines == [f"gridloom {version('gridloom')}"]


def test_the_digest_changes_with_what_analyses_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = {name: one for name, one in catalogue().items() if name != "hotspots"}
    before = versions().data["analyses"]
    monkeypatch.setattr("gridloom_analytics.analyses.catalogue", lambda: fewer)
    assert versions().data["analyses"] != before


def test_it_tells_which_python_runs_it_and_that_it_has_a_window() -> None:
    told = versions().data
    found = told["python"], told["executable"], told["window"]
    assert found == (platform.python_version(), sys.executable, True)
