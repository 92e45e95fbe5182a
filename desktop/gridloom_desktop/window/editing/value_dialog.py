"""Another value for a field of a row: the old one beside it, and why."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QComboBox, QLabel, QWidget

from gridloom_analytics.bilingual import Given
from gridloom_desktop.window.editing.reason_dialog import Question, ReasonDialog
from gridloom_desktop.window.fact_editor import fill, value_box, write, written
from gridloom_desktop.window.model.editing import FieldNow
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_desktop.window.texts import shown
from gridloom_layers.errors import BadInput
from gridloom_layers.language import listed, tr


class ValueDialog(ReasonDialog):
    """Offers the fields of a row, shows the old value of one and takes the new one."""

    def __init__(self, parent: QWidget, preferences: Preferences, fields: list[FieldNow]) -> None:
        self._fields = fields
        self.field, self.old, self.new = QComboBox(), QLabel(), value_box()
        self.old.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.old.setWordWrap(True)
        for one in fields:
            self.field.addItem(shown(one.title), one.name)
        questions = [
            Question(tr("Field"), self.field),
            Question(tr("Old value"), self.old),
            Question(tr("New value"), self.new),
        ]
        super().__init__(
            parent, lambda: tr("Correct a value"), preferences, questions, self._follows
        )
        self.field.currentIndexChanged.connect(self._show_field)

    def choose(self, name: str, value: str | None = None) -> None:
        """Show a field, with the value that it shall have; then the reason is all that lacks."""
        self.field.setCurrentIndex(max(0, self.field.findData(name)))
        if value is not None:
            write(self.new, value)
        (self.new if value is None else self.reason).setFocus()

    @property
    def now(self) -> FieldNow:
        """The chosen field as it is."""
        return self._fields[max(0, self.field.currentIndex())]

    @property
    def naming(self) -> str:
        """The field that names the row best: its name, else the first."""
        names = [one.name for one in self._fields]
        return next((name for name in ("name", "class_name") if name in names), names[0])

    @property
    def value(self) -> str | None:
        """The new value as text; None where it is blank."""
        return written(self.new) or None

    def _follows(self) -> str:
        """Return which rows name this one by the field, and are corrected with it."""
        tables = [
            tr("{table} ({count:,})", table=Given.of(title), count=count)
            if count is not None
            else Given.of(title)
            for title, count in self.now.followers
        ]
        if not tables:
            return ""
        return str(tr("Rows that name it by this value follow: {tables}.", tables=listed(tables)))

    def _show_field(self) -> None:
        """Show the value of the chosen field, and what it can be."""
        now = self.now
        self.note()
        self.old.setText(shown(now.seen) or "–")
        fill(self.new, now)

    def retranslate(self) -> None:
        """Write everything in the current language; what was written stays."""
        super().retranslate()
        kept = self.value
        for place, one in enumerate(self._fields):
            self.field.setItemText(place, shown(one.title))
        self._show_field()
        if kept is not None:
            write(self.new, kept)

    def questioned(self, fault: BadInput) -> QWidget:
        """Return the widget whose answer is wrong: mostly the new value."""
        asked = super().questioned(fault)
        return self.new if asked is self.field else asked
