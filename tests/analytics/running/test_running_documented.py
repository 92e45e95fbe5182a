"""The page on analyses: every one is on it, and its commands can be given."""

import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from gridloom_analytics.analyses import catalogue, named
from gridloom_analytics.analyses.page import page
from gridloom_analytics.settings import read_settings

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGE = DOCS / "analyses.md"
COMMANDS = [
    line.strip()
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("    gridloom run")
]


@pytest.mark.parametrize("name", catalogue())
def test_the_example_of_an_analysis_is_on_the_page(name: str) -> None:
    example = named(name).command()
    assert any(command.startswith(example) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_settings_of_a_command_are_accepted(command: str) -> None:
    words = shlex.split(command)
    given = [word for flag, word in pairwise(words) if flag == "--set"]
    settings = dict(one.split("=", 1) for one in given)
    assert set(settings) <= read_settings(named(words[3]), settings).model_fields_set


def test_the_page_on_results_is_what_the_analyses_declare() -> None:
    assert (DOCS / "results.md").read_text(encoding="utf-8") == page()
