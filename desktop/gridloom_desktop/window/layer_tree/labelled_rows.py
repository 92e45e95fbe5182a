"""A form whose labels follow the language."""

from PyQt6.QtWidgets import QFormLayout, QLabel, QWidget

from gridloom_desktop.window.following import say
from gridloom_layers.language import Message


class LabelledRows:
    """Rows of a form: a label and a field."""

    def __init__(self, layout: QFormLayout) -> None:
        self.layout = layout
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(10)
        layout.setHorizontalSpacing(14)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def add(self, title: Message | None, field: QWidget) -> None:
        """Add a row; without a title the field stands alone."""
        label = QLabel()
        label.setBuddy(field)
        self.layout.addRow(label, field)
        if title is not None:
            say(label.setText, title)
            say(field.setAccessibleName, title)

    def show(self, field: QWidget, visible: bool) -> None:
        """Show a row, or leave it out."""
        self.layout.setRowVisible(field, visible)
