"""Counting by many places equals grouping, and stands aside where it cannot count."""

import itertools

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.queries import cube, together
from gridloom_analytics.statistics import runs
from gridloom_analytics.statistics.runs import count_runs


def test_counts_of_many_places_are_those_of_grouping(town, monkeypatch) -> None:
    grouped = cube(town.store, "person", "grid,household,sex").to_pandas()
    monkeypatch.setattr(together, "MANY_PLACES", 0)
    counted = cube(town.store, "person", "grid,household,sex").to_pandas()
    assert sorted(_plain(counted)) == sorted(_plain(grouped))


def _plain(frame):
    """Return the rows as texts, missing values alike."""
    filled = frame.astype(object).where(frame.notna(), "–")
    return [tuple(str(int(v)) if isinstance(v, float) else str(v) for v in row)
            for row in filled.itertuples(index=False)]  # fmt: skip


def test_too_many_kinds_are_grouped(town, monkeypatch) -> None:
    monkeypatch.setattr(together, "MANY_PLACES", 0)
    monkeypatch.setattr(together, "MOST_KINDS", 2)
    assert cube(town.store, "person", "grid,household,sex").to_pandas()["count"].sum() == 900


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3))))
def test_runs_are_counted_as_a_dictionary_counts_them(rows: list[tuple[int, int]]) -> None:
    rows = sorted(rows)
    places = np.array([place for place, _ in rows], np.int32)
    codes = np.array([code for _, code in rows], np.int32)
    where, what, counts = count_runs(places, [codes], [4]) or pytest.fail("rows lie together")
    expected = {row: rows.count(row) for row in rows}
    found = dict(zip(zip(where.tolist(), what.tolist(), strict=True), counts.tolist(), strict=True))
    assert found == expected


def test_rows_of_a_place_that_lie_apart_are_not_counted() -> None:
    assert count_runs(np.array([1, 2, 1], np.int32), [np.zeros(3, np.int32)], [1]) is None


@given(st.lists(st.integers(0, 4), max_size=12), st.integers(1, 5))
def test_shares_part_no_place_and_leave_out_no_row(places: list[int], number: int) -> None:
    rows = np.array(sorted(places), np.int32)
    shares = [rows[share].tolist() for share in runs._shares(rows, number)]
    assert list(itertools.chain(*shares)) == sorted(places)
    assert all(not set(one) & set(other) for one, other in itertools.combinations(shares, 2))


def test_a_place_whose_rows_lie_in_two_shares_is_not_counted() -> None:
    assert count_runs(np.array([1, 1, 2, 2, 1], np.int32), [np.zeros(5, np.int32)], [1]) is None


@pytest.mark.parametrize("values", [[7, 10**12, None, 7], [None, None], [5, 3, None], ["b", "a"]])
def test_codes_and_words_give_the_values_back(values) -> None:
    codes, words = together._encoded(pa.array(values))
    assert words.take(codes).to_pylist() == values


def test_a_column_without_any_text_is_counted_as_missing(town, monkeypatch) -> None:
    monkeypatch.setattr(together, "MANY_PLACES", 0)
    counted = cube(town.store, "person", "grid,sex", "sex is null").to_pandas()
    expected = town.frames["person"]["sex"].isna().sum()
    assert counted["sex"].isna().all() and counted["count"].sum() == expected


def test_texts_of_many_kinds_are_counted_too(town, monkeypatch) -> None:
    grouped = cube(town.store, "person", "grid,household,sex").to_pandas()
    monkeypatch.setattr(together, "MANY_PLACES", 0)
    monkeypatch.setattr(together, "FEW_WORDS", 1)
    counted = cube(town.store, "person", "grid,sex,household").to_pandas()
    assert sorted(_plain(counted[grouped.columns])) == sorted(_plain(grouped))
