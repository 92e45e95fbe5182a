"""The places of an answer: codes, names and shapes of areas, and the boundaries around them."""

import geopandas as gpd

from gridloom_analytics.bilingual import Bilingual
from gridloom_layers.language import listed, tr
from gridloom_layers.roles import LEVELS, role
from gridloom_layers.workspace import Store, TableInfo

MOST_BOUNDARIES = 80
"""More areas than this give no orientation, only clutter."""


def places(store: Store, layer: str) -> gpd.GeoDataFrame:
    """Return ``code``, ``name`` and ``geometry`` of a layer's rows, on their row keys.

    A column that is graded personal gives neither: the row key stands for the code.
    """
    info = store.table(layer)
    code = _open_column(info, info.key or role(info.role).key)
    name = _open_column(info, "name")
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


def _open_column(info: TableInfo, name: str | None) -> str | None:
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


def source_of(store: Store, layer: str) -> Bilingual:
    """Say which city and files the map comes from, without folders' names."""
    files = sorted(
        {source.file.replace("\\", "/").rsplit("/", 1)[-1] for source in store.table(layer).sources}
    )
    if not files:
        return tr("workspace {city}", city=store.name).both()
    return tr("workspace {city} ({files})", city=store.name, files=listed(files)).both()
