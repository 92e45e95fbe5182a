"""What stands above the rows: the filter, how many rows there are, what can be done with them."""

from collections.abc import Callable, Sequence

from PyQt6.QtCore import QSize, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.icon_button import IconButton
from gridloom_desktop.window.model.rows.columns import Column
from gridloom_desktop.window.model.rows.conditions import example
from gridloom_desktop.window.word_edit import WordEdit
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, current_language, tr

ICON = QSize(16, 16)


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
        self.only_selected = _switch("mdi6.filter-check-outline", tr("Only selected rows"))
        self.selected_first = _switch("mdi6.arrow-collapse-up", tr("Selected rows first"))
        self.search = _button("mdi6.magnify", tr("Find (Ctrl+F)"))
        self.figures = _switch("mdi6.sigma", tr("Statistics of the column"))
        self.copy = _button("mdi6.content-copy", tr("Copy (Ctrl+C)"))
        self.export = _button("mdi6.export-variant", tr("Export rows"))
        self.unmask = _button("mdi6.eye-outline", tr("Unmask personal values"))
        self._menu, self._columns = QMenu(self), columns
        self.export.setMenu(self._menu)
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._told: Callable[[], Message] | None = None
        self._error: BaseException | None = None
        self._arrange()
        self.where.returnPressed.connect(lambda: self.filtered.emit(self.where.text().strip()))
        self.where.textChanged.connect(self._forget)
        for switch in (self.only_selected, self.selected_first):
            switch.toggled.connect(lambda _: self.narrowed.emit())
        follow_language(self.retranslate)

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
        self._menu.clear()
        self._menu.addAction(str(tr("Rows shown …")), lambda: self.exported.emit(False))
        self._menu.addAction(str(tr("Selected rows …")), lambda: self.exported.emit(True))
        self.tell_fault(self._error)
        if self._told is not None:
            self._said.setText(str(self._told()))


def _button(name: str, title: Message) -> IconButton:
    button = IconButton(name, title)
    button.setIconSize(ICON)
    return button


def _switch(name: str, title: Message) -> IconButton:
    button = _button(name, title)
    button.setCheckable(True)
    return button
