"""The rows of a table by slices of time: read once, so that a frame reads nothing."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_analytics.disclosure import THRESHOLD
from gridloom_desktop.window.model.time.axis import (
    NO_TIME,
    Seconds,
    Slices,
    TimeAxis,
    axis_of,
    fitting_steps,
    suited_step,
)
from gridloom_desktop.window.model.time.view import Step
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.workspace import ROW_KEY, Reading
from gridloom_layers.workspace.titles import field_title

Counts = npt.NDArray[np.int64]
INNER = 0.999
"""A few moments far off, as 1900-01-01 is in many registers, lie beside the axis."""
FAR = 3.0
"""How many times as long as the span of the others theirs must be for that."""


@dataclass(frozen=True, eq=False)
class Sliced:
    """Rows by the slice of an axis: ``slices`` (n,) for the rows of ``keys`` (rising), −1 in none.

    ``counts`` (size,) are rows a slice, of persons in full tens; ``missing`` have no time,
    ``beside`` one that is off the axis. ``steps`` are those that the axis could have.
    """

    axis: TimeAxis
    keys: npt.NDArray[np.int64]
    slices: Slices
    counts: Counts
    missing: int
    beside: int
    persons: bool
    steps: tuple[Step, ...]

    def on(self, keys: npt.NDArray[np.int64]) -> "Sliced":
        """Return the same for the rows of other rising keys; of these unknown ones lie in none."""
        if np.array_equal(self.keys, keys):
            return self
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        there = self.keys[place] == keys
        return replace(self, keys=keys, slices=np.where(there, self.slices[place], np.int16(-1)))

    def flags(self, period: range) -> npt.NDArray[np.bool_]:
        """Return which rows lie in a period: two passes over 16 bits a row."""
        return in_period(self.slices, period)

    def counts_of(self, rows: npt.NDArray[np.bool_]) -> Counts:
        """Return how many of the rows that are flagged lie in each slice."""
        return told_counts(_counted(self.slices[rows], self.axis.size), persons=self.persons)


def in_period(slices: Slices, period: range) -> npt.NDArray[np.bool_]:
    """Return which rows have a slice of a period; those without one have none.

    >>> in_period(np.array([-1, 0, 1, 2], dtype=np.int16), range(1, 3)).tolist()
    [False, False, True, True]
    """
    from_start = (slices - np.int16(period.start)).view(np.uint16)  # one below it is very large
    return from_start < len(period)


def told_counts(counts: Counts, *, persons: bool) -> Counts:
    """Return counts as they may be told: those of persons in full tens."""
    return counts // THRESHOLD * THRESHOLD if persons else counts


def read_sliced(store: Reading, table: str, field: str, step: Step | None) -> Sliced:
    """Read when the rows of a table were, and cut that into slices; a ``step`` of None is chosen.

    Raise ``BadInput`` where no row has a time, or there is no such field.
    """
    info = store.table(table)
    known = next((one for one in info.fields if one.name == field), None)
    if known is None or known.type not in ("date", "datetime") or known.personal != "no":
        raise BadInput(
            "unknown-column",
            tr("“{layer}” has no field of days or times “{column}”.", layer=table, column=field),
            Where(layer=table, column=field),
            tr("Choose another time."),
        )
    read = store.attributes(table, [field])
    values = seconds_of(read.column(field))
    if not (values != NO_TIME).any():
        raise BadInput(
            "all-missing",
            tr("No row has a value in “{field}”.", field=field_title(info, known)["zh"]),
            Where(layer=table, column=field),
            tr("Choose another time."),
        )
    keys = read.column(ROW_KEY).to_numpy()
    from gridloom_analytics.measures import counts_persons  # late: it knows all measures

    timed = known.type == "datetime"
    return sliced(keys, values, step, with_hours=timed, persons=counts_persons(info))


def seconds_of(values: pa.ChunkedArray) -> Seconds:
    """Return days or times as seconds since 1970, ``NO_TIME`` where there is none."""
    seconds = pc.cast(values, pa.timestamp("s"), safe=False).cast(pa.int64())
    return seconds.fill_null(int(NO_TIME)).to_numpy()


def sliced(
    keys: npt.NDArray[np.int64],
    values: Seconds,
    step: Step | None,
    *,
    with_hours: bool,
    persons: bool = False,
) -> Sliced:
    """Cut moments (at least one of them known) into slices; see :class:`Sliced`."""
    known = values[values != NO_TIME]
    first, last = _ends(known)
    span = last - first
    steps = fitting_steps(span, with_hours=with_hours)
    wanted = step or suited_step(span, with_hours=with_hours)
    axis = axis_of(first, last, wanted if wanted in steps else steps[0])
    slices = axis.slices(values)
    counts = _counted(slices, axis.size)
    missing = len(values) - len(known)
    beside = len(known) - int(counts.sum())
    told = told_counts(counts, persons=persons)
    return Sliced(axis, keys, slices, told, missing, beside, persons, tuple(steps))


def _ends(known: Seconds) -> tuple[int, int]:
    """Return the first and the last moment of an axis, without a few that are far off."""
    first, last = int(known.min()), int(known.max())
    beside = int(len(known) * (1 - INNER) / 2)
    if beside:
        inner = np.partition(known, (beside, len(known) - 1 - beside))
        low, high = int(inner[beside]), int(inner[-1 - beside])
        if last - first > FAR * max(high - low, 1):
            return low, high
    return first, last


def _counted(slices: Slices, size: int) -> Counts:
    return np.bincount(slices + np.int16(1), minlength=size + 1)[1:]
