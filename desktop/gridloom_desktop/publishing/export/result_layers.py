"""The outputs of a result as layers and tables of one GeoPackage, drawn as the result is."""

import datetime as dt
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from gridloom_analytics.bilingual import Bilingual, begun, same
from gridloom_analytics.result import Result
from gridloom_desktop.publishing.export.counts import SUPPRESSED_COLUMN
from gridloom_desktop.publishing.export.further import CELLS, DRAWN
from gridloom_desktop.publishing.export.headings import listed_headings, row_headings
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.export.styled import StyledRows
from gridloom_desktop.publishing.export.titles import column_titles, declared
from gridloom_desktop.publishing.qgis import Drawing
from gridloom_desktop.publishing.qgis.answers import FOUND, kind_of, overlay, styled_answer
from gridloom_layers.language import current_language
from gridloom_layers.workspace import GEOMETRY, ROW_KEY, Store


def as_rows(frame: pd.DataFrame, name: str, crs: str | None, date: dt.date | None) -> ReleasedTable:
    """Return a frame as released rows, its geometry as WKB, its index as ``row_key``."""
    shapes = frame.geometry if isinstance(frame, gpd.GeoDataFrame) else None
    attributes = pd.DataFrame(frame.drop(columns=shapes.name) if shapes is not None else frame)
    if ROW_KEY not in attributes and shapes is not None:
        attributes.insert(0, ROW_KEY, frame.index)
    table = pa.Table.from_pandas(attributes, preserve_index=False).replace_schema_metadata(None)
    if shapes is not None:
        table = table.append_column(GEOMETRY, pa.array(shapes.to_wkb(), pa.binary()))
    return ReleasedTable(SEAL, table, name, crs, date)


def result_layers(
    shown: Result, rows: npt.NDArray[np.bool_], joined: gpd.GeoDataFrame, store: Store | None
) -> list[StyledRows]:
    """Return a result that may be seen: its values ``joined`` to the layer, then all else.

    ``rows`` are those whose figures are withheld. A further output that is called as the layer is
    gets a number behind its name, as one file holds one layer of a name, whatever its case.
    """
    values = as_rows(joined, shown.layer, shown.crs, shown.data_date)
    title = _title(shown)[current_language()]
    layers = [StyledRows(values, _values_drawn(shown, rows, joined, store), title)]
    further = {**shown.tables, **shown.shapes}
    return [
        *layers,
        *(
            further_layer(shown, name, frame, _apart(name, shown.layer))
            for name, frame in further.items()
        ),
    ]


def _apart(name: str, layer: str) -> str:
    return f"{name} 2" if name.lower() == layer.lower() else name


def further_layer(
    shown: Result, name: str, frame: pd.DataFrame, called: str | None = None
) -> StyledRows:
    """Return a further table, or shapes, of a result of which all may be seen.

    ``called`` is what it is called in the file where that is not its name.
    """
    placed = isinstance(frame, gpd.GeoDataFrame)
    table = as_rows(frame, called or name, shown.crs if placed else None, shown.data_date)
    drawing = shapes_drawn(shown, name, frame) if placed else None
    return StyledRows(table, drawing, _output_title(shown, name)[current_language()])


def _title(shown: Result) -> Bilingual:
    return begun(shown.style.title) if shown.style else same(shown.layer)


def _values_drawn(
    shown: Result, rows: npt.NDArray[np.bool_], joined: gpd.GeoDataFrame, store: Store | None
) -> Drawing | None:
    style, kind = shown.style, kind_of(joined.geometry)
    if style is None or kind is None or style.column not in shown.primary:
        return None
    titles: Mapping[str, Bilingual] = {}
    if store is not None and shown.layer in store.tables:
        titles = row_headings(store, store.table(shown.layer), map(str, joined.columns))
    titles = {**titles, **value_titles(shown), **listed_headings([SUPPRESSED_COLUMN])}
    classes = style.classify(shown.primary[style.column])
    return styled_answer(style, classes, rows, kind, titles, current_language())


def value_titles(shown: Result) -> dict[str, Bilingual]:
    """Return what the columns on the rows of the layer are called."""
    known = {shown.style.column: shown.style.title} if shown.style else {}
    columns = map(str, shown.primary.columns)
    return column_titles(shown.analysis, "layer", shown.analysis, columns, known)


def shapes_drawn(shown: Result, name: str, frame: gpd.GeoDataFrame) -> Drawing | None:
    """Return how further shapes of a result are drawn: cells in its style, others in a colour."""
    style, kind, language = shown.style, kind_of(frame.geometry), current_language()
    if kind is None:
        return None
    titles = column_titles(shown.analysis, "layer", name, map(str, frame.columns))
    titles |= listed_headings([ROW_KEY])
    if name == CELLS and style is not None and style.column in frame:
        nowhere = np.zeros(len(frame), dtype=bool)
        titles[style.column] = style.title
        return styled_answer(
            style, style.classify(frame[style.column]), nowhere, kind, titles, language
        )
    colour = next((one.colour for one in DRAWN if one.name == name), FOUND)
    return overlay(kind, _output_title(shown, name), titles, language, colour)


def _output_title(shown: Result, name: str) -> Bilingual:
    output = declared(shown.analysis, "layer", name) or declared(shown.analysis, "table", name)
    return same(name) if output is None else begun(output.title.both())
