"""Join by code: equal after the exact repairs, the source value kept."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.codes import CodeCheck, check, citizen, credit, room
from gridloom_layers.codes.characters import Mask, as_text
from gridloom_layers.joins.matches import (
    CODES,
    MATCHED,
    Bits,
    Matches,
    Positions,
    as_bits,
    rule_counts,
)
from gridloom_layers.keys import KeySet
from gridloom_layers.progress import Progress

SLICE = 4_000_000
"""Left rows at a time: bounds the memory, and the times the right keys are hashed."""
HEAD = 65_536
"""Values that tell whether a column repeats itself, as the codes of homes do and IDs do not."""
CONVERTIBLE = {
    "building": ("room-instead-of-building", room.building_part),
    "organisation": ("credit-code", credit.organisation_part),
}
"""Exact conversions of a left value into the kind of the right key."""
FAULTS = ("damaged-by-excel", "bad-form", "check-digit")


def match_codes(
    left: pa.ChunkedArray, right: pa.ChunkedArray, kind: str | None, progress: Progress
) -> Matches:
    """Match left values with right keys of a ``kind`` of code (None: any text).

    Tried in turn: the normal form (15-digit citizen IDs as 18), the building in a room code, the
    organisation code in a credit code, and, where right keys are credit codes, the organisation
    code inside those. Form and check digit are reasons only where right keys mostly pass them.
    """
    keys = _RightKeys.of(right, kind)
    found = (
        _matched_once(left, keys, progress) if _repeats(left) else _matched(left, keys, progress)
    )
    counts = rule_counts(found.rules)
    return Matches(found.positions, found.reasons, counts, keys.duplicates, found.rules)


def _matched_once(left: pa.ChunkedArray, keys: "_RightKeys", progress: Progress) -> "_Part":
    """Match values of which many are equal: each of the different ones once."""
    coded = pc.dictionary_encode(left, null_encoding="encode").chunks
    found = _matched(pa.chunked_array([coded[0].dictionary]), keys, progress)
    at = np.concatenate([chunk.indices.to_numpy(zero_copy_only=False) for chunk in coded])
    return _Part(found.positions[at], found.reasons[at], found.rules[at])


def _matched(left: pa.ChunkedArray, keys: "_RightKeys", progress: Progress) -> "_Part":
    found = _Part(
        np.full(len(left), -1, np.int64),
        np.zeros(len(left), np.uint8),
        np.zeros(len(left), np.uint16),
    )
    for start in range(0, len(left), SLICE):
        progress.report("join", start, len(left))
        part = keys.match(as_text(left.slice(start, SLICE)))
        some = slice(start, start + len(part.positions))
        found.positions[some], found.reasons[some] = part.positions, part.reasons
        found.rules[some] = part.rules
    return found


@dataclass(frozen=True)
class _Side:
    """One side's values, ready to compare: ``forms`` null where blank; a mask for each rule."""

    forms: pa.StringArray
    rules: dict[str, Mask]
    faults: dict[str, Mask]

    @classmethod
    def of(cls, values: pa.StringArray, kind: str | None) -> "_Side":
        if kind is None:
            folded = pc.utf8_trim_whitespace(pc.utf8_normalize(values, form="NFKC"))
            blank = pc.equal(folded, "")
            return cls(pc.if_else(blank, pa.scalar(None, pa.string()), folded), {}, {})
        checked = check(kind, values)
        rules = ("full-width", "lower-case", "separators", "legacy-15-digit")
        return cls(
            _comparable(checked),
            {name: checked.findings[name] for name in rules if name in checked.findings},
            {name: checked.findings[name] for name in FAULTS if name in checked.findings},
        )


def _comparable(checked: CodeCheck) -> pa.StringArray:
    if checked.findings.get("legacy-15-digit", np.zeros(1, np.bool_)).any():
        return pc.coalesce(citizen.from_15(checked.normal), checked.normal)
    return checked.normal


@dataclass(frozen=True)
class _Part:
    """What was found for some left values; see :class:`Matches`."""

    positions: Positions
    reasons: npt.NDArray[np.uint8]
    rules: Bits


@dataclass(frozen=True)
class _RightKeys:
    side: _Side
    kind: str | None
    duplicates: int
    strict: bool

    @classmethod
    def of(cls, values: pa.ChunkedArray, kind: str | None) -> "_RightKeys":
        side = _Side.of(as_text(values), kind)
        filled = len(side.forms) - side.forms.null_count
        duplicates = int(KeySet().add(side.forms).sum())
        faulty = sum(int(mask.sum()) for mask in side.faults.values())
        return cls(side, kind, duplicates, strict=2 * faulty < max(filled, 1))

    def match(self, values: pa.StringArray) -> _Part:
        """Match one slice of left values."""
        left = _Side.of(values, self.kind)
        positions = _find(left.forms, self.side.forms)
        direct = positions >= 0
        repaired = {rule: mask & direct for rule, mask in left.rules.items()}
        for rule, mask in self.side.rules.items():
            repaired[rule][direct] |= mask[positions[direct]]
        open_rows = np.flatnonzero(positions < 0)
        for rule, forms, keys in self._conversions(left.forms.take(pa.array(open_rows))):
            positions[open_rows] = _find(forms, keys)
            repaired[rule] = ~direct & (positions >= 0)
        bits = as_bits(repaired, len(positions))
        return _Part(positions, self._reasons(left, positions), bits)

    def _conversions(
        self, forms: pa.StringArray
    ) -> list[tuple[str, pa.StringArray, pa.StringArray]]:
        if self.kind in CONVERTIBLE:
            rule, convert = CONVERTIBLE[self.kind]
            return [(rule, convert(forms), self.side.forms)]
        if self.kind == "credit":
            return [("organisation-code", forms, credit.organisation_part(self.side.forms))]
        return []

    def _reasons(self, left: _Side, positions: Positions) -> np.ndarray:
        reasons = np.full(len(positions), CODES["no-such-key"], np.uint8)
        if self.strict:
            for fault in reversed(FAULTS):
                reasons[left.faults.get(fault, np.zeros(len(positions), np.bool_))] = CODES[fault]
        reasons[~left.forms.is_valid().to_numpy(zero_copy_only=False)] = CODES["empty"]
        reasons[positions >= 0] = MATCHED
        return reasons


def _repeats(values: pa.ChunkedArray) -> bool:
    """Tell from the first values whether most say what another one says."""
    head = values.slice(0, HEAD)
    return 0 < 2 * pc.count_distinct(head, mode="all").as_py() <= len(head)


def _find(values: pa.StringArray, keys: pa.StringArray) -> Positions:
    """Return the position in ``keys`` of the first key equal to each value, −1 where none is."""
    ranks = pc.index_in(values, value_set=keys, skip_nulls=True)
    return pc.fill_null(ranks, -1).to_numpy(zero_copy_only=False).astype(np.int64)
