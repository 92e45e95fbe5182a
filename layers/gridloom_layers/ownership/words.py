"""The claims on some rows of a page, field by field: taken out, changed, put back."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.ownership.contest import Others, Outcome, spelled, typed
from gridloom_layers.ownership.ledger import FIELD, SOURCE, VALUE, Page, Pages
from gridloom_layers.ownership.sets import Longs, Mask
from gridloom_layers.workspace import ROW_KEY, SOURCE_NUMBER


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

    def __init__(self, ledger: Pages, page: Page, before: pa.RecordBatch) -> None:
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
        names = pa.array([*self.words], pa.string())
        untold = pc.invert(pc.is_in(self._others.column(FIELD), value_set=names))
        told = [self._written(name, word.others) for name, word in self.words.items()
                if len(word.others)]  # fmt: skip
        self.page.others = pa.concat_tables([self._aside, self._others.filter(untold), *told])

    def _written(self, field: str, others: Others) -> pa.Table:
        names = pa.array(np.full(len(others), field, object), pa.string())
        keys, sources = pa.array(self.keys[others.rows]), pa.array(others.sources, pa.int32())
        return pa.Table.from_arrays(
            [keys, names, others.text, sources], schema=self.page.others.schema
        )


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
