"""Counts for so many places that grouping them would take long: their rows lie together."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from gridloom_analytics.measures.placing import SUBJECT, Rows
from gridloom_analytics.measures.remembering import Remembered
from gridloom_analytics.queries.dimensions import Dimension
from gridloom_analytics.statistics.runs import count_runs
from gridloom_layers.workspace import Reading

COUNT = "count"
MANY_PLACES = 100_000
MOST_KINDS = 1 << 16
"""Combinations of all dimensions but the place that are counted in one table for each place."""
FEW_WORDS = 16
"""So many different texts are told apart faster by the query than as an Arrow dictionary."""
NOWHERE = -1


def lies_together(store: Reading, rows: Rows, dimensions: Sequence[Dimension]) -> bool:
    """Tell whether rows are to be counted by many places first, in whose order they are kept."""
    first, held = dimensions[0], rows.projection
    return (
        len(dimensions) > 1
        and held is not None
        and first.level is not None
        and first.way in held.places
        and store.table(first.level).rows >= MANY_PLACES
    )


def count_together(store: Reading, rows: Rows, query: exp.Select) -> pa.Table | None:
    """Count the combinations of the columns of ``query``, the first of which is the place.

    Return them and their ``count``, kept by the store; None where there are too many kinds, or
    where rows of one place do not lie together.
    """
    simpler = rows.simplified(query)
    tables = [table.name for table in simpler.find_all(exp.Table)]
    found = store.kept_answer(f"together {simpler.sql()}", tables, lambda: _counts(store, simpler))
    return found if COUNT in found.column_names else None


def _counts(store: Reading, query: exp.Select) -> pa.Table:
    names = query.named_selects
    words = _few_words(store, query)
    place, *others = store.select(_coded(query, words)).columns
    with ThreadPoolExecutor() as pool:
        axes = list(pool.map(_Axis.of, others, map(words.get, names[1:])))
        sizes = [axis.size for axis in axes]
        kinds = int(np.prod(sizes))
        if kinds > MOST_KINDS:
            return pa.table({})
        places = pc.fill_null(place.combine_chunks().cast(pa.int32()), NOWHERE).to_numpy()
        counted = count_runs(places, [axis.codes for axis in axes], sizes)
        if counted is None:
            return pa.table({})
        where, what, counts = counted
        codes = np.unravel_index(np.arange(kinds), sizes)
        columns = list(pool.map(lambda axis, of_kind: axis.values(of_kind, what), axes, codes))
    return pa.table(
        [pa.array(where, mask=where == NOWHERE), *columns, pa.array(counts)], names=[*names, COUNT]
    )


def _few_words(store: Reading, query: exp.Select) -> dict[str, pa.Array]:
    """Return the different texts of each column of texts that has few."""
    (source,) = query.find_all(exp.Table)
    about = {column.alias_or_name: (source.name, column.unalias()) for column in query.selects[1:]}
    found = {name: _different_words(store, key) for name, key in about.items()}
    return {name: words for name, words in found.items() if 0 < len(words) <= FEW_WORDS}


def _find_words(store: Reading, about: tuple[str, exp.Expr]) -> pa.Array:
    """Return the different texts of a value of a relation, in order; none of numbers."""
    relation, value = about
    source = exp.alias_(exp.table_(relation, quoted=True), SUBJECT, table=True, quoted=True)
    some = exp.select(exp.alias_(value.copy(), "word")).distinct().from_(source)
    if not pa.types.is_string(store.select(some.limit(0)).schema.field(0).type):
        return pa.nulls(0, pa.string())
    words = store.answer(some.limit(FEW_WORDS + 2)).column(0).combine_chunks().drop_null()
    return words.take(pc.array_sort_indices(words))


_different_words = Remembered(_find_words)


def _coded(query: exp.Select, words: Mapping[str, pa.Array]) -> exp.Select:
    """Return a query that gives few texts by their numbers: millions of them take time to make."""
    made = query.copy()
    for column in made.selects:
        if column.alias_or_name in words:
            case = exp.Case(this=column.unalias())
            for number, text in enumerate(words[column.alias_or_name].to_pylist()):
                case = case.when(exp.Literal.string(text), exp.Literal.number(number), copy=False)
            column.set("this", exp.cast(case, exp.DType.UTINYINT))
    return made


@dataclass(frozen=True)
class _Axis:
    """A column as codes from 0 on; ``words`` are their values, that of the last may be null."""

    codes: npt.NDArray[np.int32]
    words: pa.Array

    @classmethod
    def of(cls, column: pa.ChunkedArray, known: pa.Array | None) -> Self:
        """Return the values of a column, or those that it has numbers of, as codes and words."""
        values = column.combine_chunks()
        codes, words = (values, known) if known is not None else _encoded(values)
        codes = codes.cast(pa.int32())
        if codes.null_count:
            codes = pc.fill_null(codes, len(words))
            words = pa.concat_arrays([words, pa.nulls(1, words.type)])
        return cls(codes.to_numpy(), words)

    @property
    def size(self) -> int:
        return max(1, len(self.words))

    def values(
        self, of_kind: npt.NDArray[np.int64], what: npt.NDArray[np.int32]
    ) -> pa.DictionaryArray:
        """Return the value in each of some kinds, with the words as a dictionary.

        ``of_kind`` are the codes by kind.
        """
        narrow = np.uint8 if self.size <= 1 << 8 else np.uint16
        codes = of_kind.astype(narrow).take(what)
        if not self.words.null_count:
            return pa.DictionaryArray.from_arrays(pa.array(codes), self.words)
        indices = pa.array(codes, mask=codes == len(self.words) - 1)
        return pa.DictionaryArray.from_arrays(indices, self.words.drop_null())


def _encoded(values: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return codes of values and what they mean; whole numbers close together as they are."""
    if pa.types.is_integer(values.type):
        low, high = pc.min_max(values).as_py().values()
        if low is not None and high - low < MOST_KINDS:
            words = pa.array(range(low, high + 1), values.type)
            return pc.subtract(values, pa.scalar(low, values.type)), words
    encoded = pc.dictionary_encode(values)
    return encoded.indices, encoded.dictionary
