"""Conditions in lines: written as expressions, and read from them again."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.expressions import Fields, parse_condition
from gridloom_desktop.window.model.asking.lines import OPERATORS, Group, Line, written
from gridloom_desktop.window.model.asking.reading import read_lines
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import TableField, TableInfo

TYPES = {"floors": "integer", "height": "number", "built": "date", "address": "text",
         "in": "text", "数据 来源": "text", "listed": "boolean"}  # fmt: skip


class NoLinks:
    links = ()


@pytest.fixture(scope="module")
def fields():
    stored = tuple(TableField(name=name, type=kind) for name, kind in TYPES.items())
    sex = TableField(name="sex", type="text", canonical=True)
    table = TableInfo(name="t", role="person", rows=0, key=None, fields=(*stored, sex),
                      generation=0, records=())  # fmt: skip
    return Fields(NoLinks(), table)


VALUES = {
    "integer": st.integers(-(10**9), 10**9),
    "number": st.floats(allow_nan=False, allow_infinity=False, min_value=1e-3, max_value=1e9),
    "date": st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).map(dt.date.isoformat),
    "text": st.text("ab'\"%_路（，", min_size=1, max_size=5),
    "boolean": st.booleans(),
}


@st.composite
def lines(draw):
    name = draw(st.sampled_from(sorted(TYPES)))
    operator = draw(st.sampled_from(OPERATORS[TYPES[name]]))
    values = VALUES[TYPES[name]]
    counts = {"between": (2, 2), "in": (1, 3), "not in": (1, 3), "empty": (0, 0), "filled": (0, 0)}
    least, most = counts.get(operator, (1, 1))
    return Line(name, operator, tuple(draw(st.lists(values, min_size=least, max_size=most))))


groups = st.recursive(
    lines(), lambda parts: st.builds(Group, kind=st.sampled_from(["all", "any", "none"]),
                                     parts=st.lists(parts, min_size=1, max_size=3).map(tuple)),
    max_leaves=6,
).map(lambda part: part if isinstance(part, Group) else Group("all", (part,)))  # fmt: skip


@given(group=groups)
def test_what_is_written_reads_as_what_writes_the_same(fields, group):
    text = written(group)
    again = read_lines(text, fields)
    assert again is not None
    assert written(again) == written(read_lines(written(again), fields))
    assert parse_condition(written(again), fields, dt.date(2025, 1, 1)).tree is not None


@given(group=groups)
def test_reading_and_writing_changes_no_condition(fields, group):
    today = dt.date(2025, 1, 1)
    before = parse_condition(written(group), fields, today).tree
    after = parse_condition(written(read_lines(written(group), fields)), fields, today).tree
    assert plain(after) == plain(before)


def plain(tree):
    """Return a condition without its parentheses and the order of nested connectives."""
    text = tree.sql("duckdb")
    return sorted(text.replace("(", " ").replace(")", " ").split())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("10 <= floors", Line("floors", ">=", (10,))),
        ("address like '%路%'", Line("address", "contains", ("路",))),
        ("address like '深%'", Line("address", "starts", ("深",))),
        ("sex = '女'", Line("sex", "=", ("F",))),
        ("built >= '2015年3月1日'", Line("built", ">=", ("2015-03-01",))),
        ("not sex in ('男')", Line("sex", "not in", ("M",))),
        ("height > -2.5", Line("height", ">", (-2.5,))),
    ],
)
def test_a_planners_writing_becomes_a_line(fields, text, line):
    assert read_lines(text, fields) == Group("all", (line,))


def test_not_like_becomes_a_negated_line(fields):
    line = Line("address", "starts", ("深",))
    assert read_lines("address not like '深%'", fields) == Group("none", (line,))


@pytest.mark.parametrize("text", ["floors * 2 > 10", "year(built) = 2015", "floors = height",
                                  "address like 'a%b'", "nothing = 1"])  # fmt: skip
def test_what_says_more_than_lines_stays_a_text(fields, text):
    assert read_lines(text, fields) is None


def test_a_broken_expression_is_told(fields):
    with pytest.raises(BadInput):
        read_lines("floors >=", fields)


def test_incomplete_lines_are_left_out():
    group = Group(
        "all", (Line("floors", ">="), Line("use", "in", ()), Line("age", "between", (1,)))
    )
    assert written(group) == ""
