"""The area of a check, found in the city: codes of a level, a column of the claims, polygons."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa

from gridloom_analytics.expressions import find_level
from gridloom_analytics.expressions.names import close_names
from gridloom_analytics.measures.paths import Steps, find_way
from gridloom_analytics.queries import Area, read_area
from gridloom_analytics.queries.placing import keys_within, way_to_place
from gridloom_analytics.verification.comparable import folded
from gridloom_analytics.verification.conditions import Condition
from gridloom_analytics.verification.places import (
    NOWHERE,
    Placed,
    PlacedAsClaimed,
    PlacedInCatchment,
)
from gridloom_analytics.verification.rule import AreaRule, Catchment
from gridloom_analytics.verification.rule_file import RuleFile
from gridloom_layers.codes import normalise
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.importing.texts import as_text
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.readers import open_source
from gridloom_layers.roles.aliases import fold_header
from gridloom_layers.workspace import ROW_KEY, Reading, TableInfo

Keys = tuple[str | int, ...]
T = TypeVar("T")


def condition_of_area(
    store: Reading, file: RuleFile, at: Keys, table: str, area: AreaRule, progress: Progress
) -> Condition:
    """Return the condition that a row of ``table`` lies in an area; ``at`` is its place in the
    rule file, by which a fault is told."""
    if area.file is not None:
        return _polygons(store, file, at, table, area.file, progress)
    level, field = level_of(store, file, at, area)
    steps = _forwards(_placed(file, at, lambda: find_way(store, table, level.name).steps))
    if area.codes is not None:
        features = _features_of(store, level, field, area.codes, file, (*at, "codes"))
        return Placed(steps, features.column(ROW_KEY).to_numpy())
    column = area.column or ""
    if area.catchment is not None:
        return _catchment(store, file, at, steps, level, field, column, area.catchment)
    return PlacedAsClaimed(steps, level.name, field, column)


def level_of(store: Reading, file: RuleFile, at: Keys, area: AreaRule) -> tuple[TableInfo, str]:
    """Return the level of an area, and its field that holds the codes."""
    level = _placed(file, (*at, "level"), lambda: find_level(store, area.level or ""))
    field = level.key or "code"
    if level.field(field) is None:
        raise file.fault(
            "no-codes",
            tr("“{level}” has no codes by which an area is named.", level=level.name),
            tr("Import the layer with its codes, or give a file of polygons."),
            *at, "level",
        )  # fmt: skip
    return level, field


def _placed(file: RuleFile, at: Keys, find: Callable[[], T]) -> T:
    """Tell a fault in what is named as one of the rule file."""
    try:
        return find()
    except BadInput as error:
        raise file.placed(error, *at) from error


def _forwards(steps: Steps) -> Steps:
    """Return steps over links; a way from a person or a room has no others."""
    if any(step.far != ROW_KEY for step in steps):
        raise ValueError("a way to a level goes over a table of figures")
    return steps


def _features_of(
    store: Reading, level: TableInfo, field: str, codes: Sequence[str], file: RuleFile, at: Keys
) -> pa.Table:
    """Return pairs ``at`` (a place in ``codes``), ``row_key`` of the features with that code, in
    order; refuse a code that none has. Several may have one, such as the parts of an area."""
    found = store.find(level.name, field, normalise(pa.array(codes, pa.string())).text)
    missing = sorted(set(range(len(codes))) - set(found.column("at").to_pylist()))
    if missing:
        code = codes[missing[0]]
        known = store.attributes(level.name, [field]).column(field).to_pylist()
        raise BadInput(
            "unknown-area",
            tr("“{level}” has no area “{code}”.", level=level.name, code=code),
            file.where(*at),
            close_names(code, [str(one) for one in known], []),
        )
    return found


def _polygons(
    store: Reading, file: RuleFile, at: Keys, table: str, name: str, progress: Progress
) -> Placed:
    path = (file.path.parent / name).resolve()
    area = _placed(file, (*at, "file"), lambda: read_area(str(path), store))
    if not isinstance(area, Area):
        raise ValueError("the full path of a file was taken for the name of an area")
    way = _placed(file, at, lambda: way_to_place(store, table))
    keys = keys_within(store, way.end, area, progress).column(ROW_KEY).to_numpy()
    return Placed(_forwards(way.steps), keys)


def _catchment(
    store: Reading, file: RuleFile, at: Keys, steps: Steps, level: TableInfo, field: str,
    column: str, catchment: Catchment,
) -> PlacedInCatchment:  # fmt: skip
    """Read which areas belong to which name."""
    path = file.path.parent / catchment.file
    place = (*at, "catchment")
    names, codes = _placed(file, place, lambda: _pairs(path, catchment))
    different = codes.unique().drop_null().to_pylist()
    features: dict[str | None, list[int]] = defaultdict(list)
    for each in _features_of(store, level, field, different, file, place).to_pylist():
        features[different[each["at"]]].append(each[ROW_KEY])
    pairs = [
        (row, key)
        for row, code in enumerate(codes.to_pylist())
        for key in features.get(code, [NOWHERE])
    ]
    rows, areas = np.array(pairs, np.int64).reshape(-1, 2).T
    return PlacedInCatchment(steps, column, folded(names).take(pa.array(rows)), areas)


def _pairs(path: Path, catchment: Catchment) -> tuple[pa.StringArray, pa.StringArray]:
    wanted = [catchment.of, catchment.area]
    with open_source(path, known=[fold_header(name) for name in wanted]) as source:
        headers = {fold_header(header): header for header in source.headers}
        for name in wanted:
            if fold_header(name) not in headers:
                raise BadInput(
                    "missing-column",
                    tr("“{file}” has no column “{column}”.", file=path.name, column=name),
                    Where(file=str(path), column=name),
                    close_names(name, source.headers),
                )
        table = pa.Table.from_batches(source.batches())
    of, area = (table.column(headers[fold_header(name)]).combine_chunks() for name in wanted)
    return as_text(of), normalise(area).text
