"""The warm process: asked, cancelled, killed, and what is not Gridloom at all."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from scripts import script
from waiting import wait_until

from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.calling.faults import Broken, Cancelled, NotFound, Refused, TooNew, TooOld


def test_it_answers_with_the_data_of_the_envelope(conversation: Conversation) -> None:
    assert "hotspots" in {one["name"] for one in conversation.ask(["analyses"])}


def test_one_process_answers_all_questions(conversation: Conversation) -> None:
    conversation.ask(["analyses"])
    process = conversation._process
    conversation.ask(["analyses", "hotspots"])
    assert conversation._process is process


def test_what_gridloom_refuses_is_told_in_its_own_sentence(conversation: Conversation) -> None:
    with pytest.raises(Refused, match="nowhere") as refused:
        conversation.ask(["describe", "nowhere"])
    assert refused.value.hint


def test_a_killed_process_is_started_again(command: Path) -> None:
    held = Conversation(lambda: command)
    held.ask(["analyses", "hotspots"])
    held._process._popen.kill()
    held._process._popen.wait()
    assert held.ask(["analyses", "hotspots"])
    held.end()


def test_a_process_that_dies_at_work_is_told(command: Path, layer_file: Path) -> None:
    held = Conversation(lambda: command)
    with pytest.raises(Broken, match="exit code"):
        held.ask(slow(layer_file), on_step=lambda _: held._process._popen.kill())
    held.end()


def test_cancelling_stops_it_and_leaves_no_file(
    conversation: Conversation, layer_file: Path, tmp_path: Path
) -> None:
    running = threading.Event()
    with pytest.raises(Cancelled):
        conversation.ask(
            [*slow(layer_file), "--out", str(tmp_path / "out.gpkg")],
            on_step=lambda _: running.set(),
            is_cancelled=running.is_set,
        )
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_is_nowhere_is_told(tmp_path: Path) -> None:
    with pytest.raises(Broken, match="cannot be started"):
        Conversation(lambda: tmp_path / "gridloom").ask(["analyses"])


def test_no_command_at_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotFound, match="not found"):
        Conversation().ask(["analyses"])


ANSWER = """read line; echo '{"id": 1, "version": %s}'"""
NOT_OURS = {
    "dies": ("exit 7", Broken, "exit code 7"),
    "nonsense": ("while read line; do echo hello; done", Broken, "not Gridloom"),
    "something else": (ANSWER % '1, "ok": true, "data": 3', Broken, "not Grid"),
    "from the future": (ANSWER % '9, "ok": true', TooNew, "version 9"),
    "of an older protocol": (ANSWER % '0, "ok": true', TooOld, "too old"),
    "of an older version": (
        ANSWER % '1, "ok": true, "data": {"gridloom": "0.0.9"}', TooOld, "too old"
    ),
    "without a version": (ANSWER % '1, "ok": false, "exit": 2, "error": {}', TooOld, "too old"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "fault", "sentence"), NOT_OURS.values(), ids=NOT_OURS)
def test_what_is_not_our_gridloom_is_told(tmp_path: Path, text, fault, sentence) -> None:
    with pytest.raises(fault, match=sentence):
        Conversation(lambda: script(tmp_path, text)).ask(["analyses"])


def test_a_start_that_hangs_can_be_cancelled(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(Cancelled):
        Conversation(lambda: script(tmp_path, "exec sleep 30")).ask(
            ["a"], is_cancelled=lambda: True
        )
    assert time.monotonic() - began < 10


def test_a_start_that_hangs_is_told_after_a_while(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("gridloom_qgis.calling.conversation.STARTING_S", 0.2)
    with pytest.raises(Broken, match="does not answer"):
        Conversation(lambda: script(tmp_path, "exec sleep 30")).ask(["analyses"])


def test_ending_does_not_wait_for_a_start_that_hangs(tmp_path: Path) -> None:
    held = Conversation(lambda: script(tmp_path, "exec sleep 30"))
    with ThreadPoolExecutor() as threads:
        asked = threads.submit(held.ask, ["analyses"])
        wait_until(lambda: held._process is not None)
        began = time.monotonic()
        held.end()
        assert time.monotonic() - began < 10
        assert isinstance(asked.exception(), Broken)


def test_cancelling_a_question_in_the_queue_leaves_the_run_before_it_alone(
    conversation: Conversation, layer_file: Path
) -> None:
    running, stop = threading.Event(), threading.Event()
    with ThreadPoolExecutor() as threads:
        run = threads.submit(
            conversation.ask, slow(layer_file), lambda _: running.set(), stop.is_set
        )
        assert running.wait(60)
        began, process = time.monotonic(), conversation._process
        with pytest.raises(Cancelled):
            conversation.ask(["analyses"], is_cancelled=lambda: True)
        assert time.monotonic() - began < 4 and not run.done()
        stop.set()
        assert isinstance(run.exception(), Cancelled) and conversation._process is process


def slow(layer_file: Path) -> list[str]:
    return ["run", str(layer_file), "hotspots", "--set", "value=n", "--set", "permutations=999999"]
