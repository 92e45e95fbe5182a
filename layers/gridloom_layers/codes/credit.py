"""Unified social credit codes (GB 32100): authority, type, division, organisation code, check."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.codes import organisation
from gridloom_layers.codes.characters import (
    ZERO,
    Bytes,
    Mask,
    all_digits,
    all_in,
    of_length,
    place,
    present,
    spread,
    values_of,
    weighted_sum,
)
from gridloom_layers.codes.division import known_province
from gridloom_layers.codes.normal import normalise

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
CHECKS = np.frombuffer(ALPHABET.encode("ascii"), np.uint8)
_VALUES = values_of(ALPHABET)


def findings(text: pa.StringArray) -> dict[str, Mask]:
    """Return the findings for normalised credit codes.

    ``bad-form``, ``check-digit`` and ``damaged-by-excel`` are faults; ``organisation-code`` (9
    characters with a right check digit where 18 belong) and ``unknown-division`` are notes.
    """
    size = len(text)
    rows, at = _code_form(text)
    short, short_at = organisation.code_form(text)
    right = organisation.check_digits(short) == short[:, 8]
    wrong = check_digits(rows) != rows[:, 17]
    lost = wrong & (rows[:, 15:] == ZERO).all(axis=1) & all_digits(rows)
    accepted = np.concatenate([at, short_at[right]])
    rest = present(text)
    rest[accepted] = False
    return {
        "bad-form": rest,
        "check-digit": spread(size, at, wrong),
        "damaged-by-excel": spread(size, at, lost),
        "organisation-code": spread(size, short_at, right),
        "unknown-division": spread(size, at, ~known_province(rows[:, 2:4])),
    }


def _code_form(text: pa.StringArray) -> tuple[Bytes, npt.NDArray[np.intp]]:
    rows, at = of_length(text, 18)
    good = all_in(rows, ALPHABET) & all_digits(rows[:, 2:8])
    return (rows, at) if good.all() else (rows[good], at[good])


def check_digits(rows: Bytes) -> npt.NDArray[np.uint8]:
    """Return the check character that belongs to the first 17 characters of each row."""
    return CHECKS[(31 - weighted_sum(rows, _VALUES, WEIGHTS) % 31) % 31]


def with_check_digit(bodies: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """Append the check character to each text of 17 characters; others become null.

    >>> with_check_digit(pa.array(["91350100M000100Y4"])).to_pylist()
    ['91350100M000100Y43']
    """
    text = normalise(bodies).text
    rows, at = of_length(text, 17)
    good = all_in(rows, ALPHABET)
    rows, at = rows[good], at[good]
    return place(len(text), at, np.column_stack([rows, check_digits(rows)]))


def organisation_part(values: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """Return the organisation code inside each credit code (characters 9-17), null elsewhere.

    >>> organisation_part(pa.array(["91350100M000100Y43", "M000100Y4"])).to_pylist()
    ['M000100Y4', None]
    """
    text = normalise(values).text
    rows, at = _code_form(text)
    return place(len(text), at, rows[:, 8:17])
