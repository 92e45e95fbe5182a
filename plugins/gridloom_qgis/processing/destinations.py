"""Where the outputs of an analysis go: QGIS's destinations, and what Gridloom writes for each."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterVectorDestination,
    QgsProcessingUtils,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from ..calling.catalogue import Entry
from ..language import spoken, tr
from .entry import OUTPUT, figures, further, primary
from .exchange import LAYER_OF_FILE
from .parameters import GEOMETRIES
from .writing import SaveOptions, Writing, attributes

SUMMARY = "SUMMARY"
OF_ALL = ".gpkg"
RUNNING = ("ods", "txt", "gxt", "tsv", "psv")
"""Formats that only QGIS writes, and in which a spreadsheet may run a text as a formula."""
COMMON = (".geojson", ".shp", ".fgb", ".xlsx")
"""Some that QGIS writes everywhere, for those who gave another."""
PICTURES = "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"


def definitions(entry: Entry) -> Iterator[QgsProcessingParameterDefinition]:
    """Yield the destination of the layer, and those of further outputs, which are off at first."""
    kind = GEOMETRIES.get(primary(entry)["geometry"], QgsProcessing.TypeVectorAnyGeometry)
    yield QgsProcessingParameterVectorDestination(OUTPUT, spoken(entry["title"]), kind)
    for name, one in further(entry):
        yield _further(name, one)


def _further(name: str, one: Entry) -> QgsProcessingParameterDefinition:
    title = spoken(one["title"])
    title = title[:1].upper() + title[1:]
    if one["kind"] == "raster":
        return QgsProcessingParameterRasterDestination(name, title, None, True, False)
    if one["kind"] == "chart":
        title = tr("Chart: {title}", title=spoken(one["title"]))
        return QgsProcessingParameterFileDestination(name, title, PICTURES, None, True, False)
    table = one["kind"] == "table"
    kind = GEOMETRIES.get(one["geometry"], QgsProcessing.TypeVectorAnyGeometry)
    return QgsProcessingParameterVectorDestination(
        name, title, QgsProcessing.TypeVector if table else kind, None, True, False
    )


def outputs(entry: Entry) -> Iterator[QgsProcessingOutputDefinition]:
    """Yield what else models can use: the sentence, and the global figures."""
    yield QgsProcessingOutputString(SUMMARY, tr("Summary"))
    for name, one in figures(entry):
        made = QgsProcessingOutputString if one["holds"] == "text" else QgsProcessingOutputNumber
        yield made(name, spoken(one["title"]))


@dataclass(frozen=True, eq=False)
class Target:
    """One output that is wanted: Gridloom writes ``file``, and ``wanted`` is where it shall be.

    ``converted`` says that QGIS writes the latter from the former: their texts may differ where
    they are one file. ``there`` are those of both that were there before: not ours to remove.
    """

    key: str
    output: Entry
    file: Path
    wanted: str
    converted: bool
    there: tuple[Path, ...]

    @classmethod
    def of(cls, key: str, output: Entry, wanted: str) -> Target:
        """Return the target of a destination; vector formats of QGIS alone are converted."""
        vector, ending = output["kind"] in ("layer", "table"), Path(wanted).suffix.lower()
        converted = vector and ending not in output["formats"]
        if converted and (reason := _refusal(wanted, ending, output["formats"])):
            raise QgsProcessingException(reason)
        made = QgsProcessingUtils.generateTempFilename("result.gpkg") if converted else wanted
        there = tuple(one for one in (Path(made), Path(wanted)) if one.exists())
        return cls(key, output, Path(made), wanted, converted, there)

    @property
    def arguments(self) -> list[str]:
        """Return what asks Gridloom for it."""
        if self.key == OUTPUT:
            return ["--out", str(self.file)]
        return ["--also", f"{self.output['name']}={self.file}"]

    def came(self, data: Entry) -> bool:
        """Tell whether the run gave it; data may not allow a further output."""
        return self.key == OUTPUT or bool(self.report(data))

    def report(self, data: Entry) -> Entry:
        """Return what the run says of the file of a further output; nothing where it has none."""
        return next((one for one in data["also"] if one["file"] == str(self.file)), {})

    def uri(self, data: Entry) -> str:
        """Return the source of the layer that Gridloom wrote, for QGIS."""
        name = data["layer"] if self.key == OUTPUT else self.output["name"]
        return f"{self.file}{LAYER_OF_FILE}{name}"

    def convert(self, data: Entry, feedback: QgsProcessingFeedback) -> None:
        """Write what Gridloom wrote in the format that is wanted."""
        if not self.converted:
            return
        layer, options = QgsVectorLayer(self.uri(data), "", "ogr"), SaveOptions()
        ending = Path(self.wanted).suffix[1:]
        options.driverName = QgsVectorFileWriter.driverForExtension(ending)
        options.layerName, options.fileEncoding = Path(self.wanted).stem, "UTF-8"
        options.feedback = feedback
        options.attributes = attributes(layer)
        Writing(layer, self.wanted, options).write()

    def tidy(self) -> None:
        """Remove what was written on the way only, with what SQLite put beside it."""
        if not self.converted:
            return
        with contextlib.suppress(OSError):  # what is still open goes when QGIS ends
            for file in self.file.parent.glob(f"{self.file.name}*"):
                file.unlink()
            self.file.parent.rmdir()

    def remove(self) -> None:
        """Remove what was written for it."""
        for file in {self.file, Path(self.wanted)}.difference(self.there):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)


def _refusal(wanted: str, ending: str, own: list[str]) -> str:
    """Return why QGIS shall not or cannot write a file of an ending; "" where it can."""
    if ending[1:] in RUNNING:
        return tr(
            "“{file}” is not written: a spreadsheet could run texts in it as formulas. "
            "Choose a .csv or .xlsx file.",
            file=wanted,
        )
    if QgsVectorFileWriter.driverForExtension(ending[1:]):
        return ""
    return tr(
        "“{file}” is not written: QGIS knows no format “{ending}”. Choose one of: {endings}.",
        file=wanted,
        ending=ending,
        endings=", ".join((*own, *COMMON)),
    )
