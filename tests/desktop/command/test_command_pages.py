"""The manual: every command has a page with an example, in both languages."""

import re

import pytest

from gridloom_desktop.command.main import COMMAND

NAMES = list(COMMAND.commands)
PROMISED = """
sample create import join doctor describe measure query linked quality verify analyses run publish
quarantine check serve remove rename backup restore log desktop demo own conflicts resolve
provenance edits encrypt decrypt key
"""


def test_the_promised_commands_are_there() -> None:
    assert sorted(NAMES) == sorted(PROMISED.split())


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_an_example_of_its_command(gridloom, name) -> None:
    page = gridloom(name, "--help")
    assert page.exit == 0 and re.search(rf"^  gridloom {name}\b", page.out, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_a_chinese_page_describes_each_option_in_chinese(gridloom, name) -> None:
    page = gridloom(name, "--help", "--lang", "zh").out
    described = re.findall(r"^  --[a-z-]+ .*$", page, re.MULTILINE)
    assert described and all(re.search("[一-鿿]", line) for line in described)


def test_without_arguments_the_commands_are_listed(gridloom) -> None:
    assert all(name in gridloom().out for name in NAMES)


def test_a_page_is_data_for_programs(gridloom) -> None:
    page = gridloom("describe", "--help", "--json").json["data"]
    assert page["usage"] == "gridloom describe CITY [OPTIONS]"


def test_a_note_of_a_chinese_page_stands_in_chinese_brackets(gridloom) -> None:
    page = gridloom("sample", "--help", "--lang", "zh").out
    assert "（默认：20000）" in page and "(默认" not in page


@pytest.mark.parametrize(
    ("name", "usage"),
    [
        ("doctor", "gridloom doctor CITY [LEFT] [RIGHT] [OPTIONS]"),
        ("conflicts", "gridloom conflicts CITY [TABLE] [OPTIONS]"),
        ("quality", "gridloom quality CITY [TABLE …] [OPTIONS]"),
        ("provenance", "gridloom provenance CITY TABLE KEY [OPTIONS]"),
    ],
)
def test_arguments_that_may_be_left_out_are_in_brackets(gridloom, name: str, usage: str) -> None:
    assert gridloom(name, "--help", "--json").json["data"]["usage"] == usage
