"""A released map as a layer that QGIS opens styled."""

from itertools import count
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from gridloom_analytics.bilingual import Bilingual, begun, same
from gridloom_desktop.publishing.export.counts import SUPPRESSED_COLUMN
from gridloom_desktop.publishing.export.headings import listed_headings
from gridloom_desktop.publishing.export.released import Overlay, ReleasedMap, ReleasedTable
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.export.styled import StyledRows, write_styled
from gridloom_desktop.publishing.qgis.answers import kind_of, overlay, styled_answer
from gridloom_layers.language import Language
from gridloom_layers.workspace import GEOMETRY, ROW_KEY

VALUES = "values"
"""The layer of the areas with what was asked about."""
OWN = (ROW_KEY, "code", "name", SUPPRESSED_COLUMN)


def write_layer(released: ReleasedMap, path: Path, language: Language) -> None:
    """Write the areas with their values, and the further shapes as layers of their own."""
    layers = [_areas(released, language)]
    for number, one in enumerate(released.overlays, 1):
        layers.append(_overlay(released, one, number, language))
    write_styled(layers, path)


def _areas(released: ReleasedMap, language: Language) -> StyledRows:
    names = _free_names([str(one) for one in released.values])
    values = released.values.rename(columns=names)
    frame = pd.DataFrame(
        {
            ROW_KEY: pd.Series(released.areas.index, released.areas.index),
            "code": released.areas["code"],
            "name": released.areas["name"],
            **values,
            SUPPRESSED_COLUMN: pd.Series(released.suppressed, released.areas.index),
        }
    )
    titles: dict[str, Bilingual] = {**listed_headings(OWN)}
    titles |= {names[one]: title for one, title in _titles(released).items() if one in names}
    style = released.style.model_copy(update={"column": names[released.style.column]})
    kind = kind_of(released.areas.geometry) or "area"
    drawing = styled_answer(style, released.classes, released.suppressed, kind, titles, language)
    rows = _rows(released, frame, released.areas.geometry, VALUES)
    return StyledRows(rows, drawing, begun(released.title)[language])


def _titles(released: ReleasedMap) -> dict[str, Bilingual]:
    """Return what columns are called; the terms of a measure, which all have its title, as they are
    written."""
    drawn = released.style.column
    terms = {one for one, title in released.columns.items() if title == released.style.title}
    return {
        one: same(one) if one in terms - {drawn} else title
        for one, title in released.columns.items()
    }


def _overlay(released: ReleasedMap, one: Overlay, number: int, language: Language) -> StyledRows:
    kind = kind_of(one.shapes) or "area"
    title = begun(one.title)
    frame = pd.DataFrame({"name": [title[language]] * len(one.shapes)}, one.shapes.index)
    drawing = overlay(kind, title, listed_headings(["name"]), language, one.colour)
    rows = _rows(released, frame, one.shapes, f"{one.kind} {number}")
    return StyledRows(rows, drawing, title[language])


def _rows(
    released: ReleasedMap, frame: pd.DataFrame, shapes: gpd.GeoSeries, name: str
) -> ReleasedTable:
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    table = table.append_column(GEOMETRY, pa.array(shapes.to_wkb(), pa.binary()))
    return ReleasedTable(SEAL, table, name, released.crs, released.data_date)


def _free_names(columns: list[str]) -> dict[str, str]:
    """Return a name for each column that no other one has, in any case."""
    taken = {one.casefold() for one in (*OWN, GEOMETRY)}
    found: dict[str, str] = {}
    for column in columns:
        numbered = (f"{column} {number}" for number in count(2))
        name = column
        while name.casefold() in taken:
            name = next(numbered)
        taken.add(name.casefold())
        found[column] = name
    return found
