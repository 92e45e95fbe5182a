"""The widget of a field that must be chosen: nothing at first, where QGIS takes the first column.

The value of an analysis starts as what the layer shows: its measure, or the field of its classes.
Loaded by QGIS's dialogs only (``parameters`` names it in the metadata of a field).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import (
    QgsFieldProxyModel,
    QgsGraduatedSymbolRenderer,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterField,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsFieldComboBox

from ..properties import measures_of
from .form_widget import FormWidget


class ChosenField(FormWidget):
    """A combo box of the fields of the layer; it starts empty, or with what the layer shows."""

    def made(self, shown: bool) -> QgsFieldComboBox:
        """Return the box with no field yet."""
        self._shown, self._context = shown, QgsProcessingContext()
        self._context.setProject(QgsProject.instance())
        box = QgsFieldComboBox()
        box.setAllowEmptyFieldName(True)
        if self.parameterDefinition().dataType() == QgsProcessingParameterField.Numeric:
            box.setFilters(QgsFieldProxyModel.Filter.Numeric)
        box.fieldChanged.connect(lambda _: self.widgetValueHasChanged.emit(self))
        return box

    def postInitialize(self, wrappers: Iterable[Any]) -> None:  # noqa: N802
        """Follow the layer that the field is of."""
        if self.is_designed:
            return
        of = self.parameterDefinition().parentLayerParameterName()
        for wrapper in wrappers:
            if wrapper.parameterDefinition().name() == of:
                self._follow(wrapper)
                wrapper.widgetValueHasChanged.connect(self._follow)

    def _follow(self, wrapper: Any) -> None:
        layer = self._layer(wrapper.parameterValue())
        if layer == self.widget.layer():
            return  # only its selection, say: what was chosen stays
        self.widget.setLayer(layer)
        self.widget.setField(shown_field(layer) if layer and self._shown else "")

    def _layer(self, value: Any) -> QgsVectorLayer | None:
        if isinstance(value, QgsProcessingFeatureSourceDefinition):
            value, _ = value.source.valueAsString(self._context.expressionContext())
        if isinstance(value, str) and value:
            value = QgsProcessingUtils.mapLayerFromString(value, self._context)
        return value if isinstance(value, QgsVectorLayer) else None

    def show(self, value: Any) -> None:
        """Show a field."""
        self.widget.setField(str(value or ""))

    def chosen(self) -> str | None:
        """Return the name of the field; None where none is chosen."""
        return self.widget.currentField() or None


def shown_field(layer: QgsVectorLayer) -> str:
    """Return the column of a layer's measure, or the number whose classes it shows; else nothing.

    Numbers of categories, such as hot and cold spots, stand for words.
    """
    measures = measures_of(layer) or {}
    drawn = layer.renderer()
    graduated = isinstance(drawn, QgsGraduatedSymbolRenderer)
    for name in (*measures, drawn.classAttribute().strip('"') if graduated else ""):
        place = layer.fields().lookupField(name)
        if place >= 0 and layer.fields()[place].isNumeric():
            return str(layer.fields()[place].name())
    return ""
