"""Setting up: Pythons that are found, environments that are made whole or not at all."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsSettings
from wheels import write_wheel

from gridloom_qgis.calling.command import SETTING, find_command, use_command
from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.calling.faults import Cancelled, Fault, TooOld
from gridloom_qgis.setting_up.adopting import adopt
from gridloom_qgis.setting_up.installing import install
from gridloom_qgis.setting_up.interpreters import Interpreter, interpreters, none_fits
from gridloom_qgis.setting_up.reasons import reason
from gridloom_qgis.setting_up.recipe import Recipe, environments, home, next_place


@pytest.fixture(autouse=True)
def clean_profile() -> Iterator[None]:
    """No environment and no setting, before and after."""
    shutil.rmtree(home(), ignore_errors=True)
    QgsSettings().remove(SETTING)
    yield
    shutil.rmtree(home(), ignore_errors=True)
    QgsSettings().remove(SETTING)


@pytest.fixture(scope="module")
def python() -> Path:
    return next(one.path for one in interpreters() if one.fits)


def made(recipe: Recipe, heard: list[str] | None = None) -> object:
    return install(
        recipe, [].append if heard is None else heard.append, lambda _: None, lambda: False
    )


def told_of(python: Path, wheels: Path) -> str:
    """Return the sentence with which an installation fails."""
    with pytest.raises(Fault) as fault:
        made(Recipe(python, next_place(), wheels))
    return fault.value.sentence


def test_qgis_own_python_is_found_first() -> None:
    first = interpreters()[0]
    assert (first.is_of_qgis, first.version) == (True, tuple(sys.version_info[:3]))


def test_no_python_is_listed_twice() -> None:
    paths = [one.path.resolve() for one in interpreters()]
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([], "Gridloom needs Python 3.11, 3.12 or 3.13"),
        ([Interpreter(Path("a"), (3, 9, 18), True, True, True)], "none of them is here"),
        ([Interpreter(Path("a"), (3, 12, 1), True, False, False)], "none of them is here"),
        ([Interpreter(Path("a"), (3, 11, 2), False, True, True)], "python3.11-venv"),
    ],
    ids=["nothing", "too old", "32 bits", "without venv"],
)
def test_where_no_python_fits_it_is_said_what_to_install(found, sentence: str) -> None:
    assert sentence in str(none_fits(found))


@pytest.mark.slow
def test_what_was_shown_is_what_is_run(python: Path, tmp_path: Path) -> None:
    recipe, heard = Recipe(python, next_place(), write_wheel(tmp_path / "wheels")), []
    made(recipe, heard)
    run = [line[2:].split() for line in heard if line.startswith("> ")]
    assert [command[1:4] for command in run] == [recipe.making[1:4], recipe.installing[1:4]]


def test_an_environment_made_without_a_network_answers(python: Path, tmp_path: Path) -> None:
    recipe = Recipe(python, next_place(), write_wheel(tmp_path / "城市 wheels"))
    made(recipe)
    assert Conversation(lambda: recipe.command).ask(["--version"])["gridloom"] == "0.1.0"


def test_an_empty_folder_of_wheels_is_told(python: Path, tmp_path: Path) -> None:
    assert told_of(python, tmp_path) == f"The folder “{tmp_path}” has no wheel of Gridloom."


def test_a_package_that_the_folder_lacks_is_named_and_nothing_left(
    python: Path, tmp_path: Path
) -> None:
    sentence = told_of(python, write_wheel(tmp_path / "wheels", needs=["gridloom-nowhere"]))
    assert ("no “gridloom-nowhere” that fits" in sentence, environments()) == (True, [])


@pytest.mark.slow
def test_a_damaged_wheel_is_told(python: Path, tmp_path: Path) -> None:
    file = next(write_wheel(tmp_path / "wheels").iterdir())
    file.write_bytes(file.read_bytes()[:200])
    assert told_of(python, file.parent).startswith("A wheel is damaged: ")


@pytest.mark.slow
def test_a_gridloom_that_is_too_old_is_not_taken_from_the_folder(
    python: Path, tmp_path: Path
) -> None:
    assert "no “gridloom”" in told_of(python, write_wheel(tmp_path / "wheels", version="0.0.9"))


def test_a_python_that_is_gone_is_told(tmp_path: Path) -> None:
    wheels = write_wheel(tmp_path / "wheels")
    assert "cannot be started" in told_of(tmp_path / "python", wheels)


def test_what_is_cancelled_leaves_nothing_behind(python: Path, tmp_path: Path) -> None:
    recipe, begun = (
        Recipe(python, next_place(), write_wheel(tmp_path / "wheels")),
        threading.Event(),
    )
    with pytest.raises(Cancelled):
        install(recipe, lambda _: begun.set(), lambda _: None, begun.is_set)
    assert environments() == []


@pytest.mark.slow
def test_what_works_stays_where_the_new_one_fails(python: Path, tmp_path: Path) -> None:
    old = Recipe(python, next_place(), write_wheel(tmp_path / "wheels"))
    made(old)
    use_command(old.command)
    told_of(python, write_wheel(tmp_path / "wheels", needs=["gridloom-nowhere"]))
    assert Conversation(find_command).ask(["--version"])["gridloom"] == "0.1.0"


@pytest.mark.slow
def test_the_old_environment_goes_when_the_new_one_works(python: Path, tmp_path: Path) -> None:
    wheels = write_wheel(tmp_path / "wheels")
    for _ in range(2):
        recipe = Recipe(python, next_place(), wheels)
        made(recipe)
        adopt(recipe.command, Conversation())
    assert (environments(), find_command()) == ([recipe.target], recipe.command)


@pytest.mark.slow
def test_a_command_that_turns_out_too_old_is_not_kept(python: Path, tmp_path: Path) -> None:
    wheels = write_wheel(tmp_path / "wheels", says="0.0.9")
    with pytest.raises(TooOld):
        made(Recipe(python, next_place(), wheels))
    assert environments() == []


PIP = {
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError("
    "<pip._vendor>: Failed to establish a new connection: [Errno -2] Name or service not known)'\n"
    "ERROR: No matching distribution found for gridloom": "The package index cannot be reached.",
    "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify "
    "failed'))\nERROR: No matching distribution found for gridloom": "The certificate of",
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device": (
        "The disk is full."
    ),
    "ERROR: No matching distribution found for pyarrow>=26": "no “pyarrow” that fits this Python",
    "ERROR: No matching distribution found for gridloom[desktop]>=0.1.0": "once it is published",
    "ERROR: ResolutionImpossible: for help visit": "The packages do not fit together.",
    "The virtual environment was not created successfully because ensurepip is not\navailable.": (
        "This Python cannot make environments"
    ),
    "ERROR: Could not install packages: [Errno 13] Permission denied: '/x'": "cannot be written",
    "ERROR: something new\nnothing": "Gridloom could not be installed: ERROR: something new",
}


@pytest.mark.parametrize("printed", PIP)
def test_what_pip_prints_is_told_in_a_sentence(printed: str) -> None:
    fault = reason(printed.splitlines(), Recipe(Path("python"), Path("new")))
    assert PIP[printed] in fault.sentence and fault.hint
