"""Maps for QGIS: a project or a layer definition, and the files beside it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from gridloom_desktop.publishing.export.styled import STYLES, StyledRows, write_styled
from gridloom_desktop.publishing.export.writing import check_ending, check_place, staged
from gridloom_desktop.publishing.qgis import Sheet, definition, project
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr

QGIS_FORMATS = (".qgs", ".qlr")


def check_qgis_file(out: Path) -> None:
    """Raise ``BadInput`` where a map for QGIS could not be written, before the work for it.

    The GeoPackage beside it must be one of ours: another one of that name is not replaced.
    """
    check_ending(out, QGIS_FORMATS)
    check_place(out)
    beside = out.with_suffix(".gpkg")
    if beside.exists() and not _is_ours(beside):
        raise BadInput(
            "already-there",
            tr("“{file}” is already there and was not written with a map for QGIS.",
               file=beside.name),
            Where(file=str(beside)),
            tr("Give the map another name."),
        )  # fmt: skip


def _is_ours(file: Path) -> bool:
    try:
        styles = pyogrio.read_dataframe(file, layer=STYLES, columns=["owner"])
    except (DataSourceError, DataLayerError):
        return False
    return bool((styles["owner"] == "gridloom").all())


def export_map(
    sheet: Sheet, layers: Sequence[StyledRows], rasters: Mapping[str, bytes], out: Path
) -> None:
    """Write a map (.qgs, .qlr) to ``out``, after the files beside it on which it rests."""
    ending = check_ending(out, QGIS_FORMATS)
    if layers:
        with staged(out.with_suffix(".gpkg")) as part:
            write_styled(layers, part)
    for name, content in rasters.items():
        with staged(out.with_name(name)) as part:
            part.write_bytes(content)
    text = project(sheet) if ending == ".qgs" else definition(sheet)
    with staged(out) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
