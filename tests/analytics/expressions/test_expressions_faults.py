"""What is not an expression is told as such, and never runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from gridloom_analytics.expressions import parse_filter
from gridloom_layers.errors import BadInput
from gridloom_layers.language import use_language

MAY_RUN = {
    exp.And, exp.Or, exp.Not, exp.Paren, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE,
    exp.In, exp.Like, exp.Is, exp.Null, exp.Boolean, exp.Literal, exp.Column, exp.Identifier,
    exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Nullif, exp.Cast, exp.DataType, exp.Case,
    exp.If, exp.Extract, exp.Var, exp.DateDiff, exp.Lower, exp.Upper, exp.Length, exp.Abs,
    exp.Round, exp.Coalesce, exp.StrPosition, exp.StartsWith,
}  # fmt: skip
WORDS = [
    "age", "性别", "sex", "income", "birth_date", "'F'", "'女'", "'2000-01-01'", "'x'", "1", "65",
    ".5", "1e5", "(", ")", ",", "+", "-", "*", "/", "=", "<>", "<", ">=", "and", "or", "not",
    "in", "between", "like", "is", "null", "true", "lower", "year", "days", "coalesce", "round",
    "contains", "select", "from", "person", ".", "read_csv", "count", "over", "case", "when",
    "then", "end", "cast", "as", "blob", "::", ";", "--", "/*", "*/", "[", "]", "{", "}", "$1",
    "?", "@", "->", "date", "timestamp", "interval", "exists", "any", "all", "array", "struct",
    "pragma", "attach", "union", "with", "order by", "group by", "limit", "distinct", "escape",
    "collate", "x'00'", "0x1", '"age"', '"', "'", "||", "%", "^", "~", "!", "|", "&", "#", "\\",
    "\n", "\u3000", "\x00",
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "age in (select 1)", "exists (select 1)", "(select 1) = 1",
        "read_csv('/etc/passwd') = 'x'", "income > (select max(income) from person)",
        "PRAGMA database_list", "age > 1; drop table x", "age > 1 -- all", "age > 1 /* all */",
        "row_number() over () = 1", "sum(income) over () > 1", "cast(sex as blob) = 'x'",
        "sex::blob = 'x'", "*", "count(*) > 1", "person.* is null", "age > $1", "age > ?",
        "case when true then true end", "income[1] = 1", "{'a': 1} = 1", "getenv('HOME') = 'x'",
        "columns('.*') = 1", "other.age > 1", "a.b.age > 1", "sex like 'F' escape 'x'",
        "sex collate nocase = 'f'", "age at time zone 'x' = 1", "interval '1' day = 1",
        "sex || 'x' = 'Fx'", "lower(distinct sex) = 'f'", "row_key > 1", "source_row = 1",
        "building_key = 1", "current_date > birth_date",
    ],
)  # fmt: skip
def test_what_is_outside_the_language_is_refused(town, text):
    with pytest.raises(BadInput):
        parse_filter(text, town.store, "person")


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (
            "agee > 3",
            "unknown-field",
            "Character 1: “person” has no field “agee”. Did you mean age",
        ),
        ("age > 3 and sexx = 'F'", "unknown-field", "Character 13:"),
        ("sex = 'x'", "unknown-value", "It has: F (女, 女性), M (男, 男性)"),
        ("sex in ('F', '雌')", "unknown-value", "Character 14: “sex” has no value “雌”"),
        ("age > '65'", "wrong-type", "“age” (a number) cannot be compared with text."),
        ("citizen_id = 110", "wrong-type", "Put text in single quotes"),
        ('sex = "F"', "unknown-field", "Text goes in single quotes: 'F'."),
        ("birth_date > '1950-13-01'", "bad-date", "“1950-13-01” is not a date."),
        ("age = null", "wrong-type", "Write “is null”"),
        ("income", "not-a-condition", "a condition is needed"),
        ("1 < age < 5", "wrong-type", "cannot be compared"),
        ("yeer(birth_date) = 1", "unknown-function", "Did you mean year?"),
        ("days(birth_date) > 1", "wrong-arguments", "takes 2 values"),
        ("round(income, 99) > 1", "wrong-arguments", "from −12 to 12"),
        ("age > 1e999", "bad-number", "“1e999” cannot be read as a number."),
        ("sex = 'F", "bad-expression", "Is a quotation mark left open?"),
        ("", "bad-expression", "empty"),
        ("age >", "bad-expression", "The expression breaks off after “>”"),
        ("(" * 400 + "age > 1" + ")" * 400, "bad-expression", "nested too deeply"),
        ("not " * 3000 + "age > 1", "bad-expression", "nested too deeply"),
        ("age" + " + 1" * 3000 + " > 1", "bad-expression", "nested too deeply"),
        ("age > 1" + " " * 60_000, "bad-expression", "longer than"),
    ],
)
def test_a_fault_says_what_where_and_what_to_do(town, text, code, said):
    with pytest.raises(BadInput) as caught:
        parse_filter(text, town.store, "person")
    use_language("en")
    assert caught.value.code == code
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("birth_date >= 1950-07-01", "Put it in single quotes: '1950-07-01'."),
        ("birth_date between 1950/7/1 and '1960-01-01'", "single quotes: '1950-07-01'."),
        ("birth_date < 1950年7月1日", "single quotes: '1950-07-01'."),
        ("birth_date > 19500701", "Write a date as '2015-03-01'"),
        ("age ≥ 65", "Write “>=” instead of “≥”."),
        ("age =< 65", "Write “<=” instead of “=<”."),
        ("age > 6 && sex = '女'", "Write “and” instead of “&&”."),
        ("age > 6 且 sex = '女'", "Write “and” instead of “且”."),
        ("age 大于 6", "Write “>” instead of “大于”."),
        ("sex in ('女'、'男')", "Write “,” instead of “、”."),
        ("sex = 「女」", "Write “'” instead of “「”."),
        ("sex = '女'，age > 6", "Character 10: Conditions cannot be joined by “,”."),
        ("age > 6; sex = '女'", "Write “and” or “or” between them."),
        ("sex in '女'", "Write in ('女'), with commas between several."),
        ("sex = 女性", "Text goes in single quotes: '女性'."),
        ("sex contains '女'", "Write “like '%…%'” instead of “contains”."),
        ("citizen_id is empty", "Write “null” instead of “empty”."),
        ("年岭 > 6", "Did you mean 年龄?"),
        ("where age > 6", "“where” has no place in a condition."),
        ("(age > 6", "Character 1: A parenthesis is not closed."),
        ("age > 6)", "Character 8: This parenthesis closes none"),
    ],
)
def test_a_usual_slip_is_told_with_what_to_write(town, text, said):
    with pytest.raises(BadInput) as caught:
        parse_filter(text, town.store, "person")
    use_language("en")
    assert said in str(caught.value)


def test_a_day_may_be_written_as_officials_write_it(town):
    for day in ("1950年7月1日", "1950/7/1", "1950-07-01"):
        found = parse_filter(f"birth_date >= '{day}'", town.store, "person").condition()
        assert found.sql("duckdb") == "\"birth_date\" >= CAST('1950-07-01' AS DATE)"


def test_a_yes_or_no_is_written_alone(town):
    with pytest.raises(BadInput, match="Write “late” or “not late”"):
        parse_filter("late = 1", town.store, "event")
    with pytest.raises(BadInput, match="Write “true” instead of “是”"):
        parse_filter("late = 是", town.store, "event")


def test_a_calculation_is_no_date(town):
    assert parse_filter("income > 2000 - 10 - 5", town.store, "person")


def test_signs_within_text_are_no_slip(town):
    assert parse_filter("citizen_id = '≥2025-07-01，且'", town.store, "person")


def test_a_derived_field_names_the_field_that_it_lacks(new_store, write, town):
    store = new_store()
    write(store, "event", "event", town.frames["event"][["code", "closed_at"]])
    with pytest.raises(BadInput, match="“late” is computed from “due_at”"):
        parse_filter("late", store, "event")


def check(store, text):
    """Parse; what comes out holds nothing but what may run, over columns of the table, and runs."""
    try:
        condition = parse_filter(text, store, "person").condition("p")
    except BadInput:
        return
    assert {type(node) for node in condition.walk()} <= MAY_RUN
    person = exp.alias_(exp.table_("person"), "p", table=True)
    assert store.select(exp.select("p.row_key").from_(person).where(condition)).num_rows <= 900
    columns = {column.name for column in condition.find_all(exp.Column)}
    assert columns <= set(store.table("person").field_names) - {"building_key"}


@given(text=st.text(max_size=60))
def test_no_text_raises_anything_but_bad_input(town, text):
    check(town.store, text)


@pytest.mark.parametrize(
    "text",
    ["age" + " + 1" * 95 + " > 1", "not " * 80 + "sex is null", "(" * 24 + "age > 1" + ")" * 24,
     " or ".join(["income > 1"] * 500), "citizen_id in ('x'" + ", 'x'" * 1000 + ")",
     "round(income * 1e300 * 1e300 / 1e-300, -12) > abs(-1e300 - 1e308)"],
)  # fmt: skip
def test_what_is_allowed_runs_however_long(town, text):
    check(town.store, text)


@given(words=st.lists(st.sampled_from(WORDS), max_size=14), gap=st.sampled_from(["", " "]))
def test_nothing_but_the_whitelist_gets_through(town, words, gap):
    check(town.store, gap.join(words))
