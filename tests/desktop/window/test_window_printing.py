"""Printing: the released sheet of the topmost result, or a sentence."""

import pytest
from PyQt6.QtPrintSupport import QPrinter

from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_desktop.window.sheet_preview import SheetPreview


def test_without_a_result_it_is_said_that_there_is_nothing_to_print(window):
    window.bench.printing.ask()
    assert "nothing to print yet" in window.status.currentMessage()


@pytest.fixture
def shown(window, monkeypatch):
    """What is given to the preview when a result is printed, and the window."""
    given = []
    monkeypatch.setattr(window.bench.printing, "preview", given.append)
    window.bench.analysing.ask("hotspots", "community", {"value": "residents", "permutations": 99})
    wait_until_idle(window)
    window.menus.actions["print"].trigger()
    wait_until_idle(window)
    return given


def test_a_result_is_printed_as_its_released_sheet(window, shown):
    (sheet,) = shown
    assert sheet.startswith(b"%PDF")


def test_printing_is_in_the_log_without_a_file(window, shown):
    act = window.session.store.acts()[-1]
    assert act["act"] == "print" and "file" not in act


def test_the_pages_are_put_on_the_paper(window, shown, qtbot, tmp_path):
    preview = SheetPreview(shown[0], window)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    preview.draw(printer)
    preview.close()
    preview.deleteLater()
    assert (tmp_path / "out.pdf").stat().st_size > 10_000
