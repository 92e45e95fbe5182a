"""Which Gridloom answers."""

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
