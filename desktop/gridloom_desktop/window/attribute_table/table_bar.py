"""What stands above the rows: the filter, how many rows there are, what can be done with them."""

from collections.abc import Callable, Sequence

from PyQt6.QtCore import QEvent, QSize, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from gridloom_desktop.window.menus import icon
from gridloom_desktop.window.model.rows.columns import Column
from gridloom_desktop.window.model.rows.conditions import example
from gridloom_desktop.window.word_edit import WordEdit
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, current_language, tr

ICON = QSize(16, 16)
ICONS = (
    "mdi6.filter-check-outline", "mdi6.arrow-collapse-up", "mdi6.magnify", "mdi6.sigma",
    "mdi6.content-copy", "mdi6.export-variant", "mdi6.eye-outline",
)  # fmt: skip
"""Of the buttons, from left to right."""


class TableBar(QWidget):
    """``filtered(where)`` asks for rows by a condition, ``narrowed`` by the two switches."""

    filtered = pyqtSignal(str)
    narrowed = pyqtSignal()
    exported = pyqtSignal(bool)

    def __init__(
        self, words: Sequence[str], columns: Sequence[Column], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.where, self._fault, self._said = WordEdit(words), QLabel(), QLabel()
        self.only_selected = _button(checkable=True)
        self.selected_first = _button(checkable=True)
        self.search, self.copy = _button(), _button()
        self.figures = _button(checkable=True)
        self.unmask = _button()
        self.export = _button()
        self._menu, self._columns = QMenu(self), columns
        self.export.setMenu(self._menu)
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._told: Callable[[], Message] | None = None
        self._error: BaseException | None = None
        self._arrange()
        self.recolour()
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
        self.where.setTextMargins(5, 0, 0, 0)
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
        if a0 is not None and a0.type() == QEvent.Type.PaletteChange:
            self.recolour()

    def recolour(self) -> None:
        """Draw the icons in the colours of the window as they are now."""
        for button, name in zip(self.buttons, ICONS, strict=True):
            button.setIcon(icon(name))

    def write(self, where: str) -> None:
        """Show a condition that is asked already."""
        if self.where.text().strip() != where:
            self.where.blockSignals(True)
            self.where.setText(where)
            self.where.blockSignals(False)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        such = tr(
            "Show only rows where … such as {example}",
            example=example(self._columns, current_language()),
        )
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


def _button(*, checkable: bool = False) -> QToolButton:
    button = QToolButton()
    button.setIconSize(ICON)
    button.setCheckable(checkable)
    return button
