"""Answers on a map: measures and results with their places, released to be drawn."""

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridloom_analytics.bilingual import Bilingual, begun
from gridloom_analytics.cartography import MISSING, Style
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.disclosure import THRESHOLD
from gridloom_analytics.measures.values import MeasureValues
from gridloom_analytics.result import Result
from gridloom_analytics.sources import tables_of_measure
from gridloom_analytics.titles import named_table, rows_title
from gridloom_desktop.publishing.export import wording
from gridloom_desktop.publishing.export.cleared import cleared
from gridloom_desktop.publishing.export.counts import blanked, withheld_rows
from gridloom_desktop.publishing.export.further import Ground, ground, overlays
from gridloom_desktop.publishing.export.permission import Permission, check_threshold
from gridloom_desktop.publishing.export.places import (
    boundaries,
    places,
    source_of,
    tables_of,
)
from gridloom_desktop.publishing.export.released import SUPPRESSED, ReleasedMap
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.export.settings import seed_of, settings_of
from gridloom_desktop.publishing.export.titles import (
    SCALARS,
    coded,
    column_titles,
    figure_titles,
    output_titles,
    place_titles,
    table_titles,
    told_figures,
    worded,
)
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.workspace import Store


def release_measure(
    store: Store,
    values: MeasureValues,
    *,
    threshold: int = THRESHOLD,
    permission: Permission | None = None,
) -> ReleasedMap:
    """Release a measure's values as a map in five quantile classes of what may be seen."""
    check_threshold(store, threshold, permission)
    rows = withheld_rows(values.frame.index, values.persons, threshold)
    frame = blanked(values.frame, rows, list(values.frame.columns))
    style = graduated(
        frame["value"].to_numpy(dtype=float, na_value=np.nan), title=values.title, unit=values.unit
    )
    return ReleasedMap(
        SEAL,
        title=begun(values.title),
        summary=wording.range_found(pd.Series(frame["value"]), values.unit, values.title),
        layer=named_table(store, values.level),
        areas=places(store, values.level).loc[frame.index],
        values=frame,
        columns=dict.fromkeys(frame.columns, values.title),
        units={"value": values.unit},
        style=style,
        classes=_classes(style, frame, rows),
        suppressed=rows,
        threshold=threshold,
        method=tr("Measure: {text}", text=values.text).both(),
        citation="",
        crs=store.crs,
        data_date=store.data_date,
        source=source_of(store, tables_of_measure(store, values.text, values.level)),
        notes=(*values.warnings, *wording.coverage(values.coverage, exact=not rows.any())),
        boundaries=boundaries(store, values.level),
    )


def release_result(
    store: Store,
    name: str,
    result: Result,
    *,
    threshold: int = THRESHOLD,
    permission: Permission | None = None,
) -> ReleasedMap:
    """Release a result kept under ``name`` as a map in its own style.

    Breaks of a graduated style that would tell of withheld values are found again without them.
    """
    check_threshold(store, threshold, permission)
    shown, rows = cleared(result, threshold)
    style = shown.style
    hidden = _left_out(shown) if rows.any() else []
    scores = [name for name in hidden if name in shown.of_neighbours]
    frame = shown.primary.drop(columns=hidden)
    if style is None or style.column not in frame:
        raise BadInput(
            "nothing-to-draw",
            tr("The result “{name}” has no values for a map.", name=name),
            Where(layer=name),
            tr("Export it as .gpkg or .csv with “gridloom run --out”."),
        )
    told = 1 if rows.any() else 0  # a map says by itself how many areas are withheld
    own = places(store, result.layer).loc[frame.index]
    drawn = ground(shown, style)
    return ReleasedMap(
        SEAL,
        summary=shown.summary,
        title=begun(style.title),
        layer=(drawn and drawn.kind)
        or rows_title(store, result.layer, result.parameters.get("where")),
        units=dict(shown.units),
        threshold=threshold,
        method=shown.method.name,
        citation=shown.method.citation,
        crs=store.crs,
        data_date=result.data_date or store.data_date,
        source=source_of(store, tables_of(store, result)),
        notes=(*shown.warnings[told:], *shown.method.notes, *wording.hidden_scores(scores)),
        names={result.layer: named_table(store, result.layer), **output_titles(shown)},
        headings={result.layer: _headings(result, frame), **_with_places(shown)},
        figures=figure_titles(shown),
        settings=settings_of(result, store),
        seed=seed_of(result),
        boundaries=boundaries(store, result.layer),
        overlays=tuple(overlays(shown)),
        **(
            _rows_drawn(result, frame, own, style, rows, shown)
            if drawn is None
            else _ground_drawn(drawn, frame, own, shown)
        ),
    )


def _with_places(shown: Result) -> dict[str, dict[str, Bilingual]]:
    """Return the titles of the columns of further tables, in which rows go by codes and names."""
    known, placed = {"code": tr("code").both(), "name": tr("name").both()}, place_titles(shown)
    titles = table_titles(shown)
    return {name: {**known, **one, **placed.get(name, {})} for name, one in titles.items()}


def _headings(result: Result, frame: pd.DataFrame) -> dict[str, Bilingual]:
    """Return the titles of the columns of the rows of the layer, where these are a table."""
    known = {"code": tr("code").both()}
    return column_titles(result.analysis, "layer", result.analysis, ["code", *frame.columns], known)


def _rows_drawn(
    result: Result,
    frame: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    style: Style,
    rows: npt.NDArray[np.bool_],
    shown: Result,
) -> dict[str, Any]:
    """Return what of a map tells of the rows of the layer."""
    flat = (shapely.get_dimensions(areas.geometry) == 2).any()
    return {
        "areas": areas,
        "values": frame,
        "columns": column_titles(
            result.analysis, "layer", result.analysis, frame.columns, {style.column: style.title}
        ),
        "style": style,
        "classes": _classes(style, frame, rows),
        "suppressed": rows,
        "tables": _tables(shown, areas),
        "counted": (tr("number of areas") if flat else tr("number")).both(),
    }


def _ground_drawn(
    drawn: Ground, frame: pd.DataFrame, rows: gpd.GeoDataFrame, shown: Result
) -> dict[str, Any]:
    """Return what of a map tells of areas in place of the rows, which become a further table."""
    tables = {name: one for name, one in _tables(shown, rows).items() if name != drawn.name}
    nowhere = np.zeros(len(drawn.areas), dtype=bool)
    return {
        "areas": drawn.areas,
        "values": drawn.values,
        "columns": column_titles(
            shown.analysis, "layer", drawn.name, drawn.values.columns, drawn.titles
        ),
        "style": drawn.style,
        "classes": _classes(drawn.style, drawn.values, nowhere),
        "suppressed": nowhere,
        "tables": {shown.layer: frame.set_axis(pd.Index(rows["code"], name="code")), **tables},
        "counted": drawn.counted,
        "sizes": drawn.sizes,
    }


def _left_out(shown: Result) -> list[str]:
    """Return the columns without a value in any row, but for the one that is drawn.

    This must not ask what values there were: that one withheld row had one would tell of it.
    """
    drawn = None if shown.style is None else shown.style.column
    return [
        str(name)
        for name, column in shown.primary.items()
        if name != drawn and not column.notna().to_numpy().any()
    ]


def _classes(
    style: Style, frame: pd.DataFrame, rows: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int16]:
    """Return the class of each row; of those in which figures are withheld only one that is told.

    A kind of place may be told where the figure that it was found by is not.
    """
    found = style.classify(frame[style.column])
    return np.where(rows & (found == MISSING), np.int16(SUPPRESSED), found)


def _tables(shown: Result, rows: gpd.GeoDataFrame) -> Mapping[str, pd.DataFrame]:
    """Return the further tables (shapes without their geometry) and the global figures.

    A table on the ``rows`` of the layer gets their codes and names. Shapes that only draw what a
    table says already are left out.
    """
    codes = pd.Series(rows["code"])
    tables = {
        name: coded(
            shown.analysis, "table", name,
            _named(worded(shown.analysis, "table", name, one, shown.style), rows), codes,
        )
        for name, one in shown.tables.items()
    }  # fmt: skip
    for name, shapes in shown.shapes.items():
        own = pd.DataFrame(shapes.drop(columns=shapes.geometry.name))
        if not any(len(own) == len(one) and set(own) <= set(one) for one in shown.tables.values()):
            told = worded(shown.analysis, "layer", name, own, shown.style)
            tables[name] = coded(shown.analysis, "layer", name, told, codes)
    if shown.scalars:
        tables[SCALARS] = pd.DataFrame({"name": list(shown.scalars), "value": told_figures(shown)})
    return tables


def _named(table: pd.DataFrame, rows: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return a table on rows of the layer, all or some, with their codes and names."""
    own = table.index.name == rows.index.name and table.index.isin(rows.index).all()
    if not (own or table.index.equals(rows.index)) or set(table) & {"code", "name"}:
        return table
    named = pd.DataFrame(rows[["code", "name"]]).reindex(table.index)
    return pd.concat([named, table], axis=1).reset_index(drop=True)
