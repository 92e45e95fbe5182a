"""Layers as they enter the project: in the style that Gridloom gives them."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument

from ..calling.catalogue import Entry
from ..language import spoken, tr
from .destinations import Target
from .entry import OUTPUT


def style(targets: Iterable[Target], data: Entry, context: QgsProcessingContext) -> None:
    """Have layers named and styled that QGIS will load."""
    for target in targets:
        made = _styled(target, data)
        if made is not None and context.willLoadLayerOnCompletion(target.wanted):
            details = context.layerToLoadOnCompletionDetails(target.wanted)
            details.setPostProcessor(_kept(made))
            if target.key == OUTPUT and data["title"]:
                details.name = spoken(data["title"])


def _styled(target: Target, data: Entry) -> Styled | None:
    """Return what styles an output: a table has no style."""
    if target.output["kind"] == "layer":
        return Styled(target.uri(data))
    style = target.report(data).get("style")
    return Styled(None, style) if style else None


def _kept(processor: Styled) -> Styled:
    """Hold a processor until it has done its work, as QGIS does not."""
    WAITING[:] = [one for one in WAITING if not one.done] + [processor]
    return processor


def leave_out(
    target: Target, context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> None:
    """Have nothing loaded where the data gave no output, and say so."""
    title = spoken(target.output["title"])
    feedback.pushWarning(tr("These data give no output “{name}”.", name=title))
    loaded = context.layersToLoadOnCompletion()
    loaded.pop(target.wanted, None)
    context.setLayersToLoadOnCompletion(loaded)


class Styled(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer the default style of the layer that Gridloom wrote, or a style as XML."""

    def __init__(self, written: str | None, style: str = "") -> None:
        super().__init__()
        self._written, self._style = written, style
        self.done = False

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Style it; runs in QGIS's main thread, once the layer is in the project."""
        self.done = True
        style = QDomDocument("qgis")
        if self._written is None:
            style.setContent(self._style)
        else:
            written = QgsVectorLayer(self._written, "", "ogr")
            if not written.loadDefaultStyle()[1]:
                return
            written.exportNamedStyle(style)
        layer.importNamedStyle(style)
        layer.triggerRepaint()


WAITING: list[Styled] = []
