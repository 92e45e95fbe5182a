"""GeoPackages that QGIS opens styled: their layers, and the table in which it looks for styles."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from gridloom_analytics.geopackage import own_columns
from gridloom_desktop.publishing.export.counts import SUPPRESSED_COLUMN
from gridloom_desktop.publishing.export.formats import append_to_gpkg, clock
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.qgis import Drawing, qml
from gridloom_layers.workspace import GEOMETRY, ROW_KEY

STYLES = "layer_styles"
"""QGIS's table of styles; the first one of a layer with ``useAsDefault`` is what it opens in."""


@dataclass(frozen=True)
class StyledRows:
    """Released rows, drawn so where they have a place; ``title`` is what the layer is called."""

    rows: ReleasedTable
    drawing: Drawing | None = None
    title: str = ""

    def withheld_keys(self) -> list[int]:
        """Return the row keys of rows with withheld figures."""
        table = self.rows.table
        if SUPPRESSED_COLUMN not in table.column_names:
            return []
        return table.filter(table.column(SUPPRESSED_COLUMN)).column(ROW_KEY).to_pylist()


def write_styled(layers: Sequence[StyledRows], path: Path) -> None:
    """Write layers and tables into a new GeoPackage, then their styles.

    The same rows and drawings give the same bytes: styles are as old as the data.
    """
    for one in layers:
        append_to_gpkg(one.rows, path)
    drawn = [one for one in layers if one.drawing is not None and one.rows.crs is not None]
    if drawn:
        append_to_gpkg(_styles(drawn), path)


def _styles(drawn: Sequence[StyledRows]) -> ReleasedTable:
    date = drawn[0].rows.data_date
    rows = [
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": one.rows.name,
            "f_geometry_column": _geometry(one.rows),
            "styleName": one.rows.name,
            "styleQML": qml(one.drawing) if one.drawing else "",
            "styleSLD": "",
            "useAsDefault": True,
            "description": one.title,
            "owner": "gridloom",
            "ui": None,
            "update_time": clock(date),
        }
        for one in drawn
    ]
    schema = pa.schema(
        [(name, _TYPES.get(name, pa.string())) for name in rows[0]],
    )
    return ReleasedTable(SEAL, pa.Table.from_pylist(rows, schema), STYLES, None, date)


_TYPES = {"useAsDefault": pa.bool_(), "update_time": pa.timestamp("ms")}


def _geometry(rows: ReleasedTable) -> str:
    """Return what the column of shapes is called in the file."""
    return own_columns(one for one in rows.table.column_names if one != GEOMETRY)["GEOMETRY_NAME"]
