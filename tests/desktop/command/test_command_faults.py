"""What a user is told who gives a command wrongly, and what happens when we fail."""

import errno
import json
from pathlib import Path

import pytest

from gridloom_desktop.command import failing, main
from gridloom_layers.errors import Cancelled
from gridloom_layers.progress import Progress


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["creat"], "unknown-command", "create"),
        (["describe"], "bad-command-line", "CITY"),
        (["describe", "a", "b"], "bad-command-line", "b"),
        (["describe", "--colour"], "bad-command-line", "--colour"),
        (["create", "x"], "bad-command-line", "--crs"),
        (["create", "x", "--crs", "EPSG:4547", "--data-date", "2026"], "bad-value", "--data-date"),
        (["import", "x", "y", "--role", "people"], "unknown-role", "people"),
        (["import", "x", "y", "--role"], "bad-command-line", "--role"),
        (["run", "x", "hotspots", "--seed", "one"], "bad-value", "--seed"),
        (["describe", "x", "--lang", "fr"], "bad-value", "--lang"),
        (["describe", "x", "--progress", "bars"], "bad-value", "--progress"),
        (["analyses", "coldspots"], "unknown-analysis", "coldspots"),
        (["serve"], "bad-command-line", "--stdio"),
    ],
)
def test_a_wrong_command_line_is_one_sentence(gridloom, arguments, code, named) -> None:
    language = [] if "--lang" in arguments else ["--lang", "en"]
    told = gridloom(*arguments, *language, "--json")
    error = told.json["error"]
    assert (told.exit, error["code"]) == (2, code)
    assert named in f"{error['message']} {error['hint']}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_get_one_line_on_standard_error(gridloom, language) -> None:
    told = gridloom("describe", "nowhere.gridloom", "--lang", language)
    assert told.out == "" and len(told.err.splitlines()) == 1


def test_a_chinese_sentence_holds_no_english_words(gridloom) -> None:
    told = gridloom("creat", "--lang", "zh").err
    assert told == "没有命令“creat”。是否想用“create”？\n"


def broken(*_: object) -> None:
    raise ZeroDivisionError("secret 11010519491231002X")


def test_an_error_of_ours_is_logged_and_told_without_traceback(
    gridloom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("platformdirs.user_log_dir", lambda *_, **__: str(tmp_path / "日志"))
    monkeypatch.setattr(main, "_answer", broken)
    told = gridloom("describe", "私人.gridloom")
    log = (tmp_path / "日志" / failing.LOG_NAME).read_text(encoding="utf-8")
    assert told.exit == 1 and "Traceback" not in told.err and failing.LOG_NAME in told.err
    assert "ZeroDivisionError" in json.loads(log)["exception"] and "私人" not in log


def test_without_a_place_for_the_log_the_kind_of_error_is_told(
    gridloom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("platformdirs.user_log_dir", lambda *_, **__: str(tmp_path / "file/log"))
    monkeypatch.setattr(main, "_answer", broken)
    assert "ZeroDivisionError" in gridloom("describe", "x").err


@pytest.mark.parametrize(
    ("error", "exit_code", "code"),
    [
        (PermissionError(errno.EACCES, "denied", "out.csv"), 2, "no-permission"),
        (FileNotFoundError(errno.ENOENT, "gone", "in.csv"), 2, "no-file"),
        (IsADirectoryError(errno.EISDIR, "folder", "out"), 2, "bad-path"),
        (OSError(errno.ENOSPC, "full", "out.csv"), 2, "disk-full"),
        (Cancelled(), 130, "cancelled"),
        (KeyboardInterrupt(), 130, "cancelled"),
    ],
)
def test_what_stops_a_command_has_its_exit_code(error, exit_code, code) -> None:
    failed = failing.failure(error, ["describe"])
    assert (failed.exit_code, failed.error.code) == (exit_code, code)


def test_a_cancelled_command_exits_with_130(gridloom, monkeypatch, peopled, tmp_path) -> None:
    monkeypatch.setattr(Progress, "report", lambda *_: (_ for _ in ()).throw(Cancelled()))
    stopped = gridloom("backup", peopled, "--out", tmp_path / "b.zip")
    assert stopped.exit == 130 and list(tmp_path.glob("*b.zip*")) == []


def test_a_closed_pipe_is_no_fault(peopled: Path) -> None:
    class Closed:
        def isatty(self) -> bool:
            return False

        def write(self, _: str) -> None:
            raise BrokenPipeError

    assert main.run(["describe", str(peopled), "--json"], Closed(), Closed()) == 0
