"""The case that is asked about, among the events that have a place and a time."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.isolated_or_general import CaseParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.happened import Happened
from gridloom_analytics.answers.moments import day_text, days
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import listed, tr

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

ONE = tr("Give the code of one event or the number of its row.")


@dataclass(frozen=True)
class Case:
    """One event and all of them, seen from it; arrays speak of the placed events.

    ``position`` is the case's own, ``day`` its date. ``metres`` and ``days`` (later: positive) tell
    how far the events are from it, ``same`` which are of its kind and are not the case itself;
    ``kind`` is its kind or None where kinds do not count. ``open`` tells which are not closed, or
    is None where nothing tells.
    """

    position: int
    kind: str | None
    day: str
    metres: Floats
    days: Floats
    same: Bools
    open: Bools | None

    @property
    def others(self) -> Bools:
        """Which events are not the case itself."""
        found = np.ones(len(self.metres), dtype=bool)
        found[self.position] = False
        return found


def find_case(inputs: Inputs, events: Happened, parameters: CaseParameters) -> Case:
    """Return the case; raise ``BadInput`` where there is none, or it lacks what is needed."""
    for name in ("key", "kind"):
        _check_named(inputs, parameters, name)
    position = _position(inputs, events, parameters)
    layer, points = events.placed.layer, events.placed.points
    same, kind = np.ones(len(layer), dtype=bool), None
    if parameters.kind is not None and parameters.kind in layer:
        kinds = layer[parameters.kind].astype(object).to_numpy()
        kind = kinds[position]
        if pd.isna(kind):
            raise BadInput(
                "no-kind",
                tr("“{event}” has no kind in “{column}”.",
                   event=parameters.event, column=parameters.kind),
                Where(layer=inputs.name, column=parameters.kind),
                tr("Leave the kind out (kind=) to compare it with all events."),
            )  # fmt: skip
        same = np.asarray(kinds == kind, dtype=bool)
    same[position] = False
    if kind is None and parameters.chance == "kinds":
        raise BadInput(
            "no-kinds",
            tr("Without a kind there are no kinds to shuffle."),
            Where(layer=inputs.name, column="chance"),
            tr("Name the field of the kind, or let chance shuffle the times."),
        )
    return Case(
        position,
        None if kind is None else str(kind),
        day_text(float(events.days[position])),
        np.hypot(*(points - points[position]).T),
        events.days - events.days[position],
        same,
        _open(inputs, events, parameters),
    )


def _check_named(inputs: Inputs, parameters: CaseParameters, name: str) -> None:
    """Refuse a field that was asked for and is not there; a default need not be there."""
    column = getattr(parameters, name)
    if column is None or column in inputs.layer or name not in parameters.model_fields_set:
        return
    raise BadInput(
        "unknown-column",
        tr("“{layer}” has no column “{column}”.", layer=inputs.name, column=column),
        Where(layer=inputs.name, column=column),
        tr(
            "Name another field, or leave it out ({name}=). Columns: {columns}.",
            name=name,
            columns=listed(c for c in inputs.layer.columns if c != inputs.layer.geometry.name),
        ),
    )


def _position(inputs: Inputs, events: Happened, parameters: CaseParameters) -> int:
    """Return where the case is among the placed events: by its code, else by its row key."""
    layer, text, key = inputs.layer, parameters.event.strip(), parameters.key
    names = layer[key] if key in layer else pd.Series(layer.index)
    rows = np.asarray(names.astype(str) == text, dtype=bool)
    if not rows.any():
        rows = np.asarray(layer.index.astype(str) == text, dtype=bool)
    where = Where(layer=inputs.name, column="event")
    if not rows.any():
        raise BadInput(
            "unknown-event",
            tr("“{layer}” has no event “{event}”.", layer=inputs.name, event=text),
            where,
            tr("Give the code of one event, such as {code}, or the number of its row.",
               code=names.to_numpy()[events.placed.rows][0]),
        )  # fmt: skip
    if rows.sum() > 1:
        raise BadInput(
            "ambiguous-event",
            tr("“{layer}” has {count:,} events “{event}”.",
               layer=inputs.name, event=text, count=int(rows.sum())),
            where,
            ONE,
        )  # fmt: skip
    found = np.flatnonzero(events.placed.rows) == np.flatnonzero(rows)[0]
    if not found.any():
        raise BadInput(
            "no-place-or-time",
            tr("“{event}” has no place or no time.", event=text),
            where,
            tr("Choose an event that has both."),
        )
    return int(np.flatnonzero(found)[0])


def _open(inputs: Inputs, events: Happened, parameters: CaseParameters) -> Bools | None:
    column = parameters.closed
    usual = "closed" not in parameters.model_fields_set
    if column is None or (usual and column not in inputs.layer):
        return None
    if column in inputs.layer and bool(pd.isna(inputs.layer[column].to_numpy()).all()):
        return np.ones(len(events.days), dtype=bool)
    return np.isnan(days(inputs, column)[events.placed.rows])
