"""Whether the row that was found lies in an area."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_analytics.measures.paths import Steps
from gridloom_analytics.verification.comparable import folded
from gridloom_analytics.verification.conditions import HOLDS, Found, Judgement, Longs
from gridloom_analytics.verification.reasons import OUTSIDE, Reason
from gridloom_layers.workspace import ROW_KEY, Reading

NOWHERE = -1
OUTSIDE_AREA, PLACE_NOT_KNOWN, NOT_CLAIMED, UNKNOWN_AREA = range(4)
"""The reasons in ``OUTSIDE``."""


@dataclass(frozen=True)
class _AtTheEnd:
    """A condition on the feature that ``steps``, all of them links that are followed forwards,
    lead to from the row."""

    steps: Steps

    @property
    def needs(self) -> tuple[str, ...]:
        """The link that the row has."""
        return tuple(step.near for step in self.steps[:1])

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it may not hold."""
        return OUTSIDE


@dataclass(frozen=True)
class Placed(_AtTheEnd):
    """The row lies in one of the features ``allowed`` (their row keys)."""

    allowed: Longs

    def judge(self, found: Found) -> Judgement:
        """Follow the links and look whether they end in the area."""
        keys = arrived(found.store, found.rows, self.steps)
        judged = np.where(np.isin(keys, self.allowed), HOLDS, OUTSIDE_AREA).astype(np.int8)
        judged[keys == NOWHERE] = PLACE_NOT_KNOWN
        return judged


@dataclass(frozen=True)
class PlacedAsClaimed(_AtTheEnd):
    """The row lies in a feature of a level whose code the claim gives in ``column``.

    Of several features with one code, such as the parts of an area, any is right.
    """

    level: str
    field: str
    column: str

    def judge(self, found: Found) -> Judgement:
        """Follow the links and compare the code where they end with the code claimed."""
        keys = arrived(found.store, found.rows, self.steps)
        claimed = found.claims[self.column].dictionary_encode()
        features = found.store.find(self.level, self.field, claimed.dictionary)
        known, code = features.column(ROW_KEY), features.column("at").to_numpy()
        exists = np.zeros(len(claimed.dictionary) + 1, np.bool_)  # the last for what is not claimed
        exists[code] = True
        wanted = pc.fill_null(claimed.indices, NOWHERE).to_numpy()[found.at]
        place = _numbers(pa.array(keys), known.combine_chunks())
        here = np.r_[code, NOWHERE][place]
        judged = np.where(here == wanted, HOLDS, OUTSIDE_AREA).astype(np.int8)
        judged[keys == NOWHERE] = PLACE_NOT_KNOWN
        judged[~exists[wanted]] = UNKNOWN_AREA
        judged[wanted == NOWHERE] = NOT_CLAIMED
        return judged


@dataclass(frozen=True)
class PlacedInCatchment(_AtTheEnd):
    """The row lies in one of the areas that belong to what the claim names in ``column``.

    ``names`` (folded) and ``areas`` (row keys of the level) are pairs; a name that no area belongs
    to has ``NOWHERE``.
    """

    column: str
    names: pa.StringArray
    areas: Longs

    def judge(self, found: Found) -> Judgement:
        """Follow the links and look whether they end in an area of what is claimed."""
        keys = arrived(found.store, found.rows, self.steps)
        named = self.names.unique()
        width = int(max(keys.max(initial=0), self.areas.max(initial=0))) + 1
        pairs = (_numbers(self.names, named) * width + self.areas)[self.areas != NOWHERE]
        claimed = _numbers(folded(found.claims[self.column]), named)[found.at]
        inside = np.isin(claimed * width + keys, pairs)
        judged = np.where(inside, HOLDS, OUTSIDE_AREA).astype(np.int8)
        judged[keys == NOWHERE] = PLACE_NOT_KNOWN
        judged[claimed == NOWHERE] = UNKNOWN_AREA
        judged[_null(found.claims[self.column])[found.at]] = NOT_CLAIMED
        return judged


def arrived(store: Reading, rows: pa.Table, steps: Sequence) -> Longs:
    """Return the row key at the end of the steps for each row, ``NOWHERE`` where there is none."""
    if not steps:
        return rows.column(ROW_KEY).to_numpy()
    keys = _keys(rows.column(steps[0].near))
    for step in steps[1:]:
        somewhere = np.flatnonzero(keys != NOWHERE)
        found = store.rows(step.start, pa.array(keys[somewhere]), [step.near])
        there = somewhere
        if found.num_rows < len(somewhere):  # a link to a row that is gone
            there = somewhere[np.isin(keys[somewhere], found.column(ROW_KEY).to_numpy())]
        keys = np.full(len(keys), NOWHERE, np.int64)
        keys[there] = _keys(found.column(step.near))
    return keys


def _keys(column: pa.ChunkedArray) -> Longs:
    return pc.fill_null(column, NOWHERE).to_numpy()


def _numbers(names: pa.Array, among: pa.Array) -> Longs:
    """Return the place of each name ``among`` names, −1 where it is not there."""
    found = pc.fill_null(pc.index_in(names, value_set=among), NOWHERE)
    return found.to_numpy(zero_copy_only=False).astype(np.int64)


def _null(values: pa.Array) -> npt.NDArray[np.bool_]:
    return values.is_null().to_numpy(zero_copy_only=False)
