"""The widget of a field that must be chosen: nothing at first, where QGIS takes the first column.

The value of an analysis starts as what the layer shows: its measure, or the field of its classes.
Loaded by QGIS's dialogs only (``parameters`` names it in the metadata of a field).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from processing.gui.wrappers import WidgetWrapper
from qgis.core import (
    QgsFieldProxyModel,
    QgsGraduatedSymbolRenderer,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputString,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsFieldComboBox, QgsProcessingGui
from qgis.PyQt.QtWidgets import QComboBox

from .exchange import shown_measures


class ChosenField(WidgetWrapper):
    """A combo box of the fields of the layer; it starts empty, or with what the layer shows."""

    def createWidget(self, shown: bool) -> QComboBox:  # noqa: N802
        """Return the box; in the designer of models with the texts that other parts give."""
        self._shown, self._context = shown, QgsProcessingContext()
        self._context.setProject(QgsProject.instance())
        if self.dialogType == QgsProcessingGui.Modeler:
            return self._others()
        box = QgsFieldComboBox()
        box.setAllowEmptyFieldName(True)
        if self.parameterDefinition().dataType() == QgsProcessingParameterField.Numeric:
            box.setFilters(QgsFieldProxyModel.Filter.Numeric)
        box.fieldChanged.connect(lambda _: self.widgetValueHasChanged.emit(self))
        return box

    def _others(self) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        kinds = (QgsProcessingParameterField, QgsProcessingParameterString)
        box.addItem("", "")
        for source in self.dialog.getAvailableValuesOfType(kinds, QgsProcessingOutputString):
            box.addItem(self.dialog.resolveValueDescription(source), source)
        return box

    def postInitialize(self, wrappers: Iterable[Any]) -> None:  # noqa: N802
        """Follow the layer that the field is of."""
        if self.dialogType == QgsProcessingGui.Modeler:
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

    def setValue(self, value: Any) -> None:  # noqa: N802
        """Show a field."""
        if self.dialogType == QgsProcessingGui.Modeler:
            self.setComboValue(value)
        else:
            self.widget.setField(str(value or ""))

    def value(self) -> Any:
        """Return the name of the field; None where none is chosen."""
        if self.dialogType == QgsProcessingGui.Modeler:
            return self.comboValue()
        return self.widget.currentField() or None


def shown_field(layer: QgsVectorLayer) -> str:
    """Return the column of a layer's measure, or the number whose classes it shows; else nothing.

    Numbers of categories, such as hot and cold spots, stand for words.
    """
    measures = shown_measures(layer.customProperty("gridloom/measures")) or {}
    drawn = layer.renderer()
    graduated = isinstance(drawn, QgsGraduatedSymbolRenderer)
    for name in (*measures, drawn.classAttribute().strip('"') if graduated else ""):
        place = layer.fields().lookupField(name)
        if place >= 0 and layer.fields()[place].isNumeric():
            return str(layer.fields()[place].name())
    return ""
