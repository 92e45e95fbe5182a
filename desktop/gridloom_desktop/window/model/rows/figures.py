"""What the values of a column are like: how many, how spread, which are the most frequent."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure import THRESHOLD, rounded_total
from gridloom_analytics.measures import counts_persons
from gridloom_desktop.window.model.rows.arranging import UNMASK, Arrangement
from gridloom_desktop.window.model.rows.columns import Column
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Reading
from gridloom_layers.workspace.titles import value_label

Floats = npt.NDArray[np.float64]
MOST_FREQUENT = 10
BARS = 24
WITHHELD = "–"
EPOCH = dt.datetime(1970, 1, 1)
DAY_MS = 86_400_000


@dataclass(frozen=True)
class Bars:
    """A histogram: the number of values from each edge to the next, withheld ones as 0."""

    counts: npt.NDArray[np.int64]
    low: str
    high: str


@dataclass(frozen=True)
class Frequent:
    """A value that occurs often: what it is called, how often, as it may be told."""

    label: Bilingual
    count: int


@dataclass(frozen=True)
class Figures:
    """What is told of a column: figures in their order, a histogram or frequent values, a note."""

    column: Column
    told: tuple[tuple[Message, str], ...]
    bars: Bars | None = None
    frequent: tuple[Frequent, ...] = ()
    note: Message | None = None


@dataclass(frozen=True)
class _Count:
    """How counts are told: exactly, or of persons in full tens and none under ten."""

    persons: bool

    def told(self, count: int) -> int:
        return rounded_total(count) if self.persons else count

    def text(self, count: int) -> str:
        if self.persons and 0 < count < THRESHOLD:
            return f"< {THRESHOLD}"
        return f"{self.told(count):,}"


def figures(
    store: Reading,
    name: str,
    column: Column,
    arrangement: Arrangement,
    progress: Progress,
    *,
    unmasked: bool = False,
) -> Figures:
    """Return what the values of a column are like in the rows that are shown.

    Of persons who are masked, counts are in full tens and those under ten withheld, and neither
    the least nor the greatest value is told nor a sum: each may be one person's.
    """
    progress.report("read", 0, 2)
    count = _Count(counts_persons(store.table(name)) and not unmasked)
    if column.masked and not unmasked:
        rows = (tr("rows"), count.text(arrangement.count))
        return Figures(column, (rows,), note=tr("The values are personal. {hint}", hint=UNMASK))
    values = _values(store.column(name, column.name), arrangement)
    progress.report("count", 1, 2)
    if column.type in ("integer", "number", "date", "datetime"):
        return _of_numbers(column, values, count)
    return _of_words(column, values, count)


def _values(column: pa.ChunkedArray, arrangement: Arrangement) -> pa.ChunkedArray:
    """Return the values of the rows that are shown, in any order."""
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    if arrangement.positions is None:
        return column
    return pa.chunked_array([column.combine_chunks().take(pa.array(arrangement.positions))])


def _of_numbers(column: Column, values: pa.ChunkedArray, count: _Count) -> Figures:
    numbers, write = _numbers(column, values)
    told = [(tr("rows"), count.text(len(values)))]
    told.append((tr("without a value"), count.text(len(values) - len(numbers))))
    if not len(numbers) or (count.persons and len(numbers) < THRESHOLD):
        return Figures(column, tuple(told), note=_nothing(len(numbers)))
    told.append((tr("different values"), count.text(_different(values))))
    quarters = np.quantile(numbers, [0, 0.25, 0.5, 0.75, 1])
    names = (tr("least"), tr("lower quartile"), tr("median"), tr("upper quartile"), tr("greatest"))
    ends = (0, 4) if count.persons else ()
    told += [
        (title, WITHHELD if place in ends else write(value))
        for place, (title, value) in enumerate(zip(names, quarters, strict=True))
    ]
    told.append((tr("mean"), write(numbers.mean())))
    if column.numeric:
        told.append((tr("standard deviation"), write(numbers.std())))
        told.append((tr("sum"), WITHHELD if count.persons else write(numbers.sum())))
    return Figures(column, tuple(told), bars=_bars(numbers, quarters, write, count))


def _bars(numbers: Floats, quarters: Floats, write: Callable[[float], str], count: _Count) -> Bars:
    low, high = float(quarters[0]), float(quarters[-1])
    if count.persons:  # the ends are single values; the histogram stops at the outer hundredths
        low, high = (float(value) for value in np.quantile(numbers, [0.01, 0.99]))
    counts, _ = np.histogram(numbers, bins=BARS, range=(low, high))
    if count.persons:
        counts = np.where(counts < THRESHOLD, 0, counts // THRESHOLD * THRESHOLD)
    return Bars(counts.astype(np.int64), write(low), write(high))


def _numbers(column: Column, values: pa.ChunkedArray) -> tuple[Floats, Callable[[float], str]]:
    """Return finite values as numbers, days and times since 1970, and how one is written."""
    there = values.drop_null()
    if column.type == "date":
        return there.cast(pa.int32()).to_numpy().astype(np.float64), _day
    if column.type == "datetime":
        return there.cast(pa.int64()).to_numpy().astype(np.float64), _minute
    numbers = there.to_numpy().astype(np.float64)
    return numbers[np.isfinite(numbers)], _figure


def _day(days: float) -> str:
    return f"{(EPOCH + dt.timedelta(days=float(days))).date()}"


def _minute(milliseconds: float) -> str:
    return f"{EPOCH + dt.timedelta(days=float(milliseconds) / DAY_MS):%Y-%m-%d %H:%M}"


def _figure(number: float) -> str:
    """Write a number to six digits; years and other small ones without separators."""
    if abs(number) >= 1e6:
        return f"{number:,.0f}"
    return f"{number:,.6g}" if abs(number) >= 1e4 else f"{number:.6g}"


def _different(values: pa.ChunkedArray) -> int:
    return pc.count_distinct(values).as_py()


def _of_words(column: Column, values: pa.ChunkedArray, count: _Count) -> Figures:
    words, counts = _counted(values)
    valid = int(counts.sum())
    told = [(tr("rows"), count.text(len(values)))]
    told.append((tr("without a value"), count.text(len(values) - valid)))
    if not valid or (count.persons and valid < THRESHOLD):
        return Figures(column, tuple(told), note=_nothing(valid))
    told.append((tr("different values"), count.text(int((counts > 0).sum()))))
    if counts.max() == 1:
        return Figures(column, tuple(told), note=tr("No value occurs twice."))
    most = np.argsort(-counts, kind="stable")[:MOST_FREQUENT]
    frequent = tuple(
        Frequent(value_label(words[int(place)].as_py(), column.known), told_count)
        for place in most
        if (told_count := count.told(int(counts[place])))
    )
    return Figures(column, tuple(told), frequent=frequent)


def _counted(values: pa.ChunkedArray) -> tuple[pa.Array, npt.NDArray[np.int64]]:
    """Return the different values, and how often each occurs."""
    coded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    if not coded.num_chunks:
        return pa.array([], pa.string()), np.zeros(0, np.int64)
    coded = coded.unify_dictionaries()
    words = coded.chunk(0).dictionary
    counts = np.zeros(len(words), np.int64)
    for chunk in coded.chunks:
        counts += np.bincount(chunk.indices.drop_null().to_numpy(), minlength=len(words))
    return words, counts


def _nothing(count: int) -> Message:
    return tr("These are too few persons to tell of.") if count else tr("There are no values.")
