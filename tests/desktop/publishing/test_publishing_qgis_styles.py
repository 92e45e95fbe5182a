"""Styles for QGIS: each row is drawn in the class that the style says."""

import sqlite3
from xml.etree.ElementTree import Element, fromstring

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.cartography import MISSING, Style, StyleClass
from gridloom_analytics.cartography.bivariate import bivariate
from gridloom_analytics.cartography.graduated import graduated
from gridloom_desktop.publishing.qgis import Drawing, Heating, Labels, Marks, Sizing, qml
from gridloom_desktop.publishing.qgis.conditions import size
from gridloom_desktop.publishing.qgis.renderers import rules

AREA = Marks("area")
# SQLite reads fewer digits of a number than QGIS does: of these it reads all
FIGURES = st.integers(-(10**9), 10**9).map(lambda number: number / 1000)
NUMBERS = st.lists(st.none() | FIGURES, min_size=1, max_size=30)
KINDS = ("a", "it's", 'say "no"', "x\\y", "-- drop")


def both(text: str) -> dict:
    return {"zh": text, "en": text}


def drawn(style: Style, **more) -> Drawing:
    return Drawing(AREA, style, "en", **more)


def style_of(drawing: Drawing) -> Element:
    return fromstring(qml(drawing))  # noqa: S314 - our own


def kinds(*values: str, rest: bool = False) -> Style:
    classes = [StyleClass(colour="#112233", label=both(one), value=one) for one in values]
    if rest:
        classes.append(StyleClass(colour="#445566", label=both("others"), value="\0"))
    return Style(column="v", title=both("t"), kind="categorical", classes=tuple(classes), method="")


def matched(drawing: Drawing, columns: dict[str, list]) -> list[list[int]]:
    """Return the numbers of the rules that each row meets, as SQLite evaluates them."""
    names = ", ".join(f'"{name}"' for name in columns)
    tests = ", ".join(f"({one.condition}) IS TRUE" for one in rules(drawing))
    with sqlite3.connect(":memory:") as database:
        database.execute(f"CREATE TABLE rows ({names})")
        marks = ", ".join("?" * len(columns))
        rows = list(zip(*columns.values(), strict=True))
        database.executemany(f"INSERT INTO rows VALUES ({marks})", rows)  # noqa: S608
        answers = database.execute(f"SELECT {tests} FROM rows").fetchall()  # noqa: S608
    return [[number for number, one in enumerate(answer) if one] for answer in answers]


@given(NUMBERS)
def test_a_number_meets_the_rule_of_its_class_alone(values):
    numbers = np.array(values, float)
    style = graduated(numbers, column="v", title=both("t"), k=4)
    expected = [[n if n != MISSING else len(style.classes)] for n in style.classify(numbers)]
    assert matched(drawn(style, missing=True), {"v": values}) == expected


@given(NUMBERS)
def test_two_numbers_meet_the_rule_of_both_their_classes(values):
    other = values[::-1]
    first, second = np.array(values, float), np.array(other, float)
    if not (np.isfinite(first) & np.isfinite(second)).any():
        return
    style = bivariate(first, second, columns=("v", "w"), titles=(both("a"), both("b")))
    drawing = drawn(style.style(), crossing=style, missing=True)
    labels = [one.label["en"] for one in style.style().classes]
    met = matched(drawing, {"v": values, "w": other})
    told = [list(rules(drawing))[one].label for (one,) in met]
    classes = style.classify(first, second)
    assert told == ["no data" if n == MISSING else labels[n] for n in classes]


@given(st.lists(st.sampled_from((*KINDS, "other", None)), min_size=1))
def test_a_kind_meets_its_rule_whatever_is_written_in_it(values):
    style = kinds(*KINDS, rest=True)
    drawing = drawn(style, rest=len(KINDS), missing=True)
    places = {**{one: n for n, one in enumerate(KINDS)}, "other": 5, None: 6}
    # SQLite knows no escapes: it reads two backslashes as two
    stored = [one.replace("\\", "\\\\") if one else one for one in values]
    assert matched(drawing, {"v": stored}) == [[places[one]] for one in values]


def test_a_withheld_row_is_hatched_and_one_without_a_value_is_not():
    style = graduated([1.0, 2.0], column="v", title=both("t"), k=2)
    drawing = drawn(style, missing=True, withheld=True)
    met = matched(drawing, {"v": [1.5, None, None], "suppressed": [False, True, False]})
    found = [list(rules(drawing))[one] for (one,) in met]
    assert [one.hatched for one in found] == [False, True, False]
    assert [one.label for one in found] == ["1 – 2", "withheld (few persons)", "no data"]


@pytest.mark.parametrize(
    ("drawing", "kind"),
    [
        (drawn(graduated([1.0, 2.0], column="v", title=both("t"), k=2)), "graduatedSymbol"),
        (drawn(kinds("a", "b")), "categorizedSymbol"),
        (drawn(kinds("a", "b"), missing=True), "categorizedSymbol"),
        (drawn(kinds("a", rest=True), rest=1), "categorizedSymbol"),
        (drawn(kinds("a", ""), missing=True), "RuleRenderer"),
        (drawn(kinds("a"), withheld=True), "RuleRenderer"),
    ],
)
def test_a_layer_has_the_renderer_that_users_edit_most_easily(drawing, kind):
    assert style_of(drawing).find("renderer-v2").get("type") == kind


def test_a_style_holds_what_no_xml_can_and_nothing_that_qgis_works_out():
    style = kinds("a\x00\x1bb", "[% env('HOME') %]<b>")
    labels = [one.get("label") for one in style_of(drawn(style)).iter("category")]
    assert labels == ["ab", "[ % env('HOME') %]<b>"]


def test_hidden_classes_are_there_and_not_drawn():
    style = graduated([1.0, 2.0], column="v", title=both("t"), k=2)
    ranges = style_of(drawn(style, hidden=frozenset({0}))).iter("range")
    assert [one.get("render") for one in ranges] == ["false", "true"]


def test_a_size_is_told_by_the_upper_end_of_its_class():
    text = size(Sizing("c", (5.0, 9.0), (2.0, 4.0)), 1.0)
    assert text == 'CASE WHEN "c" IS NULL THEN 2 WHEN "c" <= 5 THEN 2 ELSE 4 END'


def test_heat_of_twice_the_strength_ends_half_as_high():
    drawing = Drawing(Marks("point"), kinds("a"), "en",
                      heating=Heating(("#000000", "#ffffff"), 10.0, 2.0))  # fmt: skip
    options = style_of(drawing).find("renderer-v2/colorramp/Option")
    stops = {one.get("name"): one.get("value") for one in options}
    assert "0.5;255,255,255,255" in stops["stops"].split(":")


def test_sizes_have_a_legend_with_their_title():
    sizing = Sizing("c", (5.0, 9.0), (2.0, 4.0), ("1 – 5", "6 – 9"), "容量")
    drawing = Drawing(Marks("point"), kinds("a"), "zh", sizing=sizing)
    legend = style_of(drawing).find("renderer-v2/data-defined-size-legend")
    assert legend.get("title") == "容量"
    assert [one.get("label") for one in legend.iter("class")] == ["1 – 5", "6 – 9"]


def test_labels_tell_values_in_words():
    labels = Labels("sex", {"F": "女", "M": "男"})
    text = style_of(drawn(kinds("a"), labels=labels)).find(".//text-style")
    assert text.get("fieldName").startswith("coalesce(map_get(map('F', '女', 'M', '男')")
    assert text.get("isExpression") == "1"


def test_titles_of_fields_are_their_aliases():
    root = style_of(drawn(kinds("a"), aliases={"floors": "层数"}))
    assert [(one.get("field"), one.get("name")) for one in root.iter("alias")] == [
        ("floors", "层数")
    ]


def test_the_same_drawing_gives_the_same_text():
    style = graduated(np.arange(9.0), column="v", title=both("t"))
    assert qml(drawn(style, missing=True)) == qml(drawn(style, missing=True))
