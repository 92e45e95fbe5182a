"""The rows that a layer shows, as SQL that QGIS's provider of files takes."""

import numpy as np
import numpy.typing as npt
from sqlglot import exp

from gridloom_analytics.expressions import parse_filter
from gridloom_analytics.selecting import Condition, Where
from gridloom_desktop.publishing.export.labels import without_identifiers
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_layers.workspace import Store

MOST_KEYS = 2000
"""More rows than these are not listed."""
SIMPLE = (
    exp.Column, exp.Identifier, exp.Literal, exp.And, exp.Or, exp.Not, exp.Paren, exp.EQ, exp.NEQ,
    exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Between, exp.Is, exp.Null, exp.Neg,
)  # fmt: skip
"""What SQLite reads as our own engine does; it compares texts of LIKE otherwise, for one."""


def subset(store: Store, layer: MapLayer, where: Condition | None) -> str | None:
    """Return the rows that a layer leaves, as SQL; None where it cannot be told so.

    A condition on the layer's own fields is told as such, so that it can be edited; of any other
    the rows are listed, if there are not too many.
    """
    if isinstance(where, Where) and layer.period is None:
        tree = parse_filter(where.text, store, layer.table).condition()
        told = tree.sql("sqlite", identify=True)
        simple = all(isinstance(one, SIMPLE) for one in tree.walk())
        if simple and told == without_identifiers(told):
            return told
    assert layer.kept is not None  # noqa: S101 - whoever asks has rows that are left out
    return _listed(layer.row_keys, layer.kept)


def _listed(keys: npt.NDArray[np.int64], kept: npt.NDArray[np.bool_]) -> str | None:
    few = int(kept.sum()) <= int((~kept).sum())
    chosen = keys[kept if few else ~kept]
    if len(chosen) > MOST_KEYS:
        return None
    listed = ", ".join(map(str, chosen.tolist()))
    return f'"row_key" {"IN" if few else "NOT IN"} ({listed})'
