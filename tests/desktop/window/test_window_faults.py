"""Faults that nobody caught are told once and logged, wherever they come from."""

import sys
import threading

import pytest
from PyQt6.QtCore import qWarning
from PyQt6.QtWidgets import QLabel, QToolTip

from gridloom_desktop.window.failures import FaultBox, log_path, tell
from gridloom_desktop.window.fault_hooks import FaultHooks
from gridloom_desktop.window.map import canvas
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr

HOSTILE = '<img src="x" onerror="alert(1)"><b>粗</b> %s {0} \u202e'


@pytest.fixture
def hooks(qapp):
    """The hooks of the window, given back at the end."""
    found = FaultHooks()
    yield found
    found.close()


@pytest.fixture
def raised(monkeypatch, hooks):
    """A function that raises in a slot, as Qt would call it."""

    def in_slot(text: str) -> None:
        try:
            raise RuntimeError(text)
        except RuntimeError as error:
            sys.excepthook(type(error), error, error.__traceback__)

    return in_slot


def boxes(window) -> list[FaultBox]:
    return [box for box in window.findChildren(FaultBox) if box.isVisible()]


def logged() -> str:
    return log_path().read_text(encoding="utf-8")


def test_a_fault_in_a_slot_reaches_the_user_and_the_log(window, raised):
    raised("planted")
    assert str(log_path()) in boxes(window)[0].informativeText()
    assert "planted" in logged()


def test_a_fault_in_a_thread_reaches_the_user_and_the_log(window, hooks, qtbot):
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(boxes(window)))
    assert "ZeroDivisionError" in logged()


def test_a_fault_in_a_finalizer_is_in_the_log(hooks):
    class Bad:
        def __del__(self) -> None:
            raise ValueError("late")

    Bad()
    assert "late" in logged()


def test_a_warning_of_qt_is_in_the_log(hooks):
    qWarning(b"odd thing")
    assert '"event": "qt"' in logged() and "odd thing" in logged()


def test_the_same_fault_again_opens_no_second_box(window, raised):
    for _ in range(50):
        raised("planted")
    assert len(boxes(window)) == 1


def test_another_fault_is_told_in_the_box_that_is_open(window, raised):
    raised("planted")
    tell(window, BadInput("bad", tr("Value")))
    (box,) = boxes(window)
    assert box.text().splitlines()[-1] == "Value"


def test_of_many_faults_only_the_number_is_told(window):
    for number in range(9):
        tell(window, BadInput("bad", tr("no {number}", number=number)))
    (box,) = boxes(window)
    assert "no 3" in box.text() and "no 4" not in box.text()
    assert box.informativeText() == "5 further faults came meanwhile."


def test_a_log_that_cannot_be_written_is_no_second_fault(window, raised, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    raised("planted")
    assert len(boxes(window)) == 1


def test_a_fault_while_painting_leaves_no_painter_at_work(window, monkeypatch):
    faults = []  # their frames outlive the painting, as those that a debugger looks at do
    monkeypatch.setattr(sys, "excepthook", lambda *fault: faults.append(fault))
    monkeypatch.setattr(canvas, "draw_furniture", lambda *_: 1 / 0)
    window.canvas.repaint()
    ((_, _, traceback),) = faults
    assert not traceback.tb_frame.f_locals["painter"].isActive()


def test_the_hooks_are_given_back(qapp):
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    FaultHooks().close()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_a_label_shows_hostile_text_as_it_is(window, qtbot):
    label = QLabel(HOSTILE, window)
    label.show()
    assert label.textFormat().name == "PlainText"


def test_a_tip_shows_hostile_text_as_it_is(window, qtbot):
    QToolTip.showText(window.mapToGlobal(window.rect().center()), HOSTILE, window)
    tips = [one for one in window.window().findChildren(QLabel) if one.text() == HOSTILE]
    QToolTip.hideText()
    assert [tip.textFormat().name for tip in tips] == ["PlainText"]
