"""The catalogue that is kept between sessions, and the provider that shows it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QCoreApplication
from scripts import answering, script

from gridloom_qgis.calling.catalogue import Catalogue, kept_in_profile
from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.calling.faults import Fault, NotFound
from gridloom_qgis.processing.provider import GridloomProvider


@pytest.fixture
def file(qgis_app) -> Path:
    """Where the profile keeps the catalogue; nothing is kept."""
    kept_in_profile().unlink(missing_ok=True)
    return kept_in_profile()


@pytest.fixture
def kept(file: Path, conversation: Conversation) -> Path:
    """The same, with the catalogue of the real command."""
    Catalogue(conversation).ask()
    return file


def nowhere() -> Path:
    raise NotFound


def waited(until) -> None:
    end = time.monotonic() + 30
    while not until():
        assert time.monotonic() < end
        QCoreApplication.processEvents()


def loaded(provider: GridloomProvider) -> int:
    """Have a provider load and return how many algorithms it has."""
    provider.refreshAlgorithms()
    return len(provider.algorithms())


def test_what_was_kept_is_shown_without_a_process(kept: Path) -> None:
    held = Conversation(nowhere)
    assert loaded(GridloomProvider(held, waits=False)) == 21
    assert held.version is None


def test_where_nothing_is_kept_a_process_of_qgis_waits(file: Path, conversation) -> None:
    assert loaded(GridloomProvider(conversation)) == 21
    assert file.exists()


def test_where_nothing_is_kept_the_window_asks_in_a_task(file: Path, conversation) -> None:
    provider = GridloomProvider(conversation, waits=False)
    assert loaded(provider) == 0
    waited(provider.algorithms)
    assert len(provider.algorithms()) == 21


@pytest.mark.parametrize("text", ["", "[]", "{", '{"digest": "x"}', "\x00\xff"])
def test_a_damaged_file_is_as_none(kept: Path, conversation, text: str) -> None:
    kept.write_text(text, encoding="latin-1")
    assert Catalogue(conversation).kept() is None
    assert loaded(GridloomProvider(conversation)) == 21


def test_what_was_kept_without_what_is_needed_is_as_none(kept: Path, conversation) -> None:
    kept.write_text(kept.read_text(encoding="utf-8").replace('"formats"', '"forms"'))
    assert Catalogue(conversation).kept() is None


def test_where_the_profile_cannot_be_written_it_is_asked_once_a_session(
    conversation, tmp_path: Path
) -> None:
    (tmp_path / "a file").touch()
    catalogue = Catalogue(conversation, tmp_path / "a file" / "analyses.json")
    assert catalogue.kept() is None
    assert catalogue.ask() == catalogue.kept()
    assert len(catalogue.kept()) == 21


def outdated(file: Path) -> None:
    """Have the file be of another command, which knew one analysis."""
    entry = '{"digest": "other", "entries": [%s]}'
    text = file.read_text(encoding="utf-8")
    first = text[text.index("[") + 1 : text.index(', {"name": "autocorrelation"')]
    file.write_text(entry % first, encoding="utf-8")


def test_a_command_that_knows_more_renews_what_is_shown(kept: Path, command: Path) -> None:
    outdated(kept)
    held = Conversation(lambda: command)
    provider = GridloomProvider(held, waits=False)
    assert loaded(provider) == 1
    held.ask(["--version"])
    waited(lambda: len(provider.algorithms()) > 1)
    held.end()
    assert len(provider.algorithms()) == 21
    assert not Catalogue(held).outdated


def test_the_same_command_is_not_asked_again(kept: Path, command: Path) -> None:
    before = kept.stat().st_mtime_ns
    held = Conversation(lambda: command)
    provider = GridloomProvider(held, waits=False)
    loaded(provider)
    held.ask(["--version"])
    held.end()
    assert provider._task is None
    assert kept.stat().st_mtime_ns == before


def test_without_a_command_the_provider_is_there_and_says_why(file: Path) -> None:
    provider = GridloomProvider(Conversation(nowhere))
    assert loaded(provider) == 0
    assert "“gridloom” is not found" in provider.warningMessage()


def test_the_window_is_told_once_that_there_is_no_command(file: Path) -> None:
    told: list[Fault] = []
    provider = GridloomProvider(Conversation(nowhere), waits=False, tell=told.append)
    loaded(provider)
    waited(lambda: told)
    assert isinstance(told[0], NotFound)
    assert len(told) == 1


@pytest.mark.parametrize("data", ["3", "[3]", '[{"name": "x"}]', "null"])
def test_an_answer_that_is_no_catalogue_is_told_and_not_asked_for_again(
    file: Path, tmp_path: Path, data: str
) -> None:
    odd, told = answering(tmp_path, data), []
    held = Conversation(lambda: odd)
    provider = GridloomProvider(held, waits=False, tell=told.append)
    loaded(provider)
    waited(lambda: provider._task is None)
    held.end()
    assert ["does not understand" in str(one) for one in told] == [True]
    assert provider.warningMessage() == str(told[0]) and not file.exists()


def test_an_unloaded_provider_listens_no_longer(conversation) -> None:
    before = len(conversation.on_start)
    provider = GridloomProvider(conversation)
    provider.unload()
    assert len(conversation.on_start) == before


def test_an_answer_that_comes_after_unloading_is_let_go(file: Path, conversation) -> None:
    provider = GridloomProvider(conversation, waits=False)
    loaded(provider)
    provider.unload()
    waited(lambda: provider._task is None)
    assert provider.algorithms() == []


def test_the_window_may_stop_the_question(file: Path, tmp_path: Path) -> None:
    silent, told = script(tmp_path, "exec sleep 20"), []
    provider = GridloomProvider(Conversation(lambda: silent), waits=False, tell=told.append)
    loaded(provider)
    task = provider._task
    waited(lambda: task.status() == task.TaskStatus.Running)
    begun = time.monotonic()
    task.cancel()
    waited(lambda: provider._task is None)
    assert time.monotonic() - begun < 10
    assert (told, provider.warningMessage()) == ([], "")
