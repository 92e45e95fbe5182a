"""How large points are, how wide lines, and the outline around areas and points."""

from PyQt6.QtWidgets import (
    QAbstractSpinBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.choice_box import keep_off_the_wheel
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.layer_tree.colour_button import ColourButton
from gridloom_desktop.window.layer_tree.labelled_rows import LabelledRows
from gridloom_desktop.window.layer_tree.style_draft import StyleDraft
from gridloom_desktop.window.layer_tree.variable_box import VariableBox
from gridloom_desktop.window.model.looks import Look
from gridloom_desktop.window.model.outline import Kind
from gridloom_desktop.window.model.symbology import Sizing, Symbols, Variable
from gridloom_layers.language import tr

LARGEST, WIDEST = 60.0, 20.0
"""Pixels of a point's diameter or a line's width, and of an outline's."""


class SymbolsPage(QWidget):
    """Sizes and outlines of a layer, while the map shows it. Points are told by their diameter."""

    title = tr("Sizes and outlines")

    def __init__(self, draft: StyleDraft, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft, self._kind = draft, kind
        self._across = 2.0 if kind == "point" else 1.0
        self._make()
        self._arrange()
        follow_language(self.retranslate)

    def _make(self) -> None:
        self.by = VariableBox()
        self.size_box, self.least_box, self.most_box = (_pixels(0.5, LARGEST) for _ in range(3))
        self.outline, self.width_box = ColourButton(), _pixels(0.0, WIDEST)
        self.usual, self._note = QPushButton(), QLabel()
        self._to = QLabel()
        self._note.setObjectName("caption")
        self._note.setWordWrap(True)
        self.by.chosen.connect(self._change_variable)
        self.size_box.valueChanged.connect(lambda _: self._change_size())
        self.least_box.valueChanged.connect(lambda _: self._change_range())
        self.most_box.valueChanged.connect(lambda _: self._change_range())
        self.outline.chosen.connect(lambda colour: self._draft.symbolise(outline=colour))
        self.width_box.valueChanged.connect(
            lambda width: self._draft.symbolise(outline_width=round(width, 2))
        )
        self.usual.clicked.connect(self._reset)

    def _arrange(self) -> None:
        self._form = LabelledRows(QFormLayout())
        self._span = _beside(self.least_box, self._to, self.most_box)
        sized = tr("Diameter") if self._kind == "point" else tr("Width")
        self._form.add(tr("Size by"), self.by)
        self._form.add(sized, self.size_box)
        self._form.add(tr("From … to"), self._span)
        self._form.add(tr("Outline"), self.outline)
        self._form.add(tr("Width of the outline"), self.width_box)
        self._form.show(self.by, self._kind != "area")
        for row in (self.outline, self.width_box):
            self._form.show(row, self._kind != "line")
        below = QHBoxLayout()
        below.addWidget(self.usual)
        below.addStretch()
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addLayout(self._form.layout)
        column.addWidget(self._note)
        column.addStretch(1)
        column.addLayout(below)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self._to.setText(str(tr("to")))
        for box in (self.size_box, self.least_box, self.most_box, self.width_box):
            box.setSuffix(f" {tr('px')}")
        self.width_box.setSpecialValueText(str(tr("No outline")))
        self.usual.setText(str(tr("As usual")))
        self.by.offer(tr("The same for all"), self._draft.variables(numeric=True))
        self.refresh()

    def refresh(self) -> None:
        """Show how the layer is drawn now."""
        symbols, look = self._draft.symbols, self._look
        for box in (self.size_box, self.least_box, self.most_box, self.width_box):
            box.blockSignals(True)
        sizing = symbols.sizing
        self.by.show_variable(sizing)
        usual = look.radius if self._kind == "point" else look.line_width
        self.size_box.setValue((symbols.size or usual) * self._across)
        if sizing is not None:
            self.least_box.setValue(sizing.least * self._across)
            self.most_box.setValue(sizing.most * self._across)
        width = symbols.outline_width
        drawn = look.outline_width if look.outline else 0.0
        self.width_box.setValue(drawn if width is None else width)
        for box in (self.size_box, self.least_box, self.most_box, self.width_box):
            box.blockSignals(False)
        self.outline.show_colour(symbols.outline or look.outline or "#ffffff")
        self._show_rows(sizing is not None)
        self._show_note(symbols)

    def _show_rows(self, by_variable: bool) -> None:
        has_size = self._kind != "area"
        self._form.show(self.size_box, has_size and not by_variable)
        self._form.show(self._span, has_size and by_variable)

    def _show_note(self, symbols: Symbols) -> None:
        """Say what the map does with sizes that nobody chose."""
        told = ""
        if symbols.heat is not None:
            told = str(tr("The layer is shown as heat: its sizes and outlines are not drawn."))
        elif self._kind == "point" and symbols.size is None and symbols.sizing is None:
            told = str(tr("Until a diameter is chosen, points shrink where they crowd."))
        self._note.setText(told)
        self._note.setVisible(bool(told))

    @property
    def _look(self) -> Look:
        layer = self._draft.layer
        return layer.look if layer is not None else Look("#000000")

    def _change_variable(self, variable: Variable | None) -> None:
        if variable is None:
            self._draft.symbolise(sizing=None)
        else:
            old = self._draft.symbols.sizing or Sizing(column="")
            sizing = old.model_copy(update=variable.variable.model_dump())
            self._draft.symbolise(sizing=sizing)

    def _change_size(self) -> None:
        self._draft.symbolise(size=self.size_box.value() / self._across)

    def _change_range(self) -> None:
        sizing = self._draft.symbols.sizing
        if sizing is not None:
            span = {
                "least": self.least_box.value() / self._across,
                "most": self.most_box.value() / self._across,
            }
            self._draft.symbolise(sizing=sizing.model_copy(update=span))

    def _reset(self) -> None:
        """Draw sizes and outlines as they usually are."""
        self._draft.symbolise(size=None, sizing=None, outline=None, outline_width=None)


def _pixels(least: float, most: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(least, most)
    box.setDecimals(1)
    box.setSingleStep(0.5)
    box.setKeyboardTracking(False)
    box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.UpDownArrows)
    keep_off_the_wheel(box)
    return box


def _beside(*widgets: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget, 0 if isinstance(widget, QLabel) else 1)
    return whole
