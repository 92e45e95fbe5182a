"""A source that speaks about rows that a table has: field by field, beside what others say."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections import Counter
from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.ownership.contest import Heard, Others, contest, spelled
from gridloom_layers.ownership.ledger import Ledger
from gridloom_layers.ownership.precedence import Precedence
from gridloom_layers.ownership.sets import CORRECTED, Longs, Mask, slot
from gridloom_layers.ownership.words import Rows, Word, settle
from gridloom_layers.workspace import GEOMETRY, ROW_KEY, SOURCE_NUMBER


class Hearing:
    """A source that speaks: ``number`` is its number, ``columns`` are those that it has.

    ``placed`` are the keys of rows whose shapes were corrected, which no source moves again.
    ``conflicts`` counts by field the values that are set beside another one because of it;
    ``changed`` tells whether anything that is said has changed.
    """

    def __init__(
        self,
        ledger: Ledger,
        precedence: Precedence,
        number: int,
        columns: Collection[str],
        placed: Longs,
    ) -> None:
        self.ledger, self._precedence, self.number = ledger, precedence, number
        self._heard = [name for name in ledger.fields if name in columns]
        departments = precedence.departments()
        self._peers = departments == departments[slot(number)]
        self._placed = placed
        self.conflicts: Counter[str] = Counter()
        self.changed = False

    def hear(self, rows: Rows, newer: pa.RecordBatch) -> dict[str, pa.Array]:
        """Let the source speak about rows; return the values that count in the heard fields."""
        return {name: self._hear(name, rows.word(name), newer.column(name)) for name in self._heard}

    def place(self, before: pa.RecordBatch, newer: pa.RecordBatch) -> pa.Array:
        """Return the geometries: the newest, a blank one only from who gave the other.

        What was corrected by hand stays; where the source says otherwise it is a conflict.
        """
        sources = before.column(SOURCE_NUMBER).to_numpy()
        own = pa.array(self._peers[slot(sources)])
        there = pc.coalesce(newer.column(GEOMETRY), before.column(GEOMETRY))
        heard = pc.if_else(own, newer.column(GEOMETRY), there)
        fixed = np.isin(before.column(ROW_KEY).to_numpy(), self._placed)
        other = pc.not_equal(heard, before.column(GEOMETRY)).fill_null(True)
        if count := int((fixed & other.to_numpy(zero_copy_only=False)).sum()):
            self.conflicts[GEOMETRY] += count
        return pc.if_else(pa.array(fixed), before.column(GEOMETRY), heard)

    def _hear(self, name: str, word: Word, newer: pa.Array) -> pa.Array:
        newer = newer.cast(word.values.type)
        sets = self.ledger.sets
        had, has = _valid(word.values), _valid(newer)
        same = pc.equal(word.values, newer).fill_null(False).to_numpy(zero_copy_only=False)
        agreed = sets.tell(word.codes, self._among)
        lost = np.zeros(len(had), np.bool_)
        lost[word.others.rows[self._peers[slot(word.others.sources)]]] = True
        blanked = sets.tell(word.codes, lambda said: CORRECTED in said) & ~had
        joins, fills = same & ~agreed, ~had & has & ~blanked
        repeats = self._repeats(word.others, newer)
        disputed = ((had | blanked) & has & ~same & ~repeats) | (had & ~has & (agreed | lost))
        if not (joins.any() or fills.any() or disputed.any()):
            return word.values
        self.changed = True
        word.codes = word.codes.copy()
        word.codes[joins] = sets.mapped(word.codes[joins], lambda said: (*said, self.number))
        word.codes[fills] = sets.code((self.number,))
        takes_back = self._peers[slot(word.others.sources)] & joins[word.others.rows]
        word.others = word.others.where(~takes_back)
        word.values = pc.if_else(pa.array(fills), newer, word.values)
        if disputed.any():
            self._dispute(name, word, newer, np.flatnonzero(disputed))
        return word.values

    def _among(self, said: tuple[int, ...]) -> bool:
        """Tell whether the department of the source is among those who say a value."""
        return any(self._peers[slot(source)] for source in said)

    def _repeats(self, others: Others, newer: pa.Array) -> Mask:
        """Tell in which rows the department says again what is not kept."""
        found = np.zeros(len(newer), np.bool_)
        mine = others.where(self._peers[slot(others.sources)])
        text = spelled(newer.take(pa.array(mine.rows)))
        again = pc.equal(text, mine.text).fill_null(False).to_numpy(zero_copy_only=False)
        found[mine.rows[again]] = True
        return found

    def _dispute(self, name: str, word: Word, newer: pa.Array, rows: Longs) -> None:
        take = pa.array(rows)
        heard = Heard(self.number, spelled(newer.take(take)), self._peers)
        outcome = contest(
            spelled(word.values.take(take)),
            word.codes[rows],
            word.others.at(rows),
            heard,
            self._precedence.priority(name),
            self.ledger.sets,
        )
        if outcome.brought:
            self.conflicts[name] += outcome.brought
        settle(word, rows, outcome)


def _valid(values: pa.Array) -> Mask:
    return values.is_valid().to_numpy(zero_copy_only=False)
