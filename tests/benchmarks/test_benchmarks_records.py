"""How answers about records are compared, and what the peers are given."""

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
from benchmarks.__main__ import subjects
from benchmarks.records.claims import SHARE_SPOILT, spoilt
from benchmarks.records.plain import LookUp, age_at
from benchmarks.records.questions import Asked, Question, compared, difference

ANSWER = pa.table({"grid_key": [1, 2, 2], "band": [0, 0, 6], "persons": [4, 5, 6]})
KEYS = ("grid_key", "band")


def test_the_order_and_the_width_of_numbers_make_no_difference() -> None:
    other = ANSWER.take([2, 0, 1]).cast(
        pa.schema([(name, pa.int32()) for name in ANSWER.schema.names])
    )
    assert difference(ANSWER, other, KEYS) == 0


def test_a_count_that_is_off_is_the_difference() -> None:
    other = ANSWER.set_column(2, "persons", pa.array([4, 5, 9]))
    assert difference(ANSWER, other, KEYS) == 3


def test_a_row_that_one_side_lacks_is_a_difference() -> None:
    assert difference(ANSWER, ANSWER.slice(0, 2), KEYS) == 7


def test_an_answer_without_rows_differs_from_one_with_rows() -> None:
    assert difference(ANSWER.slice(0, 0), ANSWER, KEYS) == 7


def test_a_measurement_tells_the_ratio_and_the_difference() -> None:
    question = Question("age", 15, KEYS, lambda side: side.grid_by_age())
    one = compared(question, Asked(0.5, ANSWER), "PostGIS", Asked(10, ANSWER.slice(0, 2)))
    assert (one.ratio, one.agreement) == (20, 7)


def test_a_key_is_looked_up_by_row_key_and_null_where_there_is_none() -> None:
    look_up = LookUp(np.array([2, 5, 9]), pa.array([20, None, 90]))
    assert look_up(pa.array([9, None, 5, 2])).to_pylist() == [90, None, None, 20]


def test_an_age_grows_on_the_birthday() -> None:
    born = pa.array([dt.date(2000, 1, 1), dt.date(2000, 1, 2), dt.date(2000, 12, 31), None])
    assert age_at(born, dt.date(2026, 1, 1)).to_pylist() == [26, 25, 25, None]


def test_about_the_planned_share_of_claims_is_spoilt() -> None:
    count = 20_000
    names = [f"name {number}" for number in range(count)]
    frame = pd.DataFrame({
        "number": range(1, count + 1), "citizen_id": names, "name": names,
        "birth_date": dt.date(2000, 1, 1), "area_code": names, "credit_code": names,
    })  # fmt: skip
    changed = (spoilt(frame.copy())["name"] != frame["name"]).mean()
    assert abs(changed - SHARE_SPOILT) < 0.01


def test_a_package_with_a_measure_is_a_subject_and_the_peers_are_none() -> None:
    assert {"canvas", "records", "peers"} & set(subjects()) == {"canvas", "records"}
