"""Publishing the map of a workspace for QGIS."""

from pathlib import Path

from gridloom_desktop.publishing.export.qgis_map import check_qgis_file, export_map
from gridloom_desktop.publishing.publish import PublishReport
from gridloom_desktop.publishing.qgis import VectorLayer
from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.model.qgis.part import Part
from gridloom_desktop.window.model.qgis.sheet import qgis_map
from gridloom_layers.language import Language
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore


def publish_map(
    store: FolderStore,
    out: Path,
    language: Language,
    progress: Progress,
    document: Document | None = None,
    part: Part | None = None,
) -> PublishReport:
    """Write a map of a workspace for QGIS, through the gate: .qgs a project, .qlr its layers.

    It shows a ``document``, else what a window would show, or a ``part`` of that. Layers of areas
    and places stay in the workspace's own files; what else is shown goes into a GeoPackage of the
    same name beside ``out``. The same workspace gives the same bytes.
    """
    check_qgis_file(out)
    made = qgis_map(store, out.stem, language, progress, document, part)
    progress.report("write", 0, 1)
    export_map(made.sheet, made.written, made.rasters, out)
    progress.report("write", 1, 1)
    store.log("publish", {"kind": "qgis", "result": None, "measure": None,
                          "file": str(out.absolute()), "language": language})  # fmt: skip
    tables = {one.sublayer: one.properties.get("gridloom/table") for one in made.sheet.layers()
              if isinstance(one, VectorLayer)}  # fmt: skip
    withheld = {(tables[one.rows.name], key) for one in made.written for key in one.withheld_keys()}
    return PublishReport(
        out, sum(one.rows.table.num_rows for one in made.written), len(withheld), made.notes
    )
