"""The rules of disclosure control: small counts, masks, identifiers in texts."""

from collections import Counter

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from gridloom_analytics.disclosure import mask_for, scrubbed, small_counts
from gridloom_analytics.disclosure.masks import mask_citizen_id, mask_name, mask_telephone
from gridloom_analytics.disclosure.persons import in_small_classes
from gridloom_layers.roles import role

COUNTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=30)


@given(COUNTS, st.integers(1, 20))
def test_every_small_count_is_found(pairs, threshold):
    frame = pd.DataFrame(pairs, columns=["old", "all"])
    small = ((frame > 0) & (frame < threshold)).any(axis=1)
    assert small_counts(frame, threshold)[small.to_numpy()].all()


@given(COUNTS, st.integers(1, 20))
def test_the_rest_of_a_whole_counts_too(pairs, threshold):
    frame = pd.DataFrame({"part": [a for a, _ in pairs], "whole": [a + b for a, b in pairs]})
    rest = frame["whole"] - frame["part"]
    hidden = small_counts(frame, threshold)
    assert hidden[((rest > 0) & (rest < threshold)).to_numpy()].all()


@given(st.lists(st.sampled_from([0, 10, 500]), min_size=1))
def test_zero_and_large_counts_are_published(counts):
    assert not small_counts(pd.DataFrame({"n": counts}), 10).any()


@given(st.lists(st.integers(-1, 4), max_size=80), st.integers(1, 20))
def test_of_classes_of_persons_none_is_small_and_none_is_withheld_alone(classes, threshold):
    rows = np.array(classes, np.int16)
    few = in_small_classes(rows, threshold)
    shown = Counter(rows[~few & (rows >= 0)].tolist())
    assert all(count >= threshold for count in shown.values()) and not few[rows < 0].any()
    assert not 0 < few.sum() < threshold or not shown


def test_a_missing_count_is_no_count():
    assert small_counts(pd.DataFrame({"n": [None, 3.0]})).tolist() == [False, True]


@pytest.mark.parametrize("code", ["11010519491231002X", "310101198001010018"])
def test_a_published_citizen_id_shows_three_digits(code):
    assert ric.is_valid(code)
    assert mask_citizen_id(code) == code[:3] + "*" * 15


def test_inside_the_workstation_the_last_four_may_stay():
    assert mask_citizen_id("11010519491231002X", published=False) == "110***********002X"


@pytest.mark.parametrize("code", ["1", "123", ""])
def test_a_code_that_is_too_short_is_hidden_whole(code):
    assert mask_citizen_id(code) == "*" * len(code)


@pytest.mark.parametrize(
    ("name", "masked"), [("诸葛亮", "诸葛*"), ("王", "*"), ("李小龙", "李**"), ("Ann Lee", "A***")]
)
def test_a_name_keeps_its_surname(name, masked):
    assert mask_name(name) == masked


def test_a_telephone_keeps_its_ends():
    assert mask_telephone("075583200000") == "075*****0000"


def test_every_identifier_of_every_personal_role_is_masked():
    for name in ("person", "register", "entity", "event", "grid"):
        for field in role(name).fields:
            if field.personal != "no":
                assert (
                    mask_for(field, field.personal)("1949-12-31 13800138000")
                    != "1949-12-31 13800138000"
                )


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.sampled_from(["电话{}，谢谢", "{}", "a {} b"]))
def test_mobile_numbers_in_texts_are_masked(number, text):
    (shown,) = scrubbed(pa.chunked_array([[text.format(number)]])).to_pylist()
    assert number not in shown


def test_two_numbers_in_a_row_are_both_masked():
    text = "11010519491231002X 13800138000 13900139000"
    assert scrubbed(pa.chunked_array([[text]])).to_pylist() == [
        "110*************** 138****8000 139****9000"
    ]


@pytest.mark.parametrize(
    "text", ["440306009601021", "91350100M000100Y43", "2026-01-01", "福田区深南大道1006号"]
)
def test_other_codes_and_texts_stay(text):
    assert scrubbed(pa.chunked_array([[text]])).to_pylist() == [text]
