"""However many rows come in, in whatever batches, all of them are in the parts."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_layers.workspace import FolderStore, TableSpec, parts
from gridloom_layers.workspace.parts import ROWS_A_BATCH, ROWS_A_PART, PartsWriter
from gridloom_layers.workspace.sealing import PLAIN

from .conftest import FIELDS

SIZES = (ROWS_A_BATCH - 1, ROWS_A_BATCH, ROWS_A_BATCH + 1, 2 * ROWS_A_BATCH, ROWS_A_PART,
         ROWS_A_PART + ROWS_A_BATCH)  # fmt: skip


def rows(first: int, count: int) -> pa.RecordBatch:
    numbers = pa.array(np.arange(first, first + count))
    return pa.record_batch({
        "row_key": numbers, "source_number": pa.array(np.ones(count, np.int64)),
        "source_row": numbers, "code": pc.cast(numbers, pa.string()), "count": numbers,
    })  # fmt: skip


@given(st.lists(st.integers(0, 9), max_size=12))
def test_no_row_is_lost_whatever_the_batches(tmp_path_factory, counts: list[int]) -> None:
    folder, keys = tmp_path_factory.mktemp("parts"), range(sum(counts))
    names = iter(range(10**6))
    with pytest.MonkeyPatch.context() as small:
        small.setattr(parts, "ROWS_A_BATCH", 4)
        small.setattr(parts, "ROWS_A_PART", 12)
        with PartsWriter(lambda: (folder / (name := str(next(names))), name), PLAIN) as writer:
            for first, count in zip(np.cumsum([0, *counts]), counts, strict=False):
                writer.write(rows(int(first), count))
    found = [pa.parquet.read_table(folder / part.file)["row_key"].to_pylist()
             for part in writer.parts]  # fmt: skip
    assert sum(found, []) == list(keys)  # noqa: RUF017
    assert sum(part.rows for part in writer.parts) == len(keys)


@pytest.mark.parametrize("count", SIZES)
def test_a_table_of_whole_batches_has_all_its_rows(store: FolderStore, count: int) -> None:
    with store.change() as change:
        change.write(TableSpec("person", "person", FIELDS, key="code"), [rows(0, count)])
    assert store.table("person").rows == count
    assert (
        pc.sum(store.attributes("person", ["count"])["count"]).as_py() == count * (count - 1) // 2
    )
