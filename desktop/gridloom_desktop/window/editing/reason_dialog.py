"""The questions before an edit is kept: why, and who says so."""

import getpass
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.manual.opening import offer_page
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_layers.editing import Reason
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr

WIDTH = 460
REASON_LINES = 3


class Question(NamedTuple):
    """A row of the dialog: what is asked, and the widget that takes the answer."""

    title: Message
    widget: QWidget


def account() -> str:
    """Return the user's name at this machine, where the machine knows one."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class ReasonDialog(QDialog):
    """Asks for the reason of an edit and its author, who is remembered.

    Those that ask for more give ``questions``, which come first. ``asked`` follows once reason and
    author are there; the dialog stays open until the edit is made, whatever the user does, and
    :meth:`tell` shows beside its question what is wrong with it.
    """

    asked = pyqtSignal()

    def __init__(
        self,
        parent: QWidget,
        title: Callable[[], Message],
        preferences: Preferences,
        questions: Sequence[Question] = (),
        note: Callable[[], str] = str,
    ) -> None:
        super().__init__(parent)
        offer_page(self, "correct")
        self._entitled, self._noted, self._preferences = title, note, preferences
        self._saving = False
        self.setMinimumWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.reason = QPlainTextEdit()
        self.author = QLineEdit(preferences.settings.author or account())
        self._questions = [
            *questions, Question(tr("Reason"), self.reason), Question(tr("Author"), self.author)
        ]  # fmt: skip
        self._labels = [QLabel() for _ in self._questions]
        self._faults = [QLabel() for _ in self._questions]
        self._heading, self._note = QLabel(), QLabel()
        self._set_up()
        self._arrange()
        follow_language(self.retranslate)

    def _set_up(self) -> None:
        self._heading.setObjectName("heading")
        self._note.setObjectName("caption")
        for label in (self._heading, self._note, *self._faults):
            label.setWordWrap(True)
        for label in self._labels:
            label.setObjectName("caption")
        for label in self._faults:
            label.setObjectName("fault")
            label.hide()
        line = self.reason.fontMetrics().lineSpacing()
        self.reason.setFixedHeight(line * REASON_LINES + 14)
        self.reason.setTabChangesFocus(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self._check)
        self.buttons.rejected.connect(self.reject)
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        if save is not None:
            save.setObjectName("primary")

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(9)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows = zip(self._labels, self._questions, self._faults, strict=True)
        for label, question, fault in rows:
            label.setBuddy(question.widget)
            answer = QVBoxLayout()
            answer.setSpacing(3)
            answer.addWidget(question.widget)
            answer.addWidget(fault)
            form.addRow(label, answer)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addWidget(self._heading)
        column.addWidget(self._note)
        column.addLayout(form)
        column.addWidget(self.buttons)
        self._questions[0].widget.setFocus()
        self.reason.textChanged.connect(self._forgive)
        self.author.textChanged.connect(self._forgive)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self.setWindowTitle(str(self._entitled()))
        self._heading.setText(str(self._entitled()))
        self.note()
        for label, question in zip(self._labels, self._questions, strict=True):
            label.setText(str(question.title))
        self.reason.setPlaceholderText(str(tr("Where is it from? For example: seen on the spot")))
        for which, text in (
            (QDialogButtonBox.StandardButton.Save, tr("Save")),
            (QDialogButtonBox.StandardButton.Cancel, tr("Cancel")),
        ):
            if (button := self.buttons.button(which)) is not None:
                button.setText(str(text))

    def note(self) -> None:
        """Show what is to be known before it is done."""
        self._note.setText(self._noted())
        self._note.setVisible(bool(self._note.text()))

    @property
    def why(self) -> Reason:
        """The reason and the author; ``BadInput`` where one is blank."""
        return Reason(self.reason.toPlainText(), self.author.text())

    def _forgive(self) -> None:
        """Say nothing is wrong any more: it is being mended."""
        for label in self._faults:
            label.hide()

    def _check(self) -> None:
        self._forgive()
        try:
            why = self.why
        except BadInput as fault:
            self.tell(fault)
            return
        self._preferences.change(author=why.author.strip())
        self.let(go=False)
        self.asked.emit()

    def let(self, *, go: bool) -> None:
        """Let the user save or leave, or neither while it is being saved."""
        self._saving = not go
        for each in self.buttons.buttons():
            each.setEnabled(go)

    def reject(self) -> None:
        """Leave without saving, unless that is under way: what is begun is not given up."""
        if not self._saving:
            super().reject()

    def tell(self, fault: BadInput) -> None:
        """Show what is wrong beside the question; nothing that was written is lost."""
        self.let(go=True)
        widget = self.questioned(fault)
        place = next(at for at, one in enumerate(self._questions) if one.widget is widget)
        label = self._faults[place]
        label.setText(str(fault))
        label.show()
        # a wrapped line of a form does not ask for its height by itself
        label.setMinimumHeight(label.heightForWidth(widget.width()))
        self.adjustSize()
        widget.setFocus()

    @property
    def told(self) -> str:
        """What is said to be wrong; blank where nothing is."""
        return "".join(label.text() for label in self._faults if not label.isHidden())

    def questioned(self, fault: BadInput) -> QWidget:
        """Return the widget whose answer is wrong."""
        if fault.code == "no-author":
            return self.author
        return self.reason if fault.code == "no-reason" else self._questions[0].widget


class CodeDialog(ReasonDialog):
    """Asks for the code of an area that is new, beside the reason."""

    def __init__(
        self, parent: QWidget, title: Callable[[], Message], preferences: Preferences, code: str
    ) -> None:
        self.code = QLineEdit(code)
        questions = [Question(tr("Code of the new area"), self.code)]
        super().__init__(parent, title, preferences, questions)
        self.reason.setFocus()

    @property
    def given(self) -> str | None:
        """The code; None where none was given."""
        return self.code.text().strip() or None
