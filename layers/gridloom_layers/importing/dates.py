"""Dates in the forms that departments write them in, decided for a whole column."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.codes.characters import spread
from gridloom_layers.importing.datescan import (
    AFTERNOON,
    ILLEGIBLE,
    MORNING,
    POINT,
    ROC,
    DateGroups,
    plain_days,
)
from gridloom_layers.importing.verdict import Mask

ROC_EPOCH = 1911
"""Year 1 of the Republic of China calendar is 1912."""
SERIAL_EPOCH = np.datetime64("1899-12-30", "s")
"""Day 0 of a spreadsheet's serial dates."""
Numbers = npt.NDArray[np.int64]
Moments = npt.NDArray[np.datetime64]


class Undecided(Exception):  # noqa: N818 - a question, not an error
    """A form turned up that the whole column must be asked about."""


@dataclass(frozen=True)
class DateStyle:
    """How a column writes dates: the order of month and day where the year comes last, whether
    years are of the Republic of China, whether bare numbers are a spreadsheet's serial dates.

    ``order`` or ``roc`` None: the form had not been met when the style was decided.
    """

    order: Literal["mdy", "dmy"] | None = None
    roc: bool | None = None
    serial: bool = False


@dataclass
class DateEvidence:
    """What the values of a column tell about its style; ``observe`` all of them, then ask."""

    year_last: int = 0
    month_first: int = 0
    day_first: int = 0
    roc: int = 0
    six_digits: int = 0

    def observe(self, text: pa.StringArray) -> None:
        """Take in some of the values."""
        _, plain = plain_days(text)
        groups = DateGroups(text.filter(pa.array(~plain)) if plain.any() else text)
        values, widths = groups.values, groups.widths
        last = _year_last(groups)
        self.year_last += int(last.sum())
        self.month_first += int((last & (values[:, 1] > 12)).sum())
        self.day_first += int((last & (values[:, 0] > 12)).sum())
        single = groups.counts == 1
        three = (groups.counts >= 3) & (widths[:, 0] == 3)
        six = single & (widths[:, 0] == 6)
        month = values[:, 0] % 100
        in_months = (values[:, 0] // 10_000 >= 18) & (month >= 1) & (month <= 12)
        self.six_digits += int(six.sum())
        roc = (single & (widths[:, 0] == 7)) | (six & ~in_months) | three | _marked(groups, ROC)
        self.roc += int(roc.sum())

    @property
    def ambiguous(self) -> bool:
        """Whether month and day cannot be told apart by any value."""
        return bool(self.year_last) and self.month_first == self.day_first

    @property
    def uncertain(self) -> bool:
        """Whether more values should be looked at."""
        return self.ambiguous or bool(self.six_digits and not self.roc)

    def style(self, *, serial: bool) -> DateStyle:
        """Return the style; month first where the values do not tell."""
        order = None
        if self.year_last:
            order = "dmy" if self.day_first > self.month_first else "mdy"
        roc = bool(self.roc) if self.roc or self.six_digits else None
        return DateStyle(order, roc, serial)


@dataclass(frozen=True)
class Dates:
    """Dates read (datetime64[s], NaT where there is none), which cells are unreadable, and which
    name a month only (its first day is taken)."""

    values: Moments
    unreadable: Mask
    day_missing: Mask


def read_dates(text: pa.StringArray, style: DateStyle) -> Dates:
    """Read dates and times; the local time as written, without its time zone.

    >>> read_dates(pa.array(["1040101"]), DateStyle(roc=True)).values[0].astype("M8[D]")
    np.datetime64('2015-01-01')
    """
    days, plain = plain_days(text)
    at = np.flatnonzero(~plain)
    if len(at) == len(text):
        return _read_in_style(text, style)
    rest = _read_in_style(text.take(pa.array(at)), style)
    values: Moments = days.astype("M8[D]").astype("M8[s]")
    values[at] = rest.values
    size = len(text)
    return Dates(values, spread(size, at, rest.unreadable), spread(size, at, rest.day_missing))


def _read_in_style(text: pa.StringArray, style: DateStyle) -> Dates:
    groups = DateGroups(text)
    if (style.order is None and _year_last(groups).any()) or (
        style.roc is None and _maybe_roc(groups).any()
    ):
        raise Undecided
    year, month, day, time_from = _calendar(groups, style)
    day_missing = (day == 0) & (month > 0)
    dates, good = _dates(year, month, np.where(day_missing, 1, day))
    seconds, good_time = _seconds(groups, time_from)
    values: Moments = np.add(dates.astype("M8[s]"), seconds)
    good &= good_time & ~_marked(groups, ILLEGIBLE)
    if style.serial:
        serial = (groups.widths[:, 0] == 5) & (groups.counts <= 2)
        serial &= (groups.counts == 1) | _marked(groups, POINT)
        values[serial] = _serial(groups)[serial]
        good |= serial
    zero = (groups.counts >= 1) & (groups.values == 0).all(axis=1)  # 0000-00-00
    present = groups.present & ~zero
    values[~(good & present)] = np.datetime64("NaT")
    return Dates(values, present & ~good, day_missing & good & present)


def _year_last(groups: DateGroups) -> Mask:
    return (groups.counts >= 3) & (groups.widths[:, 2] == 4) & (groups.widths[:, 0] <= 2)


def _maybe_roc(groups: DateGroups) -> Mask:
    width = groups.widths[:, 0]
    single = (groups.counts == 1) & ((width == 6) | (width == 7))
    return single | ((groups.counts >= 3) & (width == 3)) | _marked(groups, ROC)


def _marked(groups: DateGroups, mark: int) -> Mask:
    return (groups.marks & mark) != 0


def _calendar(groups: DateGroups, style: DateStyle) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return year, month, day (0 where there is none), and the group at which the time begins."""
    values, width, counts = groups.values, groups.widths[:, 0], groups.counts
    first = values[:, 0]
    year, month, day = values[:, 0].copy(), values[:, 1].copy(), values[:, 2].copy()
    time_from = np.full(len(first), 3, np.int64)
    last = _year_last(groups)
    month_at = 0 if style.order == "mdy" else 1
    year[last], month[last] = values[last, 2], values[last, month_at]
    day[last] = values[last, 1 - month_at]

    packed = (width == 8) | ((width == 14) & (counts == 1))
    roc_packed = np.isin(width, (6, 7)) & (counts == 1) & bool(style.roc)
    date = np.where(width == 14, first // 1_000_000, first)
    both = packed | roc_packed
    year[both], month[both], day[both] = (
        date[both] // 10_000, date[both] // 100 % 100, date[both] % 100,
    )  # fmt: skip
    time_from[both] = 1
    months = (width == 6) & (counts == 1) & (not style.roc)
    year[months], month[months], day[months] = first[months] // 100, first[months] % 100, 0

    split = (counts >= 2) & ~packed & ~last
    roc = roc_packed | (split & (_marked(groups, ROC) | ((width < 4) & bool(style.roc))))
    year[roc] += ROC_EPOCH
    told = packed | roc | months | last | (split & (width == 4))
    month[~told] = 0
    return year, month, day, time_from


def _dates(year: Numbers, month: Numbers, day: Numbers) -> tuple[Moments, Mask]:
    good = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31) & (year >= 1) & (year <= 9999)
    months = (np.where(good, year, 1970) - 1970) * 12 + np.where(good, month, 1) - 1
    start = months.astype("M8[M]")
    dates = start.astype("M8[D]") + (np.where(good, day, 1) - 1)
    return dates, good & (dates.astype("M8[M]") == start)


def _seconds(groups: DateGroups, time_from: Numbers) -> tuple[npt.NDArray[np.timedelta64], Mask]:
    """Return the time of day, and where it is one."""
    rows = np.arange(len(time_from))
    hour, minute, second = (groups.values[rows, time_from + part] for part in range(3))
    full = (groups.widths[:, 0] == 14) & (groups.counts == 1)
    clock = groups.values[:, 0] % 1_000_000
    hour = np.where(full, clock // 10_000, hour)
    minute = np.where(full, clock // 100 % 100, minute)
    second = np.where(full, clock % 100, second)
    half = _marked(groups, AFTERNOON) | _marked(groups, MORNING)
    hour = np.where(half, hour % 12 + 12 * _marked(groups, AFTERNOON), hour)
    good = (hour < 24) & (minute < 60) & (second < 60)
    total = np.where(good, hour * 3600 + minute * 60 + second, 0)
    return total.astype("m8[s]"), good


def _serial(groups: DateGroups) -> Moments:
    fraction = groups.values[:, 1] / 10.0 ** groups.widths[:, 1]
    seconds = np.round((groups.values[:, 0] + fraction) * 86_400).astype(np.int64)
    return SERIAL_EPOCH + seconds.astype("m8[s]")
