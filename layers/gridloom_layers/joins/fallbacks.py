"""What is tried where a code fits no key as it stands; each way is exact, none guesses."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.codes import credit, normalise
from gridloom_layers.joins.by_code import match_codes
from gridloom_layers.joins.matches import BITS, CODES, MATCHED, Bits, Matches, rule_counts
from gridloom_layers.progress import Progress

CREDIT_LENGTH = 18
ORGANISATION, CREDIT = BITS["organisation-code"], BITS["credit-code"]
INSIDE_ROOM = BITS["room-instead-of-building"]


def fall_back(
    found: Matches,
    others: pa.ChunkedArray,
    keys: pa.ChunkedArray,
    kind: str | None,
    progress: Progress,
) -> Matches:
    """Match rows whose code fits none by another code of theirs, such as that of their room.

    ``others`` are these other codes, of the rows that are not matched only.
    Where that fits none either, a row without a first code has the reason of the other one.
    """
    rows = np.flatnonzero(found.positions < 0)
    second = match_codes(others, keys, kind, progress)
    rule = BITS["room-code" if kind == "building" else "other-code"]
    merged = _merged(found, rows, second, rule)
    empty = merged.reasons[rows] == CODES["empty"]
    merged.reasons[rows[empty]] = second.reasons[empty]
    return merged


def look_up_organisations(
    found: Matches,
    left: pa.ChunkedArray,
    keys: pa.ChunkedArray,
    organisations: pa.ChunkedArray | None,
    progress: Progress,
) -> Matches:
    """Match codes of entities that fit no credit code by the organisation codes of entities.

    ``organisations`` are the organisation codes of the right rows, where they have such a field.
    A credit code holds its organisation code, so it fits a right row that has that code and no
    credit code. An organisation code is looked up; where rows with different credit codes have
    it, it is ``ambiguous``.
    """
    whole = normalise(keys).text
    found = _without_guesses(found, left, credit.organisation_part(whole), whole)
    own = whole if organisations is None else normalise(organisations, hyphens=True).text
    full = _is_credit(whole)
    blank = pa.scalar(None, pa.string())
    lacking = pc.if_else(full, blank, pc.coalesce(whole, own))
    rows = _open_rows(found)
    second = match_codes(left.take(pa.array(rows)), _column(lacking), "organisation", progress)
    found = _merged(found, rows, second, ORGANISATION)
    if organisations is None:
        return found
    rows = _open_rows(found)
    values = normalise(left.take(pa.array(rows)), hyphens=True).text
    short = pc.if_else(_is_credit(values), blank, values)
    second = match_codes(_column(short), _column(own), "organisation", progress)
    return _without_guesses(_merged(found, rows, second, ORGANISATION), left, own, whole)


def _open_rows(found: Matches) -> npt.NDArray[np.int64]:
    """Return the rows with a code that fitted nothing so far."""
    settled = (MATCHED, CODES["empty"], CODES["ambiguous"])
    return np.flatnonzero(~np.isin(found.reasons, settled))


def _column(values: pa.Array) -> pa.ChunkedArray:
    return pa.chunked_array([values])


def _is_credit(codes: pa.StringArray) -> pa.BooleanArray:
    return pc.equal(pc.fill_null(pc.binary_length(codes), 0), CREDIT_LENGTH)


def without_rule(found: Matches, rule: str) -> Matches:
    """Return matches that do not tell of a rule."""
    rules = _rules(found) & ~BITS[rule]
    return replace(found, rules=rules, repaired=rule_counts(rules))


def _merged(
    first: Matches, rows: npt.NDArray[np.int64], second: Matches, rule: np.uint16
) -> Matches:
    """Return the first matches with those of a second look at some rows, made by a rule.

    A credit code found by what is inside it has its own rule; a room is the rule of rooms.
    """
    hit = second.positions >= 0
    positions, reasons = first.positions.copy(), first.reasons.copy()
    positions[rows[hit]], reasons[rows[hit]] = second.positions[hit], MATCHED
    more = np.zeros(len(hit), np.uint16) if second.rules is None else second.rules & ~INSIDE_ROOM
    more |= np.where(more & CREDIT, np.uint16(0), rule)
    rules = _rules(first)
    rules[rows[hit]] |= more[hit]
    return replace(
        first, positions=positions, reasons=reasons, rules=rules, repaired=rule_counts(rules)
    )


def _rules(found: Matches) -> Bits:
    return np.zeros(len(found.positions), np.uint16) if found.rules is None else found.rules.copy()


def _without_guesses(
    found: Matches, left: pa.ChunkedArray, parts: pa.StringArray, whole: pa.StringArray
) -> Matches:
    """Take back matches by an organisation code that several different credit codes have."""
    rules = _rules(found)
    by_part = np.flatnonzero((rules & ORGANISATION) > 0)
    if not len(by_part):
        return found
    codes = normalise(left.take(pa.array(by_part)), hyphens=True).text
    holding = pa.table({"part": parts, "whole": whole}).filter(
        pc.is_in(parts, value_set=codes, skip_nulls=True)
    )
    counts = holding.group_by("part").aggregate([("whole", "count_distinct")])
    several = counts.filter(pc.greater(counts["whole_count_distinct"], 1))["part"]
    guessed = by_part[pc.is_in(codes, value_set=several).to_numpy(zero_copy_only=False)]
    positions, reasons = found.positions.copy(), found.reasons.copy()
    positions[guessed], reasons[guessed], rules[guessed] = -1, CODES["ambiguous"], 0
    return replace(
        found, positions=positions, reasons=reasons, rules=rules, repaired=rule_counts(rules)
    )
