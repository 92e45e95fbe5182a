"""Two links from one table to another: the first is taken, and the warning tells them apart."""

import pandas as pd
import pyarrow as pa
import pytest

from gridloom_analytics.measures import evaluate
from gridloom_analytics.queries import query
from gridloom_layers.workspace import Link

SEEN, DEALT = [1, 1, 2, None], [2, 2, 2, 2]
"""For each of four cases the place of the cell where it was seen, of that which deals with it."""


@pytest.fixture(scope="module")
def linked(new_store, write, town):
    store, grid = new_store(), town.frames["grid"]
    write(store, "grid", "grid", grid[["code", "geometry"]])
    cases = pd.DataFrame({"code": list("abcd")}, index=pd.Index([1, 2, 3, 4], name="row_key"))
    write(store, "event", "event", cases)
    for field, cells in {"grid": SEEN, "dealing": DEALT}.items():
        link = Link(left="event", right="grid", by="code", on=f"{field}_code=code",
                    column=f"{field}_key", report={})  # fmt: skip
        keys = [None if cell is None else grid.index[cell] for cell in cells]
        with store.change() as change:
            change.link(link, pa.chunked_array([pa.array(keys, pa.int64())]))
    return store


def test_a_measure_takes_the_first_link_and_says_so(linked, town):
    found = evaluate(linked, "count(event) by grid")
    counts = found.frame["value"][found.frame["value"] > 0]
    cells = town.frames["grid"].index
    assert counts.to_dict() == {cells[1]: 2, cells[2]: 1}
    assert (
        "event → grid (grid_key) was taken, not event → grid (dealing_key)"
        in (found.warnings[0]["en"])
    )


def test_a_filter_means_the_first_one_by_the_name_of_the_table(linked):
    assert query(linked, "event", where="placed(grid)").count == 3


def test_a_filter_finds_the_other_one_by_its_own_name(linked):
    assert query(linked, "event", where="placed(dealing_key)").count == 4


def test_columns_of_links_are_no_fields(linked):
    assert query(linked, "event").rows.column_names == ["row_key", "code"]
