"""Values are the same bit for bit, whatever the number of threads."""

import numpy as np
import pandas as pd
import pytest

from gridloom_analytics.measures import evaluate
from gridloom_layers.workspace import FolderStore


@pytest.fixture(scope="module")
def crowd(new_store, write, town):
    """A store with 400,000 persons whose incomes differ by 12 orders of magnitude."""
    store, rng = new_store(), np.random.default_rng(5)
    grid = town.frames["grid"]
    write(store, "grid", "grid", grid[["code", "geometry"]])
    incomes = rng.lognormal(0, 9, 400_000)
    keys = rng.choice(grid.index, len(incomes))
    write(store, "person", "person", pd.DataFrame({"income": incomes, "grid_key": keys}))
    return store


def bits(store: FolderStore, text: str, threads: int) -> bytes:
    """Evaluate with so many threads of the database."""
    store._questions._connection().execute(f"SET threads = {threads}")
    return evaluate(store, text).frame.to_numpy().tobytes()


@pytest.mark.parametrize("aggregate", ["sum", "mean", "median"])
def test_one_and_two_threads_give_the_same_bits(crowd, aggregate):
    text = f"{aggregate}(income of person where income > 0.001) by grid"
    assert len({bits(crowd, text, threads) for threads in (1, 2, 2, 4)}) == 1


def test_a_sum_is_that_of_adding_up_in_the_order_of_the_row_keys(crowd):
    person = crowd.attributes("person").to_pandas()
    expected = {}
    for key, income in zip(person["grid_key"], person["income"], strict=True):
        expected[key] = expected.get(key, 0.0) + income
    found = evaluate(crowd, "sum(income of person) by grid").frame["value"]
    assert found.to_dict() == expected
