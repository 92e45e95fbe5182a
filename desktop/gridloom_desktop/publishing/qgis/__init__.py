"""Maps in QGIS's own formats: styles (QML), layer definitions (.qlr), projects (.qgs).

Nothing of QGIS is imported: the formats are written as QGIS 3.22 to 4 read them. What is here
makes texts; the gate writes them.
"""

from gridloom_desktop.publishing.qgis.documents import definition, project
from gridloom_desktop.publishing.qgis.drawing import Drawing, Heating, Labels, Marks, Sizing
from gridloom_desktop.publishing.qgis.layers import Group, RasterLayer, Sheet, VectorLayer
from gridloom_desktop.publishing.qgis.style import qml

__all__ = [
    "Drawing",
    "Group",
    "Heating",
    "Labels",
    "Marks",
    "RasterLayer",
    "Sheet",
    "Sizing",
    "VectorLayer",
    "definition",
    "project",
    "qml",
]
