"""Rows by what a kept result says of them, as far as that may be seen."""

import numpy as np
import pandas as pd
import pytest

from gridloom_analytics.keeping import keep
from gridloom_analytics.result import Method, Result
from gridloom_analytics.selecting import Found, Not
from gridloom_analytics.selecting.rows import rows_of
from gridloom_layers.errors import BadInput


@pytest.fixture(scope="module")
def store(new_store, made_town, write):
    """The grids with a result that rests on few persons in one of them."""
    found = new_store()
    grid = made_town.frames["grid"].drop(columns="community_key")
    write(found, "grid", "grid", grid)
    count = len(grid)
    values = pd.DataFrame({"z": np.arange(count, dtype=float), "bin": ["hot", "cold"] * 15},
                          index=grid.index)  # fmt: skip
    persons = pd.DataFrame({"persons": np.full(count, 50)}, index=grid.index)
    persons.iloc[29] = 3
    words = {"zh": "无", "en": "none"}
    keep(found, "spots", Result("hotspots", "grid", values, {}, 1, Method(words, ""), words,
                                persons=persons, guarded=("z",)))  # fmt: skip
    return found


def test_rows_are_found_by_a_column_of_a_result(store, made_town):
    keys = rows_of(store, "grid", Found(result="spots", text="z >= 3 and z < 6"))
    assert keys.tolist() == made_town.frames["grid"].index[3:6].tolist()


def test_texts_of_a_result_are_compared(store):
    assert len(rows_of(store, "grid", Found(result="spots", text="bin = 'hot'"))) == 15


def test_what_rests_on_few_persons_is_unknown(store, made_town):
    last = made_town.frames["grid"].index[29]
    high = Found(result="spots", text="z >= 28")
    assert last not in rows_of(store, "grid", high)
    assert last in rows_of(store, "grid", Not(condition=high))


def test_a_column_that_the_result_lacks_is_told(store):
    with pytest.raises(BadInput, match="“spots” has no field “zz”"):
        rows_of(store, "grid", Found(result="spots", text="zz > 2"))


def test_a_result_of_another_layer_is_told(store, made_town, write):
    write(store, "community", "community", made_town.frames["community"])
    with pytest.raises(BadInput, match="is about “grid”, not about “community”"):
        rows_of(store, "community", Found(result="spots", text="z > 2"))
