"""Lines and groups of a condition, of which all, any or none must hold."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from gridloom_desktop.window.asking.line_box import LineBox
from gridloom_desktop.window.following import say
from gridloom_desktop.window.icon_button import IconButton
from gridloom_desktop.window.model.asking.fields import AskedField
from gridloom_desktop.window.model.asking.lines import Group, Kind, Line
from gridloom_layers.language import Message, tr

KINDS: dict[Kind, Message] = {
    "all": tr("All of these hold"),
    "any": tr("Any of these holds"),
    "none": tr("None of these holds"),
}
DEEPEST = 4
Box = TypeVar("Box", "LineBox", "GroupBox")


class GroupBox(QFrame):
    """Edits a group. ``changed`` follows each change; a group in another can be removed."""

    changed = pyqtSignal()
    removed = pyqtSignal()

    def __init__(
        self,
        fields: Sequence[AskedField],
        look_up: Callable[..., object],
        depth: int = 0,
    ) -> None:
        super().__init__()
        self._fields, self._look_up, self._depth = fields, look_up, depth
        self.setObjectName("group" if depth else "whole")
        self.parts: list[LineBox | GroupBox] = []
        self.kind_box = QComboBox()
        for kind, title in KINDS.items():
            self.kind_box.addItem(str(title), kind)
        self.kind_box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._column = QVBoxLayout(self)
        self._rows = QVBoxLayout()
        self._arrange()

    def _arrange(self) -> None:
        inset = 8 if self._depth else 0
        self._column.setContentsMargins(inset, inset, inset and 4, inset)
        self._column.setSpacing(6)
        self._rows.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self.kind_box, 1)
        if self._depth:
            remove = IconButton("mdi6.close", tr("Remove this group"))
            remove.clicked.connect(self.removed)
            head.addWidget(remove)
        self._column.addLayout(head)
        self._column.addLayout(self._rows)
        foot = QHBoxLayout()
        self.add_button = _link(tr("+ Condition"), self.add_line)
        foot.addWidget(self.add_button)
        if self._depth < DEEPEST:
            self.group_button = _link(tr("+ Group"), self.add_group)
            foot.addWidget(self.group_button)
        foot.addStretch(1)
        self._column.addLayout(foot)

    def group(self) -> Group:
        """Return what is filled in."""
        parts = (p.line() if isinstance(p, LineBox) else p.group() for p in self.parts)
        return Group(self.kind_box.currentData(), tuple(parts))

    def put(self, group: Group) -> None:
        """Show a group."""
        for part in list(self.parts):
            self._take_away(part)
        self.kind_box.blockSignals(True)
        self.kind_box.setCurrentIndex(self.kind_box.findData(group.kind))
        self.kind_box.blockSignals(False)
        for part in group.parts:
            if isinstance(part, Line):
                self._put_in(self._line()).put(part)
            else:
                self._put_in(self._group()).put(part)

    def add_line(self) -> None:
        """Add a line, to be filled in."""
        box = self._put_in(self._line())
        box.look_up()
        box.field_box.setFocus()
        self.changed.emit()

    def add_group(self) -> None:
        """Add a group with one line."""
        self._put_in(self._group()).add_line()

    def _line(self) -> LineBox:
        return LineBox(self._fields, self._look_up)

    def _group(self) -> "GroupBox":
        return GroupBox(self._fields, self._look_up, self._depth + 1)

    def _put_in(self, box: Box) -> Box:
        box.changed.connect(self.changed)
        box.removed.connect(lambda: self._remove(box))
        self.parts.append(box)
        self._rows.addWidget(box)
        return box

    def _remove(self, box: "LineBox | GroupBox") -> None:
        self._take_away(box)
        self.changed.emit()

    def _take_away(self, box: "LineBox | GroupBox") -> None:
        self.parts.remove(box)
        self._rows.removeWidget(box)
        box.hide()
        box.deleteLater()


def _link(text: Message, act: Callable[[], object]) -> QPushButton:
    button = QPushButton()
    say(button.setText, text)
    button.setObjectName("link")
    button.clicked.connect(lambda _: act())
    return button
