"""What the columns, figures and words of a result are called: as its analysis declares them."""

from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from gridloom_analytics.analyses import catalogue
from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography import Style
from gridloom_analytics.output import NOTHING, Output, OutputKind, found_among
from gridloom_analytics.result import Result
from gridloom_layers.language import Message, tr

SCALARS = "scalars"
"""The name of the table of global figures."""


def declared(analysis: str, kind: OutputKind, name: str) -> Output | None:
    """Return an output as its analysis declares it; None where either is not known here."""
    known = catalogue().get(analysis)
    return found_among(known.outputs, kind, name) if known else None


def column_titles(
    analysis: str,
    kind: OutputKind,
    name: str,
    columns: Iterable[str],
    known: Mapping[str, Bilingual] = NOTHING,
) -> dict[str, Bilingual]:
    """Return a title in both languages for each column of an output; else it is its own title.

    A ``known`` title goes first: that of a value, such as the name of a measure.
    """
    output = declared(analysis, kind, name)
    titles = {one: output.column_title(one) if output else None for one in columns}
    return {one: known.get(one) or _both(title, one) for one, title in titles.items()}


def table_titles(result: Result) -> dict[str, dict[str, Bilingual]]:
    """Return the titles of the columns of each further table, and of shapes as tables."""
    found = {}
    for name, frame in {**result.tables, **result.shapes}.items():
        kind: OutputKind = "layer" if isinstance(frame, gpd.GeoDataFrame) else "table"
        found[name] = column_titles(result.analysis, kind, name, map(str, frame.columns))
    return found | {SCALARS: {"name": tr("figure").both(), "value": tr("value").both()}}


def place_titles(result: Result) -> dict[str, dict[str, Bilingual]]:
    """Return the titles of columns of further tables in which rows are told by their codes."""
    found = {name: declared(result.analysis, "table", name) for name in result.tables}
    found |= {name: declared(result.analysis, "layer", name) for name in result.shapes}
    return {
        name: {column: title.both() for column, title in one.places.items()}
        for name, one in found.items()
        if one is not None
    }


def coded(
    analysis: str, kind: OutputKind, name: str, frame: pd.DataFrame, codes: pd.Series
) -> pd.DataFrame:
    """Return a table with the codes of rows of the layer (on their row keys) in place of these."""
    output = declared(analysis, kind, name)
    columns = [one for one in output.places if one in frame] if output else []
    return frame.assign(**{one: pd.Series(frame[one]).map(codes.to_dict()) for one in columns})


def output_titles(result: Result) -> dict[str, Bilingual]:
    """Return what each further table, and the shapes as tables, are called."""
    kinds: list[tuple[OutputKind, Iterable[str]]] = [
        ("table", result.tables),
        ("layer", result.shapes),
    ]
    found = {name: declared(result.analysis, kind, name) for kind, names in kinds for name in names}
    titles = {name: _both(one.title if one else None, name) for name, one in found.items()}
    return titles | {SCALARS: tr("global figures").both()}


def figure_titles(result: Result) -> dict[str, Bilingual]:
    """Return what each global figure is called."""
    found = {name: declared(result.analysis, "scalar", name) for name in result.scalars}
    return {name: _both(one.title if one else None, name) for name, one in found.items()}


def worded(
    analysis: str, kind: OutputKind, name: str, frame: pd.DataFrame, style: Style | None = None
) -> pd.DataFrame:
    """Return a table whose cells say in both languages what a word for a program means.

    The words are those that the analysis declares for a column, and the classes of ``style``.
    """
    output = declared(analysis, kind, name)
    own = output.words if output else NOTHING
    classes = _classes(style)
    known = {one: own.get(one) or _drawn(pd.Series(frame[one]), classes) for one in frame}
    return frame.assign(
        **{
            str(one): pd.Series([meant(value, words) for value in frame[one]], frame.index, object)
            for one, words in known.items()
            if words
        }
    )


def _classes(style: Style | None) -> dict[str, Bilingual]:
    """Return the labels of kinds that are words for a program."""
    kinds = style.classes if style is not None and style.kind == "categorical" else ()
    return {one.value: one.label for one in kinds if isinstance(one.value, str)}


def _drawn(column: pd.Series, classes: Mapping[str, Bilingual]) -> Mapping[str, Bilingual]:
    """Return the classes if a column has nothing but these."""
    if not classes or pd.api.types.is_numeric_dtype(column.dtype):
        return NOTHING
    return classes if set(column.dropna()) <= set(classes) else NOTHING


def told_figures(result: Result) -> pd.Series:
    """Return the global figures, words for a program as what they mean."""
    told = []
    for name, value in result.scalars.items():
        output = declared(result.analysis, "scalar", name)
        told.append(meant(value, output.words.get(name, NOTHING) if output else NOTHING))
    return pd.Series(told, dtype=object)


def meant(value: Any, words: Mapping[str, Message | Bilingual]) -> Any:
    """Return what a word means in both languages; any other value as it is."""
    word = words.get(value) if isinstance(value, str) else None
    return word.both() if isinstance(word, Message) else word or value


def _both(title: Message | None, name: str) -> Bilingual:
    return title.both() if title else {"zh": name, "en": name}
