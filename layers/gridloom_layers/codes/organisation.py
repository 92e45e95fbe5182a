"""Organisation codes (GB 11714): 8 characters + 1 check."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.codes.characters import (
    ZERO,
    Bytes,
    Mask,
    all_in,
    of_length,
    place,
    present,
    spread,
    values_of,
    weighted_sum,
)
from gridloom_layers.codes.normal import normalise

WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = np.frombuffer(b"0123456789X", np.uint8)
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = values_of(ALPHABET)


def findings(text: pa.StringArray) -> dict[str, Mask]:
    """Return ``bad-form``, ``check-digit``, and ``credit-code`` (18 characters that hold one)."""
    size = len(text)
    rows, at = code_form(text)
    whole, whole_at = of_length(text, 18)
    inside = all_in(whole, ALPHABET)
    accepted = spread(size, at, np.ones(len(at), np.bool_))
    credit = spread(size, whole_at, inside)
    return {
        "bad-form": present(text) & ~accepted & ~credit,
        "check-digit": spread(size, at, check_digits(rows) != rows[:, 8]),
        "credit-code": credit,
    }


def code_form(text: pa.StringArray) -> tuple[Bytes, npt.NDArray[np.intp]]:
    """Return the texts that have the form of an organisation code, and their positions."""
    rows, at = of_length(text, 9)
    last = rows[:, 8]
    good = all_in(rows[:, :8], ALPHABET) & (((last - np.uint8(ZERO)) < 10) | (last == ord("X")))
    return (rows, at) if good.all() else (rows[good], at[good])


def check_digits(rows: Bytes) -> npt.NDArray[np.uint8]:
    """Return the check character that belongs to the first 8 characters of each row."""
    return CHECKS[(11 - weighted_sum(rows, _VALUES, WEIGHTS) % 11) % 11]


def with_check_digit(bodies: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """Append the check character to each text of 8 digits or letters; others become null.

    >>> with_check_digit(pa.array(["60003734"])).to_pylist()
    ['600037341']
    """
    text = normalise(bodies, hyphens=True).text
    rows, at = of_length(text, 8)
    good = all_in(rows, ALPHABET)
    rows, at = rows[good], at[good]
    return place(len(text), at, np.column_stack([rows, check_digits(rows)]))
