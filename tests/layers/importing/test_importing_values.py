"""Numbers, categories, keys and the types of columns that nobody mapped."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_layers.importing.categories import read_categories
from gridloom_layers.importing.columns import field_names
from gridloom_layers.importing.inference import infer_type
from gridloom_layers.importing.numbers import read_numbers
from gridloom_layers.importing.personal import looks_personal
from gridloom_layers.importing.plan import is_running_number
from gridloom_layers.keys import KeySet
from gridloom_layers.roles import role


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1,234.5", 1234.5), ("１２", 12), ("-3", -3), ("1e3", 1000), ("—", None), ("", None)],
)
def test_numbers_as_people_write_them(written: str, meant: float | None) -> None:
    values, bad = read_numbers(pa.array([written]), integers=False)
    assert (values.to_pylist(), bad.tolist()) == ([meant], [False])


@pytest.mark.parametrize("written", ["6层", "约50", "1,23", "12 000", "inf", "1.5.2"])
def test_what_is_no_number_is_unreadable(written: str) -> None:
    assert read_numbers(pa.array([written]), integers=False)[1].tolist() == [True]


def test_a_fraction_is_no_whole_number() -> None:
    values, bad = read_numbers(pa.array(["3.0", "3.5"]), integers=True)
    assert (values.to_pylist(), bad.tolist()) == ([3, None], [False, True])


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)))
def test_every_number_python_writes_is_read_back(numbers: list[float]) -> None:
    values, bad = read_numbers(pa.array([repr(n) for n in numbers], pa.string()), integers=False)
    assert (values.to_pylist(), bad.any()) == (numbers, False)


def test_aliases_become_canonical_values() -> None:
    sex = role("person").field("sex")
    assert sex is not None
    found, unknown = read_categories(pa.array(["女", "Male", "１", "甲", None]), sex.values)
    assert found.to_pylist() == ["F", "M", "M", "U", None]
    assert unknown.tolist() == [False, False, False, True, False]


@given(st.lists(st.one_of(st.none(), st.text(max_size=4)), max_size=200))
def test_a_key_set_tells_what_a_python_set_tells(texts: list[str | None]) -> None:
    seen: set[str] = set()
    expected = []
    for text in texts:
        expected.append(text is not None and text in seen)
        seen |= {text} if text is not None else set()
    keys = KeySet()
    half = len(texts) // 2
    found = [*keys.add(pa.array(texts[:half], pa.string())).tolist(),
             *keys.add(pa.array(texts[half:], pa.string())).tolist()]  # fmt: skip
    assert found == expected


def test_a_key_set_grows_to_a_million_keys() -> None:
    keys = KeySet()
    texts = pa.array([f"44030{n}" for n in range(1_000_000)])
    assert keys.add(texts).sum() == 0
    assert keys.holds(texts.slice(999_000)).all()


@pytest.mark.parametrize(
    ("header", "values", "kind"),
    [
        ("人口", ["1,679", "12", ""], "integer"),
        ("高度", ["1.5", "12"], "number"),
        ("备注", ["1.5", "x"], "text"),
        ("districtCodeNormalized", ["63000020"], "text"),
        ("网格编号", ["12"], "text"),
        ("序", ["007"], "text"),
        ("n", ["440301199001011234"], "text"),
        ("n", ["", None], "text"),
    ],
)
def test_the_type_of_an_unmapped_column(header: str, values: list[str], kind: str) -> None:
    assert infer_type(header, pa.array(values, pa.string())) == kind


def test_names_of_unmapped_columns_are_plain_and_differ_in_more_than_case() -> None:
    names = field_names(["A b", "a_B", "fid", "15-64歲", "..."], ["code"])
    assert list(names.values()) == ["A_b", "a_B_2", "fid_2", "15-64歲", "column"]


def test_running_numbers_are_told_from_codes() -> None:
    assert is_running_number(pa.array([str(n) for n in range(1, 100)]))
    assert not is_running_number(pa.array(["440303", "440304"]))
    assert not is_running_number(pa.array(["001", "002"]))


def test_columns_of_telephone_numbers_and_ids_are_personal() -> None:
    assert looks_personal(pa.array(["13800138000", None, "x"]))
    assert looks_personal(pa.array(["11010519491231002X"]))
    assert not looks_personal(pa.array(["440303", "02512345678"]))
