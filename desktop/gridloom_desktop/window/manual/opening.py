"""Opening the manual at a page, beside whatever is open."""

from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import QWidget

from gridloom_desktop.window.model.manual import CONTENTS

if TYPE_CHECKING:
    from gridloom_desktop.window.manual.manual_window import ManualWindow


def open_manual(over: QWidget, page: str = CONTENTS) -> "ManualWindow":
    """Show a page of the manual beside the window that ``over`` is in.

    The manual is a child of that window, so it can be read while a modal dialog is open too, and
    goes with it.
    """
    from gridloom_desktop.window.manual.manual_window import ManualWindow  # late: who needs help

    top = over.window() or over
    manual = top.findChild(ManualWindow) or ManualWindow(top)
    manual.open_page(page)
    manual.show()
    manual.raise_()
    manual.activateWindow()
    return manual


def offer_page(dialog: QWidget, page: str) -> None:
    """Let F1 in a dialog open the manual at a page: shortcuts of the main window rest there."""
    shortcut = QShortcut(QKeySequence("F1"), dialog)
    shortcut.activated.connect(partial(open_manual, dialog, page))
