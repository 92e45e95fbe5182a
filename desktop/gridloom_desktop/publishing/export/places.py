"""The places of an answer: codes, names and shapes of areas, and the boundaries around them."""

from collections.abc import Iterable

import geopandas as gpd

from gridloom_analytics.bilingual import Bilingual, Given
from gridloom_analytics.result import Result
from gridloom_analytics.sources import tables_of_result
from gridloom_layers.language import Message, listed, tr, tr_n
from gridloom_layers.roles import LEVELS, role
from gridloom_layers.workspace import Reading, Store, TableInfo
from gridloom_layers.workspace.titles import table_title

MOST_BOUNDARIES = 80
"""More areas than this give no orientation, only clutter."""
MOST_FILES = 2
"""More files of a table than these are only counted."""


def places(store: Store, layer: str) -> gpd.GeoDataFrame:
    """Return ``code``, ``name`` and ``geometry`` of a layer's rows, on their row keys.

    A column that is graded personal gives neither: the row key stands for the code.
    """
    info = store.table(layer)
    code = open_column(info, info.key or role(info.role).key)
    name = open_column(info, "name")
    found = store.layer(layer, [column for column in dict.fromkeys((code, name)) if column])
    keys = found.index.astype(str)
    return gpd.GeoDataFrame(
        {
            "code": _texts(found, code) if code else keys,
            "name": _texts(found, name) if name else (_texts(found, code) if code else keys),
        },
        geometry=found.geometry.to_numpy(),
        index=found.index,
        crs=found.crs,
    )


def _texts(frame: gpd.GeoDataFrame, column: str) -> list[str]:
    return frame[column].astype("string").fillna("").tolist()


def open_column(info: TableInfo, name: str | None) -> str | None:
    """Return the column if the table has it and may show it."""
    stored = info.field(name) if name else None
    if stored is None or stored.personal != "no" or role(info.role).personal:
        return None
    canonical = role(info.role).field(stored.name)
    return stored.name if canonical is None or canonical.personal == "no" else None


def boundaries(store: Store, layer: str) -> gpd.GeoDataFrame | None:
    """Return the widest areas of the city that are wider than those of ``layer``, or None."""
    own = store.table(layer).role
    wider = LEVELS[: LEVELS.index(own)] if own in LEVELS else LEVELS[:2]
    for level in wider:
        for info in store.tables.values():
            if info.role == level and info.geometry == "area" and info.rows <= MOST_BOUNDARIES:
                return places(store, info.name)
    return None


def tables_of(store: Reading, result: Result) -> tuple[str, ...]:
    """Return the tables that a result rests on."""
    return tables_of_result(store, result.analysis, result.layer, result.parameters)


def source_of(store: Reading, tables: Iterable[str]) -> Bilingual:
    """Say which city an answer is of and which tables it rests on, with their files and dates.

    A date that all have in common is said once.
    """
    found = [store.table(name) for name in tables]
    date = found[0].as_of if len({one.as_of for one in found}) == 1 else None
    told = listed(_table_told(one, dated=date is None) for one in found)
    if date is None:
        return tr("workspace {city}: {tables}", city=store.name, tables=told).both()
    said = tr("workspace {city}: {tables}; data of {date}",
              city=store.name, tables=told, date=date.isoformat())  # fmt: skip
    return said.both()


def _table_told(table: TableInfo, *, dated: bool) -> Message:
    """Return what a table is called, with its files (no folders' names) and perhaps its date."""
    files = sorted({one.file.replace("\\", "/").rsplit("/", 1)[-1] for one in table.sources})
    about: list[Message | str] = [*files]
    if len(files) > MOST_FILES:
        about = [tr_n("{count} file", "{count} files", len(files))]
    if dated and table.as_of is not None:
        about.append(table.as_of.isoformat())
    title = Given.of(table_title(table))
    return tr("{table} ({about})", table=title, about=listed(about)) if about else title
