"""Layers as Gridloom describes them for QGIS (.qlr): read in any thread, made one by one."""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsLayerDefinition, QgsPathResolver, QgsReadWriteContext
from qgis.PyQt.QtXml import QDomDocument

from ..calling.faults import Broken
from ..language import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsMapLayer

GROUP, LAYER = "layer-tree-group", "layer-tree-layer"


@dataclass(frozen=True)
class DefinedLayer:
    """A layer of a definition: the groups it lies in, whether it is visible, and how it is made."""

    file: Path
    text: str
    groups: tuple[str, ...]
    visible: bool

    def made(self) -> QgsMapLayer:
        """Return the layer with its style; raise ``Broken`` where QGIS cannot open it."""
        document = QDomDocument()
        document.setContent(f"<qlr><maplayers>{self.text}</maplayers></qlr>")
        context = QgsReadWriteContext()
        context.setPathResolver(QgsPathResolver(str(self.file)))
        layers = QgsLayerDefinition.loadLayerDefinitionLayers(document, context)
        if not layers or not layers[0].isValid():
            raise Broken(tr("QGIS cannot open “{file}”.", file=self.file.name), self.text[:500])
        return layers[0]


def read_definition(file: Path) -> list[DefinedLayer]:
    """Return the layers of a definition, the topmost first; the outermost group is left out.

    The file is removed: it has been read, and layers do not refer to it.
    Raises ``OSError`` or ``ValueError`` where the file cannot be read.
    """
    try:
        root = ET.parse(file).getroot()  # noqa: S314 - the command has just written it
    except ET.ParseError as error:
        raise ValueError(str(error)) from error
    finally:
        file.unlink(missing_ok=True)
    layers = {one.findtext("id", ""): one for one in root.iter("maplayer")}
    tree = root.find(f"{GROUP}/{GROUP}")
    if tree is None:
        return []
    return [
        DefinedLayer(file, _renamed(layers[node.get("id", "")]), groups, _is_checked(node))
        for node, groups in _leaves(tree, ())
    ]


def _leaves(
    tree: ET.Element, groups: tuple[str, ...]
) -> Iterator[tuple[ET.Element, tuple[str, ...]]]:
    for node in tree:
        if node.tag == LAYER:
            yield node, groups
        elif node.tag == GROUP:
            yield from _leaves(node, (*groups, node.get("name", "")))


def _renamed(layer: ET.Element) -> str:
    """Return a layer's text with another identifier: a project may have it twice."""
    own = layer.find("id")
    if own is not None:
        own.text = f"gridloom_{uuid.uuid4().hex}"
    return ET.tostring(layer, encoding="unicode")


def _is_checked(node: ET.Element) -> bool:
    return node.get("checked", "") == "Qt::Checked"
