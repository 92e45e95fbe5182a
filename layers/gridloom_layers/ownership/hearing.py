"""A source that speaks about rows that a table has: field by field, beside what others say."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.ownership.contest import Heard, Others, Outcome, contest, spelled, typed
from gridloom_layers.ownership.ledger import FIELD, SOURCE, VALUE, Ledger, Page
from gridloom_layers.ownership.precedence import Precedence
from gridloom_layers.ownership.sets import Longs, Mask
from gridloom_layers.workspace import GEOMETRY, ROW_KEY, SOURCE_NUMBER


@dataclass
class Word:
    """One field of some rows: its values, who says them, what else is said."""

    values: pa.Array
    codes: Longs
    others: Others


class Rows:
    """The claims on rows of a page: ``before`` are these rows as the table has them.

    After the words were changed, :meth:`write` puts them into the page.
    """

    def __init__(self, ledger: Ledger, page: Page, before: pa.RecordBatch) -> None:
        self._ledger, self._before = ledger, before
        self.keys = before.column(ROW_KEY).to_numpy()
        self.page = page.among(self.keys)
        self._at = np.searchsorted(self.page.keys, self.keys)
        self._of_row = ledger.sets.single(before.column(SOURCE_NUMBER).to_numpy())
        others = page.others
        mine = np.isin(others.column(ROW_KEY).to_numpy(), self.keys)
        self._aside = others.filter(pa.array(~mine))
        self._others = others.filter(pa.array(mine)).combine_chunks()
        self.words: dict[str, Word] = {}

    def word(self, field: str) -> Word:
        """Return a field of the rows, to be changed."""
        values = self._before.column(field)
        stored = self.page.codes[field][self._at]
        said = values.is_valid().to_numpy(zero_copy_only=False)
        codes = np.where(said & (stored == 0), self._of_row, stored)
        mine = self._others.filter(pc.equal(self._others.column(FIELD), field)).combine_chunks()
        text = pa.concat_arrays([pa.array([], pa.string()), *mine.column(VALUE).chunks])
        rows = np.searchsorted(self.keys, mine.column(ROW_KEY).to_numpy())
        sources = mine.column(SOURCE).to_numpy().astype(np.int64)
        others = Others(rows, sources, spelled(typed(text, values.type)))
        return self.words.setdefault(field, Word(values, codes, others))

    def write(self, of_row: Longs, moved: Mask) -> None:
        """Put the words into the page; ``of_row`` are the sources of the rows from now on.

        In rows that have ``moved`` to another source, who said the other fields is written down.
        """
        single = self._ledger.sets.single(of_row)
        if moved.any():
            for name in self._ledger.fields:
                if name not in self.words and name in self._before.schema.names:
                    self.word(name)
        for name, word in self.words.items():
            self.page.codes[name][self._at] = np.where(word.codes == single, 0, word.codes)
        self.page.others = pa.concat_tables([
            self._aside,
            self._others.filter(pc.invert(pc.is_in(self._others.column(FIELD),
                                                   value_set=pa.array([*self.words], pa.string())))),
            *(self._written(name, word.others) for name, word in self.words.items()
              if len(word.others)),
        ])  # fmt: skip

    def _written(self, field: str, others: Others) -> pa.Table:
        names = pa.array(np.full(len(others), field, object), pa.string())
        keys, sources = pa.array(self.keys[others.rows]), pa.array(others.sources, pa.int32())
        return pa.Table.from_arrays(
            [keys, names, others.text, sources], schema=self.page.others.schema
        )


class Hearing:
    """A source that speaks: ``number`` is its number, ``columns`` are those that it has.

    ``conflicts`` counts by field the values that are set beside another one because of it;
    ``changed`` tells whether anything that is said has changed.
    """

    def __init__(
        self, ledger: Ledger, precedence: Precedence, number: int, columns: Collection[str]
    ) -> None:
        self.ledger, self._precedence, self.number = ledger, precedence, number
        self._heard = [name for name in ledger.fields if name in columns]
        departments = precedence.departments()
        self._peers = departments == departments[number + 1]
        self.conflicts: Counter[str] = Counter()
        self.changed = False

    def hear(self, rows: Rows, newer: pa.RecordBatch) -> dict[str, pa.Array]:
        """Let the source speak about rows; return the values that count in the heard fields."""
        return {
            name: self._hear(name, rows.word(name), newer.column(name)) for name in self._heard
        }

    def place(self, before: pa.RecordBatch, newer: pa.RecordBatch) -> pa.Array:
        """Return the geometries: the newest, a blank one only from who gave the other."""
        sources = before.column(SOURCE_NUMBER).to_numpy()
        own = pa.array(self._peers[sources + 1])
        there = pc.coalesce(newer.column(GEOMETRY), before.column(GEOMETRY))
        return pc.if_else(own, newer.column(GEOMETRY), there)

    def _hear(self, name: str, word: Word, newer: pa.Array) -> pa.Array:
        newer = newer.cast(word.values.type)
        sets = self.ledger.sets
        had, has = _valid(word.values), _valid(newer)
        same = pc.equal(word.values, newer).fill_null(False).to_numpy(zero_copy_only=False)
        agreed = sets.tell(word.codes, self._among)
        lost = np.zeros(len(had), np.bool_)
        lost[word.others.rows[self._peers[word.others.sources + 1]]] = True
        joins, fills = same & ~agreed, ~had & has
        repeats = self._repeats(word.others, newer)
        disputed = (had & has & ~same & ~repeats) | (had & ~has & (agreed | lost))
        if not (joins.any() or fills.any() or disputed.any()):
            return word.values
        self.changed = True
        word.codes = word.codes.copy()
        word.codes[joins] = sets.mapped(word.codes[joins], lambda said: (*said, self.number))
        word.codes[fills] = sets.code((self.number,))
        takes_back = self._peers[word.others.sources + 1] & joins[word.others.rows]
        word.others = word.others.where(~takes_back)
        word.values = pc.if_else(pa.array(fills), newer, word.values)
        if disputed.any():
            self._dispute(name, word, newer, np.flatnonzero(disputed))
        return word.values

    def _among(self, said: tuple[int, ...]) -> bool:
        """Tell whether the department of the source is among those who say a value."""
        return any(self._peers[source + 1] for source in said)

    def _repeats(self, others: Others, newer: pa.Array) -> Mask:
        """Tell in which rows the department says again what is not kept."""
        found = np.zeros(len(newer), np.bool_)
        mine = others.where(self._peers[others.sources + 1])
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


def settle(word: Word, rows: Longs, outcome: Outcome) -> None:
    """Write what came out for some rows of a field into its word."""
    chosen = np.zeros(len(word.codes), np.bool_)
    chosen[rows] = True
    values = typed(outcome.text, word.values.type)
    word.values = pc.replace_with_mask(word.values, pa.array(chosen), values)
    word.codes = word.codes.copy()
    word.codes[rows] = outcome.codes
    lost = Others(rows[outcome.others.rows], outcome.others.sources, outcome.others.text)
    word.others = word.others.where(~chosen[word.others.rows]).with_more(lost)


def _valid(values: pa.Array) -> Mask:
    return values.is_valid().to_numpy(zero_copy_only=False)
