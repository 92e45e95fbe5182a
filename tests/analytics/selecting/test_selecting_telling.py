"""What conditions say, in both languages."""

import pytest
import shapely

from gridloom_analytics.selecting import AllOf, AnyOf, Linked, Not, Rows, Where, Within
from gridloom_analytics.selecting.telling import told

TALL = Where(text="floors >= 10")


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("floors >= 12 and floor_area is not null", "层数 ≥ 12 且 建筑面积 不为空"),
        ("floors between 1 and 2 and code is null", "层数 介于 1 和 2 且 建筑编码 为空"),
        ("code not in ('b and c', 'floors')", "建筑编码 不属于 ('b and c', 'floors')"),
        ("floors not between 1 and 2", "层数 不介于 1 和 2"),
        ("code not like 'b%'", "建筑编码 不形如 'b%'"),
        ("contains(code, 'b')  or floors<>3", "contains(建筑编码, 'b') 或 层数≠3"),
    ],
)
def test_an_expression_is_told_by_the_titles_of_its_fields(made_town, text, zh):
    assert told(Where(text=text), made_town.store, "building")["zh"] == zh


def test_what_is_no_expression_is_told_as_it_is_written():
    assert told(Where(text="floors = 'open"))["en"] == "floors = 'open"


def test_parts_are_joined_and_kept_apart(made_town):
    area = Within.of(shapely.box(0, 0, 1500, 1000), "within")
    condition = AllOf(parts=(TALL, Not(condition=AnyOf(parts=(area, Rows(keys=(1,)))))))
    assert told(condition)["en"] == (
        "floors ≥ 10 and not (wholly in the drawn area (1.5 km²) or 1 single row)"
    )


def test_linked_rows_are_told_with_their_table(made_town):
    said = told(Linked(table="building", condition=TALL), made_town.store, "person")
    assert said == {"en": "linked to “building” with floors ≥ 10",
                    "zh": "与满足 层数 ≥ 10 的“楼栋”相关联"}  # fmt: skip
