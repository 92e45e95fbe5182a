"""No text makes the window wider: what finds no room is shortened, and told whole in a tip."""

import pytest
from PyQt6.QtCore import QCoreApplication, QEvent
from PyQt6.QtWidgets import QComboBox, QGroupBox, QLabel, QPushButton

from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.language import tr

LONG = "A name that goes on 与 on 和 on " * 20


def least_width(window):
    """Return the width that the window needs once all layouts know what their widgets show."""
    for _ in range(4):  # from the inside to the outside
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QCoreApplication.processEvents()
    return window.minimumSizeHint().width()


def test_what_is_going_on_makes_no_window_wider(window):
    before = least_width(window)
    window.status.start(tr("Correct “{field}”", field=LONG))
    assert least_width(window) <= before + 360  # the bar and the button come with it
    assert LONG.strip() in window.status._doing.toolTip()


@pytest.mark.parametrize("panel", ["layers", "feature", "result", "analysis", "ask", "charts"])
def test_no_text_of_a_panel_makes_the_window_wider(window, panel):
    window.panels.show(panel)
    wait_until_idle(window)
    before, widget = least_width(window), window.panels.panels[panel].widget
    for one in widget.findChildren((QLabel, QPushButton)):
        one.setText(LONG)
    for one in widget.findChildren(QGroupBox):
        one.setTitle(LONG)
    for one in widget.findChildren(QComboBox):
        one.addItem(LONG)
    assert least_width(window) == before


def test_the_name_of_a_crs_makes_no_window_wider(window):
    before = least_width(window)
    window.status._crs.setText(LONG)
    assert least_width(window) == before
