"""What counts where sources differ: the claims on one field of some rows, decided."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.ownership.sets import CORRECTED, HAND, ClaimSets, Longs, Mask, slot


def spelled(values: pa.Array) -> pa.StringArray:
    """Return values as text that :func:`typed` turns back into them."""
    return values.cast(pa.string())


def typed(text: pa.StringArray, kind: pa.DataType) -> pa.Array:
    """Return texts as values of a type."""
    return text.cast(kind)


@dataclass(frozen=True)
class Others:
    """Values that are not kept: of ``rows``, said by ``sources``."""

    rows: Longs
    sources: Longs
    text: pa.StringArray

    @classmethod
    def none(cls) -> "Others":
        """Return no values."""
        nothing = np.zeros(0, np.int64)
        return cls(nothing, nothing, pa.array([], pa.string()))

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, mask: Mask) -> "Others":
        """Return some of the values."""
        return Others(self.rows[mask], self.sources[mask], self.text.filter(pa.array(mask)))

    def at(self, rows: Longs) -> "Others":
        """Return the values of ``rows`` (rising), the rows counted anew."""
        mine = self.where(np.isin(self.rows, rows))
        return Others(np.searchsorted(rows, mine.rows), mine.sources, mine.text)

    def with_more(self, more: "Others") -> "Others":
        """Return these values and others."""
        return Others(
            np.concatenate([self.rows, more.rows]),
            np.concatenate([self.sources, more.sources]),
            pa.concat_arrays([self.text, more.text]),
        )


@dataclass(frozen=True)
class Heard:
    """A source that speaks: a text or null a row. ``peers`` are the sources of its department.

    Only of a correction a null is a word too: that there is nothing.
    """

    source: int
    text: pa.StringArray
    peers: Mask


@dataclass(frozen=True)
class Outcome:
    """What counts: a text or null a row, the set of who says it, what is not kept.

    ``brought`` is how many values have lost by this.
    """

    text: pa.StringArray
    codes: Longs
    others: Others
    brought: int


def contest(
    kept: pa.StringArray,
    codes: Longs,
    others: Others,
    heard: Heard | None,
    priority: Longs,
    sets: ClaimSets,
) -> Outcome:
    """Decide between all that is said of one field of some rows.

    ``kept`` and ``codes`` are the values and who says them. What a department said before falls
    when it speaks. A decision stands until a value comes that was not there to decide on.
    """
    count, losing = len(codes), others
    rows, sources = sets.expanded(codes)
    heard_text = pa.nulls(count, pa.string()) if heard is None else heard.text
    ids = _numbered([kept, others.text, heard_text])
    kept_ids, other_ids, new_ids = np.split(ids, [count, count + len(others)])
    claims = [np.stack([rows, sources, kept_ids[rows], np.zeros_like(rows)])]
    claims.append(np.stack([losing.rows, losing.sources, other_ids, np.ones_like(losing.rows)]))
    if heard is not None:
        again = _reopened(claims, new_ids)
        falls = [
            heard.peers[slot(each[1])]
            | (again[each[0]] & (each[1] <= HAND) & (each[1] != CORRECTED))
            for each in claims
        ]
        claims = [each[:, ~gone] for each, gone in zip(claims, falls, strict=True)]
        speaking = np.flatnonzero((new_ids >= 0) | (heard.source == CORRECTED))
        told = np.full(len(speaking), heard.source)
        claims.append(np.stack([speaking, told, new_ids[speaking], np.zeros_like(speaking)]))
    return _decided(np.concatenate(claims, axis=1), count, ids, (kept, others.text, heard_text),
                    priority, sets)  # fmt: skip


def _numbered(texts: list[pa.StringArray]) -> Longs:
    """Return a number for each distinct text, −1 for null."""
    encoded = pc.dictionary_encode(pa.concat_arrays(texts))
    return encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)


def _reopened(claims: list[Longs], new_ids: Longs) -> Mask:
    """Tell which rows hear of a value for the first time: what was decided there falls."""
    rows, _, values, _ = np.concatenate(claims, axis=1)
    known = np.zeros(len(new_ids), np.bool_)
    known[rows[values == new_ids[rows]]] = True
    return ~known & (new_ids >= 0)


def _decided(
    claims: Longs,
    count: int,
    ids: Longs,
    texts: tuple[pa.StringArray, ...],
    priority: Longs,
    sets: ClaimSets,
) -> Outcome:
    claims = claims[:, np.lexsort((priority[slot(claims[1])], claims[0]))]
    rows, sources, values, lost_before = claims
    first, at = np.unique(rows, return_index=True)
    winner = np.full(count, -1, np.int64)
    winner[first] = values[at]
    wins = values == winner[rows]
    words = pa.concat_arrays(list(texts))
    where = np.full(max(1, int(ids.max(initial=-1)) + 1), 0, np.int64)
    where[ids[ids >= 0]] = np.flatnonzero(ids >= 0)
    lost = Others(rows[~wins], sources[~wins], words.take(pa.array(where[values[~wins]])))
    text = words.take(pa.array(where[np.maximum(winner, 0)], mask=winner < 0))
    return Outcome(
        text,
        sets.gathered(rows[wins], sources[wins], count),
        lost.where(lost.sources > 0),
        int((lost_before[~wins] == 0).sum()),
    )
