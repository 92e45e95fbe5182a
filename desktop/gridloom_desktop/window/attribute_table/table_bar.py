"""What stands above the rows: the filter, how many rows there are, what can be done with them."""

from collections.abc import Callable, Sequence

import qtawesome
from PyQt6.QtCore import QEvent, QSize, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from gridloom_desktop.window.theme import theme
from gridloom_desktop.window.word_edit import WordEdit
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr

ICON = QSize(16, 16)


class TableBar(QWidget):
    """``filtered(where)`` asks for rows by a condition, ``narrowed`` by the two switches."""

    filtered = pyqtSignal(str)
    narrowed = pyqtSignal()
    exported = pyqtSignal(bool)

    def __init__(self, words: Sequence[str], example: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.where, self._fault, self._said = WordEdit(words), QLabel(), QLabel()
        self.only_selected = _button("mdi6.filter-check-outline", checkable=True)
        self.selected_first = _button("mdi6.arrow-collapse-up", checkable=True)
        self.search, self.copy = _button("mdi6.magnify"), _button("mdi6.content-copy")
        self.figures = _button("mdi6.sigma", checkable=True)
        self.unmask = _button("mdi6.eye-outline")
        self.export = _button("mdi6.export-variant")
        self._menu, self._example = QMenu(self), example
        self.export.setMenu(self._menu)
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._told: Callable[[], Message] | None = None
        self._error: BaseException | None = None
        self._arrange()
        self.where.returnPressed.connect(lambda: self.filtered.emit(self.where.text().strip()))
        self.where.textChanged.connect(self._forget)
        for switch in (self.only_selected, self.selected_first):
            switch.toggled.connect(lambda _: self.narrowed.emit())

    @property
    def buttons(self) -> tuple[QToolButton, ...]:
        """The buttons, from left to right."""
        return (self.only_selected, self.selected_first, self.search, self.figures, self.copy,
                self.export, self.unmask)  # fmt: skip

    def _arrange(self) -> None:
        self._fault.setObjectName("fault")
        self._fault.setWordWrap(True)
        self._said.setObjectName("caption")
        self.where.setClearButtonEnabled(True)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.where, 1)
        row.addWidget(self._said)
        for button in self.buttons:
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._fault)

    def _forget(self, text: str) -> None:
        """Take a fault away as the condition changes; an emptied one shows all rows."""
        self.tell_fault(None)
        if not text:
            self.filtered.emit("")

    def tell_fault(self, error: BaseException | None) -> None:
        """Tell what is wrong, under the condition."""
        self._error = error
        hint = error.hint if isinstance(error, BadInput) else None
        said = error.message if isinstance(error, BadInput) else None
        self._fault.setText(" ".join(str(one) for one in (said, hint) if one is not None))
        self._fault.setVisible(said is not None)

    def tell(self, told: Callable[[], Message]) -> None:
        """Say how many rows there are; asked anew in each language."""
        self._told = told
        self._said.setText(str(told()))

    def changeEvent(self, a0: QEvent | None) -> None:  # noqa: N802 - Qt's name
        """Follow a switch of language."""
        super().changeEvent(a0)
        if a0 is not None and a0.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the current language."""
        such = tr("Show only rows where … such as {example}", example=self._example)
        self.where.setPlaceholderText(str(such))
        texts = (
            tr("Only selected rows"), tr("Selected rows first"), tr("Find (Ctrl+F)"),
            tr("Statistics of the column"), tr("Copy (Ctrl+C)"), tr("Export rows"),
            tr("Unmask personal values"),
        )  # fmt: skip
        for button, text in zip(self.buttons, texts, strict=True):
            button.setToolTip(str(text))
            button.setAccessibleName(str(text))
        self._menu.clear()
        self._menu.addAction(str(tr("Rows shown …")), lambda: self.exported.emit(False))
        self._menu.addAction(str(tr("Selected rows …")), lambda: self.exported.emit(True))
        self.tell_fault(self._error)
        if self._told is not None:
            self._said.setText(str(self._told()))


def _button(icon: str, *, checkable: bool = False) -> QToolButton:
    button = QToolButton()
    button.setIcon(qtawesome.icon(icon, color=theme().ink, color_disabled=theme().faint))
    button.setIconSize(ICON)
    button.setCheckable(checkable)
    return button
