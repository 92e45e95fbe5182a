"""The base of our widgets of parameters: ours in forms, QGIS's own in the designer of models.

There a parameter takes a value, an input of the model, what another step gives, or an expression.
"""

from __future__ import annotations

from typing import Any

from processing.gui.wrappers import WidgetWrapper
from qgis.core import QgsProcessingModelChildParameterSource, QgsProcessingParameterDefinition
from qgis.gui import QgsGui, QgsProcessingGui
from qgis.PyQt.QtWidgets import QWidget

Source = QgsProcessingModelChildParameterSource
STATIC = Source.fromStaticValue(None).source()
"""Where a value comes from that was chosen: QGIS 3 and 4 have its name in other places."""


class FormWidget(WidgetWrapper):
    """A wrapper that makes, shows and reads a widget of its own, but in the designer of models."""

    @property
    def is_designed(self) -> bool:
        """Whether a model is made, so that values may come from other steps."""
        return bool(self.dialogType == QgsProcessingGui.Modeler)

    def createWidget(self, **told: Any) -> QWidget:  # noqa: N802
        """Return the widget; ``told`` stands in the metadata of the parameter."""
        if not self.is_designed:
            return self.made(**told)
        self._definition, dialog = self.designed(**told), self.dialog  # QGIS does not hold it
        widget = QgsGui.processingGuiRegistry().createModelerParameterWidget(
            dialog.model, dialog.childId, self._definition, dialog.context
        )
        widget.setDialog(dialog)
        return widget

    def setValue(self, value: Any) -> None:  # noqa: N802
        """Show a value; in the designer also where values come from."""
        if not self.is_designed:
            self.show(value)
        elif isinstance(value, Source):
            self.widget.setWidgetValue(value)
        else:
            self.widget.setWidgetValue(Source.fromStaticValue(self.to_designed(value)))

    def value(self) -> Any:
        """Return what is chosen; in the designer where it comes from."""
        if not self.is_designed:
            return self.chosen()
        source = self.widget.value()
        if source.source() == STATIC:
            return Source.fromStaticValue(self.from_designed(source.staticValue()))
        return source

    def made(self, **told: Any) -> QWidget:
        """Return the widget of a form."""
        raise NotImplementedError

    def show(self, value: Any) -> None:
        """Show a value in the widget of a form."""
        raise NotImplementedError

    def chosen(self) -> Any:
        """Return what is chosen in the widget of a form."""
        raise NotImplementedError

    def designed(self, **_: Any) -> QgsProcessingParameterDefinition:
        """Return the parameter whose widget QGIS shows in the designer."""
        return self.parameterDefinition().clone()

    def to_designed(self, value: Any) -> Any:
        """Return a value as the widget of the designer has it."""
        return value

    def from_designed(self, value: Any) -> Any:
        """Return a value of the designer as the parameter has it."""
        return value
