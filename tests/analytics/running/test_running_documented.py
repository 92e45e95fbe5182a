"""The page on analyses: every one is on it, and its commands can be given."""

import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from gridloom_analytics.analyses import catalogue, named
from gridloom_analytics.settings import read_settings

PAGE = Path(__file__).resolve().parents[3] / "docs/analyses.md"
COMMANDS = [
    line.strip()
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("    gridloom run")
]


def test_every_analysis_is_on_the_page() -> None:
    shown = {shlex.split(command)[3] for command in COMMANDS}
    assert shown | {"quality"} == set(catalogue())


@pytest.mark.parametrize("command", COMMANDS)
def test_the_settings_of_a_command_are_accepted(command: str) -> None:
    words = shlex.split(command)
    given = [word for flag, word in pairwise(words) if flag == "--set"]
    settings = dict(one.split("=", 1) for one in given)
    assert set(settings) <= read_settings(named(words[3]), settings).model_fields_set
