"""Citizen IDs (GB 11643): 6 division + 8 birth date + 3 sequence (odd = male) + 1 check."""

import datetime as dt

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.codes.characters import (
    ZERO,
    Bytes,
    Mask,
    all_digits,
    number,
    of_length,
    place,
    present,
    spread,
    values_of,
    weighted_sum,
)
from gridloom_layers.codes.division import known_province
from gridloom_layers.codes.normal import normalise

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = np.frombuffer(b"10X98765432", np.uint8)
EARLIEST_YEAR = 1850
LATEST = dt.date(2100, 1, 1)
PERMITS = (81, 82, 83)
"""Residence permits of people from Hong Kong, Macao and Taiwan."""
CENTENARIANS = 996
"""Sequences from here on were, in the 15-digit form, for people born in the century before."""
_DIGITS = values_of("0123456789")
_MONTH_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def findings(text: pa.StringArray, as_of: dt.date | None = None) -> dict[str, Mask]:
    """Return the findings for normalised citizen IDs; birth dates after ``as_of`` are implausible.

    ``bad-form``, ``check-digit``, ``implausible-date`` and ``damaged-by-excel`` are faults;
    ``legacy-15-digit``, ``unknown-division`` and ``residence-permit`` are notes.
    """
    size = len(text)
    rows, at = _full_form(text)
    old, old_at = _old_form(text)
    wrong = check_digits(rows) != rows[:, 17]
    lost = wrong & (rows[:, 15:] == ZERO).all(axis=1)
    both = np.concatenate([at, old_at])
    births = np.concatenate([_birth_dates(rows), _birth_dates(_century(old))])
    rest = present(text)
    rest[both] = False
    known = np.concatenate([known_province(rows), known_province(old)])
    return {
        "bad-form": rest,
        "check-digit": spread(size, at, wrong),
        "implausible-date": spread(size, both, ~_plausible(births, as_of)),
        "damaged-by-excel": spread(size, at, lost),
        "legacy-15-digit": spread(size, old_at, np.ones(len(old_at), np.bool_)),
        "unknown-division": spread(size, both, ~known),
        "residence-permit": spread(size, at, np.isin(number(rows[:, :2]), PERMITS)),
    }


def check_digits(rows: Bytes) -> npt.NDArray[np.uint8]:
    """Return the check character that belongs to the first 17 digits of each row."""
    return CHECKS[weighted_sum(rows, _DIGITS, WEIGHTS) % 11]


def with_check_digit(bodies: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """Append the check character to each text of 17 digits; other texts become null.

    >>> with_check_digit(pa.array(["11010519491231002"])).to_pylist()
    ['11010519491231002X']
    """
    text = normalise(bodies).text
    rows, at = _of_digits(text, 17)
    return place(len(text), at, np.column_stack([rows, check_digits(rows)]))


def from_15(values: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """Return the 18-character form of each legacy 15-digit ID; other values are null.

    The century is 19, and 18 for the sequences that were kept for centenarians.

    >>> from_15(pa.array(["340524800101001"])).to_pylist()
    ['34052419800101001X']
    """
    text = normalise(values).text
    rows, at = _old_form(text)
    full = _century(rows)
    return place(len(text), at, np.column_stack([full, check_digits(full)]))


def to_15(values: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """Return the legacy 15-digit form of each ID that it stands for; other values are null.

    >>> to_15(pa.array(["34052419800101001X", "34052420100101001X"])).to_pylist()
    ['340524800101001', None]
    """
    text = normalise(values).text
    rows, at = _full_form(text)
    old = np.concatenate([rows[:, :6], rows[:, 8:17]], axis=1)
    same = (_century(old) == rows[:, :17]).all(axis=1) & (check_digits(rows) == rows[:, 17])
    return place(len(text), at[same], old[same])


def sex(values: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """Return ``M`` or ``F`` by the 17th digit (the last of the 15-digit form), null elsewhere."""
    text = normalise(values).text
    rows, at = _both_forms(text)
    letters = np.where(rows[:, 16] % 2 == 1, ord("M"), ord("F")).astype(np.uint8)
    return place(len(text), at, letters[:, np.newaxis])


def birth_date(values: pa.Array | pa.ChunkedArray) -> pa.Date32Array:
    """Return the date of birth in each ID; null where there is no such date or no ID."""
    text = normalise(values).text
    rows, at = _both_forms(text)
    dates = np.full(len(text), np.datetime64("NaT"), "datetime64[D]")
    dates[at] = _birth_dates(rows)
    return pa.array(dates, pa.date32())


def _of_digits(text: pa.StringArray, width: int) -> tuple[Bytes, npt.NDArray[np.intp]]:
    rows, at = of_length(text, width)
    good = all_digits(rows)
    return (rows, at) if good.all() else (rows[good], at[good])


def _old_form(text: pa.StringArray) -> tuple[Bytes, npt.NDArray[np.intp]]:
    return _of_digits(text, 15)


def _full_form(text: pa.StringArray) -> tuple[Bytes, npt.NDArray[np.intp]]:
    rows, at = of_length(text, 18)
    last = rows[:, 17]
    good = all_digits(rows[:, :17]) & (((last - np.uint8(ZERO)) < 10) | (last == ord("X")))
    return (rows, at) if good.all() else (rows[good], at[good])


def _both_forms(text: pa.StringArray) -> tuple[Bytes, npt.NDArray[np.intp]]:
    rows, at = _full_form(text)
    old, old_at = _old_form(text)
    return np.concatenate([rows[:, :17], _century(old)]), np.concatenate([at, old_at])


def _century(old: Bytes) -> Bytes:
    """Return the first 17 digits of the 18-character form of rows of 15 digits."""
    early = number(old[:, 12:15]) >= CENTENARIANS
    century = np.empty((len(old), 2), np.uint8)
    century[:, 0] = ord("1")
    century[:, 1] = np.where(early, ord("8"), ord("9"))
    return np.concatenate([old[:, :6], century, old[:, 6:]], axis=1)


def _birth_dates(rows: Bytes) -> npt.NDArray[np.datetime64]:
    """Return characters 7-14 as dates, NaT where the calendar has no such day."""
    year, month, day = number(rows[:, 6:10]), number(rows[:, 10:12]), number(rows[:, 12:14])
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    length = _MONTH_DAYS[np.where(month > 12, 0, month)] + (leap & (month == 2))
    exists = (day >= 1) & (day <= length)
    months = (year.astype("int64") - 1970) * 12 + month - 1
    first_days = np.asarray(months.astype("datetime64[M]"), "datetime64[D]")
    dates = first_days + (day - 1).astype("timedelta64[D]")
    dates[~exists] = np.datetime64("NaT")
    return dates


def _plausible(births: npt.NDArray[np.datetime64], as_of: dt.date | None) -> Mask:
    latest = np.datetime64(as_of or LATEST)
    return (births >= np.datetime64(dt.date(EARLIEST_YEAR, 1, 1))) & (births <= latest)
