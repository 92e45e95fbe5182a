"""What is asked when a class is added, or something goes to another parent."""

from collections.abc import Callable, Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QWidget

from gridloom_desktop.window.editing.reason_dialog import Question, ReasonDialog
from gridloom_desktop.window.following import say
from gridloom_desktop.window.model.hierarchy import Hierarchy
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr


def member_box(hierarchy: Hierarchy, places: Sequence[int], chosen: int) -> QComboBox:
    """Return a choice of members by code and name, found by any part of them."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    for at in places:
        one = hierarchy.members[at]
        box.addItem(" ".join(text for text in (one.code, one.name) if text), at)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    if (completer := box.completer()) is not None:
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    return box


class MoveDialog(ReasonDialog):
    """Asks to which wider member one shall belong; of areas, whether blank fields shall say so."""

    def __init__(
        self,
        parent: QWidget,
        title: Callable[[], Message],
        preferences: Preferences,
        choice: QComboBox,
        note: Callable[[], str],
        *,
        of_areas: bool,
    ) -> None:
        self.choice, self.fill = choice, QCheckBox()
        say(self.fill.setText, tr("Also write it where nothing was written"))
        questions = [Question(tr("Shall belong to"), choice)]
        if of_areas:
            questions.append(Question(tr("Blank fields"), self.fill))
        super().__init__(parent, title, preferences, questions, note)

    @property
    def onto(self) -> int:
        """The position of the chosen member."""
        return int(self.choice.currentData())


class ClassDialog(ReasonDialog):
    """Asks for code and name of a class that is new."""

    def __init__(self, parent: QWidget, preferences: Preferences, wider: QComboBox) -> None:
        self.code, self.name, self.wider = QLineEdit(), QLineEdit(), wider
        wider.insertItem(0, str(tr("(none: it is a wider class itself)")), None)
        questions = [
            Question(tr("Code"), self.code),
            Question(tr("Name"), self.name),
            Question(tr("Wider class"), wider),
        ]
        super().__init__(parent, lambda: tr("Add a class"), preferences, questions)

    def questioned(self, fault: BadInput) -> QWidget:
        """Return the widget whose answer is wrong."""
        asked = super().questioned(fault)
        return self.name if fault.where.column == "class_name" and asked is self.code else asked
