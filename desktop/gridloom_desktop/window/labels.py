"""Labels that say the same in whatever language there is."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFormLayout, QLabel, QLayout, QWidget

from gridloom_desktop.window.following import Text, say


def label(text: Text, look: str = "") -> QLabel:
    """Return a label of plain text in as many lines as it needs, with a look of the style sheet."""
    one = QLabel()
    one.setObjectName(look)
    one.setWordWrap(True)
    one.setTextFormat(Qt.TextFormat.PlainText)
    say(one.setText, text)
    return one


def add_row(
    form: QFormLayout, title: Text, field: QWidget | QLayout, leads_to: QWidget | None = None
) -> None:
    """Add a field, or several, beside their title; its key leads to ``leads_to``, else there."""
    before = QLabel()
    say(before.setText, title)
    if (buddy := field if isinstance(field, QWidget) else leads_to) is not None:
        before.setBuddy(buddy)
    form.addRow(before, field)
