"""The tables of a result, as they may be seen, with what they and their columns are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from gridloom_analytics.bilingual import Bilingual, begun, same
from gridloom_analytics.output import OutputKind
from gridloom_analytics.result import Result
from gridloom_desktop.publishing.export.titles import (
    column_titles,
    declared,
    figure_titles,
    told_figures,
    worded,
)
from gridloom_layers.language import tr
from gridloom_layers.workspace import ROW_KEY, Store
from gridloom_layers.workspace.titles import field_title

NAMING = ("code", "name")
"""Columns that tell which place a row is."""


@dataclass(frozen=True)
class ToldTable:
    """Rows that may be seen, their title, and those of their columns."""

    title: Bilingual
    frame: pd.DataFrame
    columns: Mapping[str, Bilingual] = field(default_factory=dict)


def output_title(shown: Result, kind: OutputKind, name: str) -> Bilingual:
    """Return what an output is called, as its analysis declares it, else by its name."""
    output = declared(shown.analysis, kind, name)
    return same(name) if output is None else begun(output.title.both())


def told(shown: Result, kind: OutputKind, name: str, frame: pd.DataFrame) -> ToldTable:
    """Return an output with what it and its columns are called."""
    titles = column_titles(shown.analysis, kind, name, map(str, frame.columns))
    words = worded(shown.analysis, kind, name, frame, shown.style)
    return ToldTable(output_title(shown, kind, name), words, titles)


def tables_of(store: Store, shown: Result) -> list[ToldTable]:
    """Return the values with what their rows are called, all further tables, global figures."""
    tables = [_values(store, shown)]
    tables += [told(shown, "table", name, frame) for name, frame in shown.tables.items()]
    for name, shapes in shown.shapes.items():
        frame = pd.DataFrame(shapes.drop(columns=shapes.geometry.name))
        tables.append(told(shown, "layer", name, frame))
    return [*tables, _figures(shown)] if shown.scalars else tables


def _figures(shown: Result) -> ToldTable:
    titles = figure_titles(shown)
    frame = pd.DataFrame(
        {
            "name": pd.Series([titles[name] for name in shown.scalars], dtype=object),
            "value": told_figures(shown),
        }
    )
    columns = {"name": tr("figure").both(), "value": tr("value").both()}
    return ToldTable(begun(tr("global figures").both()), frame, columns)


def _values(store: Store, shown: Result) -> ToldTable:
    """Return the primary output beside the code and the name of each place, if not personal."""
    known = {shown.style.column: shown.style.title} if shown.style else {}
    titles = column_titles(
        shown.analysis, "layer", shown.analysis, map(str, shown.primary.columns), known
    )
    frame = worded(shown.analysis, "layer", shown.analysis, shown.primary, shown.style)
    table = store.tables.get(shown.layer)
    plain = [
        one
        for one in (table.fields if table else ())
        if one.personal == "no" and one.name in NAMING and one.name not in frame
    ]
    if table and plain:
        rows = store.attributes(table.name, [one.name for one in plain]).to_pandas()
        frame = rows.set_index(ROW_KEY).reindex(frame.index).join(frame)
        titles = {one.name: field_title(table, one) for one in plain} | titles
    return ToldTable(tr("Values").both(), frame, titles)
