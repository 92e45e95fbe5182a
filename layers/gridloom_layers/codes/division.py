"""Division codes (GB/T 2260: province 2, prefecture 4, county 6; + 3 street + 3 community)."""

import csv
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_data import data_path
from gridloom_layers.codes.characters import (
    Bytes,
    Mask,
    all_digits,
    number,
    of_length,
    present,
    spread,
)

WIDTHS = (2, 4, 6, 9, 12)
GRID_WIDTHS = (14, 15)
COMPONENT_WIDTHS = (16,)


@cache
def divisions() -> dict[str, tuple[str, str]]:
    """Return the Chinese and English name of each division in the table, by code.

    >>> divisions()["440304"]
    ('福田区', 'Futian')
    """
    with data_path("classes", "divisions.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["zh"], row["en"]) for row in csv.DictReader(file)}


@cache
def provinces() -> npt.NDArray[np.bool_]:
    """Return which numbers of two digits name a province."""
    known = np.zeros(100, np.bool_)
    known[[int(code) for code in divisions() if len(code) == 2]] = True
    return known


def known_province(rows: Bytes) -> Mask:
    """Return whether the first two characters of each row, both digits, name a province."""
    return provinces()[number(rows[:, :2])]


def findings(text: pa.StringArray, widths: tuple[int, ...] = WIDTHS) -> dict[str, Mask]:
    """Return ``bad-form`` and the note ``unknown-division`` for normalised codes.

    Grids (6+3+3+3, Shenzhen 6+3+3+2) and components (GB/T 30428: 16) are digits after a division
    code too, of other ``widths``.
    """
    size = len(text)
    good, unknown = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    for width in widths:
        rows, at = of_length(text, width)
        digits = all_digits(rows)
        good |= spread(size, at, digits)
        unknown[at[digits]] = ~known_province(rows[digits])
    return {"bad-form": present(text) & ~good, "unknown-division": unknown}
