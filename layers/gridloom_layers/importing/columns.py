"""One column of a table: where it comes from, and how its values are read."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers import codes
from gridloom_layers.importing import findings
from gridloom_layers.importing.categories import read_categories
from gridloom_layers.importing.dates import DateStyle, read_dates
from gridloom_layers.importing.numbers import read_numbers
from gridloom_layers.importing.plausibility import DateLimits
from gridloom_layers.importing.texts import as_text, without_placeholders
from gridloom_layers.importing.verdict import Mask, Verdict, mask_of
from gridloom_layers.readers import ROUNDED
from gridloom_layers.workspace import ARROW_TYPES, OWN_COLUMNS, TableField

MENDED = ("full-width", "lower-case", "separators")
"""Findings in codes that are folded away, exactly."""
DAMAGED = "damaged-by-excel"
EXACT_FLOAT = 1e15
TAKEN_NAMES = OWN_COLUMNS | {"fid", "geom"}


class Contradiction(Exception):  # noqa: N818 - a reason to begin again, not an error
    """A column that seemed to hold numbers holds text too."""

    def __init__(self, header: str) -> None:
        super().__init__(header)
        self.header = header


@dataclass(frozen=True)
class Column:
    """A column to be stored: from the source column ``header`` into ``field``.

    ``code``, ``values`` and ``limits`` are those of the role's field; ``style`` that of dates.
    """

    header: str
    field: TableField
    code: str | None = None
    values: Mapping[str, tuple[str, ...]] | None = None
    style: DateStyle | None = None
    limits: DateLimits | None = None

    def convert(self, batch: pa.RecordBatch, verdict: Verdict, as_of: dt.date) -> pa.Array:
        """Return the values of a batch; what is wrong with them goes into ``verdict``."""
        array = batch.column(self.header)
        match self.field.type:
            case "text" if self.field.canonical:
                verdict.flag(_rounded(batch, self.header), findings.DIGITS_LOST, self.header)
                return self._canonical_text(as_text(array), verdict, as_of)
            case "integer" | "number" as kind:
                return self._numbers(array, verdict, integers=kind == "integer")
            case "date" | "datetime":
                return self._dates(array, verdict)
            case "boolean":
                return array.cast(pa.bool_())
            case _:
                return as_text(array)

    def _canonical_text(
        self, text: pa.StringArray, verdict: Verdict, as_of: dt.date
    ) -> pa.StringArray:
        if self.values:
            found, unknown = read_categories(text, self.values)
            verdict.note(unknown, findings.UNKNOWN_VALUE)
            return found
        if self.code is None:
            return text
        checked = codes.check(self.code, text, as_of)
        for name, mask in checked.findings.items():
            if name in MENDED:
                verdict.repair(mask, name)
            elif name == DAMAGED:
                verdict.flag(mask, findings.DIGITS_LOST, self.header)
            else:
                verdict.note(mask, name)
        return checked.normal

    def _numbers(self, array: pa.Array, verdict: Verdict, *, integers: bool) -> pa.Array:
        if pa.types.is_decimal(array.type):
            array = array.cast(pa.float64())
        values, bad = read_numbers(array, integers=integers)
        if bad.any() and not self.field.canonical:
            raise Contradiction(self.header)
        verdict.flag(bad, findings.UNREADABLE_NUMBER, self.header)
        return values

    def _dates(self, array: pa.Array, verdict: Verdict) -> pa.Array:
        target = ARROW_TYPES[self.field.type]
        if pa.types.is_temporal(array.type):
            stamps = array.cast(pa.timestamp("s"), safe=False)
            values = stamps.to_numpy(zero_copy_only=False).astype("M8[s]")
        else:
            text = without_placeholders(as_text(array))
            read = read_dates(text, self.style or DateStyle())
            verdict.flag(read.unreadable, findings.UNREADABLE_DATE, self.header)
            verdict.note(read.day_missing, findings.DAY_MISSING)
            values = read.values
        if self.limits is not None:
            verdict.flag(self.limits.outside(values), findings.IMPLAUSIBLE_DATE, self.header)
        return pa.array(values).cast(pa.timestamp("ms")).cast(target, safe=False)


def _rounded(batch: pa.RecordBatch, header: str) -> Mask:
    """Return which cells hold a number that has lost its last digits."""
    array = batch.column(header)
    if pa.types.is_floating(array.type):
        return mask_of(pc.greater_equal(pc.abs(array), EXACT_FLOAT))
    lost = np.zeros(batch.num_rows, np.bool_)
    if ROUNDED in batch.schema.names:
        for row in np.flatnonzero(mask_of(batch.column(ROUNDED).is_valid())):
            lost[row] = header in batch.column(ROUNDED)[int(row)].as_py()
    return lost


def field_names(headers: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """Return a name for each source column that is kept under its own: plain, unique.

    Names differ in more than case, as a GeoPackage needs.

    >>> field_names([".region_id", "Note", "note"], ["code"])
    {'.region_id': 'region_id', 'Note': 'Note', 'note': 'note_2'}
    """
    used = {name.casefold() for name in taken} | TAKEN_NAMES
    found = {}
    for header in headers:
        plain = re.sub(r"[^\w\-]+", "_", unicodedata.normalize("NFKC", header)).strip("_-")
        name, copy = plain or "column", 1
        while name.casefold() in used:
            copy += 1
            name = f"{plain}_{copy}"
        used.add(name.casefold())
        found[header] = name
    return found
