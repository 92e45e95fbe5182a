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
from .destinations import OF_ALL, Target
from .entry import OUTPUT


def style(targets: Iterable[Target], data: Entry, context: QgsProcessingContext) -> None:
    """Have layers named and styled that QGIS will load; what Gridloom wrote is still there."""
    for target in targets:
        if not context.willLoadLayerOnCompletion(target.wanted):
            continue
        details = context.layerToLoadOnCompletionDetails(target.wanted)
        if made := _style(target, data):
            details.setPostProcessor(_kept(Styled(made)))
        if target.key == OUTPUT and data["title"]:
            details.name = spoken(data["title"])


def _style(target: Target, data: Entry) -> str:
    """Return the style of an output as XML; tables, and files without shapes, have none."""
    if target.output["kind"] != "layer":
        return target.report(data).get("style") or ""
    if target.file.suffix.lower() != OF_ALL:
        return ""
    written, style = QgsVectorLayer(target.uri(data), "", "ogr"), QDomDocument("qgis")
    if not written.loadDefaultStyle()[1]:
        return ""
    written.exportNamedStyle(style)
    return style.toString()


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
    """Gives a layer a style, as XML."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self._style = style
        self.done = False

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Style it; runs in QGIS's main thread, once the layer is in the project."""
        self.done = True
        style = QDomDocument("qgis")
        style.setContent(self._style)
        layer.importNamedStyle(style)
        layer.triggerRepaint()


WAITING: list[Styled] = []
