"""The switches that stand anywhere."""

import pytest

from gridloom_desktop.command.switches import (
    Switches,
    machine_language,
    read_switches,
    without_switches,
)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "zh", "--json", "describe", "a"],
        ["describe", "--lang=zh", "a", "--json"],
        ["describe", "a", "--json", "--lang", "zh"],
    ],
)
def test_switches_may_stand_anywhere(arguments) -> None:
    assert read_switches(arguments) == Switches("zh", json=True)
    assert without_switches(arguments) == ["describe", "a"]


def test_what_follows_two_dashes_is_left_alone() -> None:
    arguments = ["describe", "--", "--json"]
    assert not read_switches(arguments).json
    assert without_switches(arguments) == arguments


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "zh_TW"}, "zh"),
    ],
)
def test_the_language_is_the_machines(monkeypatch, variables, language) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert machine_language() == language
