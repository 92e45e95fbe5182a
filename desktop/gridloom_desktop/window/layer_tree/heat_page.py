"""A layer as heat: how dense it lies, how widely smoothed, weighted by what, in which colours."""

from PyQt6.QtCore import QSize
from PyQt6.QtWidgets import QCheckBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from gridloom_desktop.window.choice_box import ChoiceBox
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.layer_tree.labelled_rows import LabelledRows
from gridloom_desktop.window.layer_tree.slider_row import SliderRow
from gridloom_desktop.window.layer_tree.style_draft import StyleDraft
from gridloom_desktop.window.layer_tree.swatches import fill_palettes
from gridloom_desktop.window.layer_tree.variable_box import VariableBox
from gridloom_desktop.window.model.heating import PALETTES
from gridloom_desktop.window.model.outline import Kind
from gridloom_desktop.window.model.symbology import Heating, Variable
from gridloom_layers.language import tr

PICTURE = QSize(96, 14)
RADII = 2, 60
STRENGTHS = -4, 6
"""Halves of powers of two: from a quarter to eight times."""


class HeatPage(QWidget):
    """Shows a layer as heat, while the map shows it."""

    title = tr("Heat")

    def __init__(self, draft: StyleDraft, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft, self._kind = draft, kind
        self._make()
        self._arrange()
        follow_language(self.retranslate)

    def _make(self) -> None:
        self.on, self._note = QCheckBox(), QLabel()
        self._note.setObjectName("caption")
        self._note.setWordWrap(True)
        self.weight, self.palette_box = VariableBox(), ChoiceBox()
        self.radius = SliderRow(*RADII, lambda value: f"{value} {tr('px')}")
        self.strength = SliderRow(*STRENGTHS, lambda value: f"× {_strength(value):.2g}")
        self.palette_box.setIconSize(PICTURE)
        self.on.toggled.connect(self._switch)
        self.radius.changed.connect(lambda value: self._change(radius=float(value)))
        self.strength.changed.connect(lambda value: self._change(strength=_strength(value)))
        self.weight.chosen.connect(self._weigh)
        self.palette_box.activated.connect(
            lambda _: self._change(palette=self.palette_box.currentData())
        )

    def _arrange(self) -> None:
        self._form = LabelledRows(QFormLayout())
        self._form.add(tr("Radius"), self.radius)
        self._form.add(tr("Weighted by"), self.weight)
        self._form.add(tr("Palette"), self.palette_box)
        self._form.add(tr("Strength"), self.strength)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.on)
        column.addLayout(self._form.layout)
        column.addWidget(self._note)
        column.addStretch(1)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self.on.setText(str(tr("Show the layer as heat")))
        self.weight.offer(tr("Nothing: each counts as one"), self._draft.variables(numeric=True))
        fill_palettes(self.palette_box, PICTURE, PALETTES)
        areas = tr("Each area counts at its middle: heat suits areas that are small on the map.")
        points = tr("The colours tell where most lie in the part of the city that is seen.")
        self._note.setText(str(areas if self._kind == "area" else points))
        self.refresh()

    def refresh(self) -> None:
        """Show how the heat is now."""
        heat = self._draft.symbols.heat
        self.on.blockSignals(True)
        self.on.setChecked(heat is not None)
        self.on.blockSignals(False)
        for field in (self.radius, self.weight, self.palette_box, self.strength):
            field.setEnabled(heat is not None)
        heat = heat or Heating()
        self.radius.show_value(round(heat.radius))
        self.strength.show_value(_notch(heat.strength))
        self.weight.show_variable(heat.weight)
        self.palette_box.setCurrentIndex(max(self.palette_box.findData(heat.palette), 0))

    def _switch(self, on: bool) -> None:
        self._draft.symbolise(heat=Heating() if on else None)

    def _weigh(self, variable: Variable | None) -> None:
        self._change(weight=variable)

    def _change(self, **changes: object) -> None:
        heat = self._draft.symbols.heat
        if heat is not None:
            self._draft.symbolise(heat=heat.model_copy(update=changes))


def _strength(notch: int) -> float:
    return 2.0 ** (notch / 2)


def _notch(strength: float) -> int:
    """Return the place of the slider for a strength.

    >>> _notch(_strength(3))
    3
    """
    notches = range(STRENGTHS[0], STRENGTHS[1] + 1)
    return min(notches, key=lambda one: abs(_strength(one) - strength))
