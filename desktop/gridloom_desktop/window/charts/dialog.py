"""Choosing what a chart shows: a table or result, a kind of chart, its fields."""

from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.choice_box import ChoiceBox
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.manual.opening import offer_page
from gridloom_desktop.window.model.charts.fields import (
    Offered,
    Source,
    fitting,
    kinds_for,
    sources,
)
from gridloom_desktop.window.model.charts.making import ChartMaker
from gridloom_desktop.window.model.charts.view import KIND_OF_CHART, ChartKind, ChartView, Holds
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress

WIDTH = 420


class ChartDialog(QDialog):
    """Offers only what fits: of each table its kinds of charts, of each kind its fields.

    ``chosen`` gives the :class:`ChartView` that was asked for; ``view`` is one to begin with.
    """

    chosen = pyqtSignal(object)

    def __init__(
        self,
        maker: ChartMaker,
        operations: Operations,
        view: ChartView | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        offer_page(self, "charts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._maker, self._operations, self._begin = maker, operations, view
        self._sources = sources(maker.store)
        self._fields: list[Offered] = []
        self.source, self.kind = ChoiceBox(), ChoiceBox()
        self.boxes: list[QComboBox] = []
        self._note = QLabel()
        self._labels = QLabel(), QLabel()
        self._form, self._buttons = QFormLayout(), QDialogButtonBox()
        self.ok = QPushButton()
        self._arrange()
        follow_language(self.retranslate)
        self.source.currentIndexChanged.connect(self._read)
        self.kind.currentIndexChanged.connect(self._ask)
        self._read()

    def _arrange(self) -> None:
        self.setMinimumWidth(WIDTH)
        self._note.setObjectName("caption")
        self._note.setWordWrap(True)
        self.ok.setObjectName("primary")
        self.ok.setDefault(True)
        for label, box in zip(self._labels, (self.source, self.kind), strict=True):
            label.setBuddy(box)
            self._form.addRow(label, box)
        self._buttons.addButton(self.ok, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(self._form)
        column.addWidget(self._note)
        column.addStretch(1)
        column.addWidget(self._buttons)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        new = self._begin is None
        self.setWindowTitle(str(tr("Add a chart") if new else tr("Change the chart")))
        self.ok.setText(str(tr("Add") if new else tr("Change")))
        for label, title in zip(self._labels, (tr("Rows of"), tr("Kind of chart")), strict=True):
            label.setText(str(title))
        kept = self.source.currentIndex()
        self.source.blockSignals(True)
        self.source.clear()
        self.source.addItems([shown(one.title) for one in self._sources])
        self.source.setCurrentIndex(kept if kept >= 0 else self._first())
        self.source.blockSignals(False)
        self._offer(self._fields)

    def _first(self) -> int:
        """Return the source to begin with: that of the chart that is changed."""
        view = self._begin
        wanted = (view.table, view.result) if view else ("building", None)
        known = [(one.table, one.result) for one in self._sources]
        return known.index(wanted) if wanted in known else 0

    def _source(self) -> Source | None:
        place = self.source.currentIndex()
        return self._sources[place] if 0 <= place < len(self._sources) else None

    def _read(self) -> None:
        """Ask what the source that is chosen now has to show."""
        self._offer([])
        if source := self._source():
            work = partial(self._fields_of, source)
            self._operations.read(work, partial(self._take, source))

    def _fields_of(self, source: Source, _: Progress) -> list[Offered]:
        return self._maker.fields(source.table, source.result)

    def _take(self, source: Source, fields: list[Offered]) -> None:
        if source is self._source():
            self._offer(fields)

    def _offer(self, fields: list[Offered]) -> None:
        """Offer the kinds of charts that these fields can be shown in."""
        self._fields = fields
        source = self._source()
        kinds = kinds_for(self._maker.store, source, fields) if source and fields else []
        kept = self.kind.currentData() or (self._begin.kind if self._begin else None)
        self.kind.blockSignals(True)
        self.kind.clear()
        for kind in kinds:
            self.kind.addItem(str(KIND_OF_CHART[kind].title), kind)
        self.kind.setCurrentIndex(max(self.kind.findData(kept), 0) if kinds else -1)
        self.kind.blockSignals(False)
        self._ask()

    def _ask(self) -> None:
        """Ask for the fields of the kind that is chosen now."""
        for box in self.boxes:
            self._form.removeRow(box)
        self.boxes = []
        kind: ChartKind | None = self.kind.currentData()
        self.ok.setEnabled(kind is not None)
        nothing = bool(self._fields) and kind is None
        self._note.setText(str(tr("Nothing of this can be drawn.")) if nothing else "")
        if kind is None:
            return
        asked = KIND_OF_CHART[kind]
        for number, (title, holds) in enumerate(asked.asks):
            self._add_box(number, title, holds)
        for number in range(len(asked.asks), len(asked.asks) + asked.more):
            self._add_box(number, tr("and then"), asked.asks[-1][1], optional=True)

    def _add_box(
        self, number: int, title: Message, holds: Holds, *, optional: bool = False
    ) -> None:
        box = ChoiceBox()
        if optional:
            box.addItem("–", None)
        offered = fitting(self._fields, holds)
        for field in offered:
            box.addItem(shown(field.title), field.name)
        begun = self._begin.fields[number : number + 1] if self._begin else ()
        place = box.findData(begun[0]) if begun else -1
        usual = 0 if optional else min(number, len(offered) - 1)
        box.setCurrentIndex(place if place >= 0 else usual)
        self._form.addRow(str(title), box)
        self.boxes.append(box)

    def view(self) -> ChartView | None:
        """Return the chart that is asked for now; None where something is missing."""
        source, kind = self._source(), self.kind.currentData()
        fields = tuple(box.currentData() for box in self.boxes if box.currentData())
        if source is None or kind is None or not fields:
            return None
        return ChartView(kind=kind, table=source.table, fields=fields, result=source.result)

    def _accept(self) -> None:
        if view := self.view():
            self.chosen.emit(view)
            self.accept()
