"""Each rule on a few rows whose faults can be counted by hand."""

import datetime as dt
import tomllib

import pandas as pd
import pytest

from gridloom_analytics.quality import assess
from gridloom_analytics.quality.expectations import expectations
from gridloom_data import data_path
from gridloom_layers.errors import BadInput
from gridloom_layers.roles import ROLES, role

LEASES = pd.DataFrame(
    {
        "合同编号": ["1", "2", "3", "4"],
        "承租人身份证号": ["11010519491231002X", "11010519491231002X", None, "110105194912310021"],
        "租赁开始": ["2024-01-01", "2024-01-01", "2025-05-01", "2025-06-01"],
        "租赁结束": ["2025-01-01", "2023-12-31", None, "2025-06-01"],
    }
)


def test_a_lease_that_ends_before_it_starts_is_a_contradiction(small, counts) -> None:
    one = assess(small("register", LEASES)).tables[0]
    assert counts(one, "consistency", "ends-after-starts") == (3, 1)


def test_of_the_published_id_only_the_changed_check_digit_is_invalid(small, counts) -> None:
    one = assess(small("register", LEASES)).tables[0]
    assert counts(one, "validity", "citizen_id") == (3, 1)


def test_sex_unknown_is_no_category_and_contradicts_nothing(small, counts) -> None:
    rows = {
        "身份证号": ["11010519491231002X", "34052419800101001X", None],
        "性别": ["女", "不详", "男"],
    }
    one = assess(small("person", pd.DataFrame(rows))).tables[0]
    assert counts(one, "validity", "sex") == (3, 1)
    assert counts(one, "consistency", "sex-in-id") == (1, 0)


def test_the_organisation_code_is_cut_from_the_credit_code(small, counts) -> None:
    credit = ["91350100M000100Y43"] * 1 + ["91440300MA50000063"]
    rows = {"统一社会信用代码": credit, "组织机构代码": ["M000100Y4", "M000100Y4"]}
    one = assess(small("entity", pd.DataFrame(rows))).tables[0]
    assert counts(one, "consistency", "organisation-in-credit") == (2, 1)


def test_a_number_out_of_its_range_is_invalid(small, counts) -> None:
    rows = {"统一社会信用代码": ["91350100M000100Y43", None, None], "从业人数": ["-3", "12", ""]}
    one = assess(small("entity", pd.DataFrame(rows))).tables[0]
    assert counts(one, "validity", "employees") == (2, 1)


def test_a_required_field_that_the_table_has_not_is_missing_throughout(small, counts) -> None:
    one = assess(
        small("entity", pd.DataFrame({"企业名称": ["甲", "乙"], "从业人数": [1, 2]}))
    ).tables[0]
    assert counts(one, "completeness", "building_code") == (2, 2)


def test_rows_of_an_old_source_are_out_of_date(small, counts) -> None:
    second = LEASES.assign(合同编号=["5", "6", "7", "8"]).iloc[:2]
    store = small("register", LEASES, second, as_of_0="2025-12-01", as_of_1="2024-12-31")
    one = assess(store).tables[0]
    assert counts(one, "timeliness", "as_of") == (6, 2)
    assert one.whole["age_days"] == (31 * 4 + 366 * 2) / 6


def test_each_source_has_figures_of_its_own(small) -> None:
    second = pd.DataFrame({"合同编号": ["5", "6"], "承租人身份证号": [None, "11010519491231002X"],
                           "租赁开始": ["2024-01-01"] * 2})  # fmt: skip
    sources = assess(small("register", LEASES, second)).tables[0].sources
    assert sources["completeness"].tolist() == [11 / 12, 5 / 6]
    assert sources["rows"].tolist() == [4, 2]


ROLL = pd.DataFrame(
    {"学籍号": [f"G{number}" for number in range(100)], "入学日期": ["2024-09-01"] * 100}
)


def test_the_trend_is_the_change_from_import_to_import(small) -> None:
    repeated = pd.concat([ROLL, ROLL.iloc[:25]])
    imports = assess(small("register", ROLL, repeated, mode="replace")).tables[0].imports
    assert imports["unique"].tolist() == [1.0, 0.8]
    assert imports["unique_change"].iloc[1] == pytest.approx(-0.2)


def test_a_doubtful_code_makes_an_import_less_sound(small) -> None:
    imports = assess(small("register", LEASES)).tables[0].imports
    assert imports["sound"].tolist() == [0.75]


def test_duplicates_of_a_source_without_rows_are_forgotten(small, counts) -> None:
    repeated = pd.concat([ROLL, ROLL.iloc[:25]])
    others = ROLL.assign(学籍号=[f"H{number}" for number in range(100)])
    one = assess(small("register", repeated, others, mode="replace")).tables[0]
    assert counts(one, "uniqueness", "number") == (100, 0)


def test_a_row_that_the_last_import_confirmed_is_as_new_as_that(small, counts) -> None:
    dates = {"as_of_0": "2025-01-01", "as_of_1": "2025-12-31"}
    changed = ROLL.assign(入学日期=["2024-09-02"] * 10 + ["2024-09-01"] * 90)
    one = assess(small("register", ROLL, changed, mode="replace", **dates)).tables[0]
    assert one.sources["rows"].tolist() == [90, 10]
    assert counts(one, "timeliness", "as_of") == (100, 0)
    assert one.whole["age_days"] == 1


def test_running_numbers_are_no_keys_that_could_repeat(small) -> None:
    one = assess(small("register", LEASES)).tables[0]
    assert "uniqueness" not in set(one.checks["dimension"])


def test_the_score_is_the_mean_of_the_dimensions_that_were_asked(small) -> None:
    whole = assess(small("register", LEASES)).tables[0].whole
    asked = [whole[name] for name in ("completeness", "validity", "consistency")]
    assert pd.isna(whole["timeliness"]) and pd.isna(whole["uniqueness"])
    assert whole["score"] == pytest.approx(sum(asked) / 3)


def test_a_table_that_no_join_leads_to_the_level_is_told(city) -> None:
    report = assess(city, ["lease"], "grid")
    assert report.tables[0].areas is None
    assert "lease" in report.warnings[0]["en"]


def test_a_level_without_areas_is_refused(city) -> None:
    with pytest.raises(BadInput, match="no areas"):
        assess(city, ["person"], "entity")


@pytest.mark.parametrize("name", ROLES)
def test_the_expectations_of_a_role_name_its_own_fields(name: str) -> None:
    text = data_path("quality", f"{name}.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["current_days"] == expectations(name).current_days
    rules = expectations(name).agreements
    named = [f for rule in rules for f in ([rule.of, rule.field] if rule.kind == "part"
             else [rule.earlier, rule.later])]  # fmt: skip
    fields = {*named, *expectations(name).ranges, *expectations(name).required} - {"position"}
    assert fields <= {field.name for field in role(name).fields}


def test_dates_are_judged_at_the_data_date(small, counts) -> None:
    rows = {"身份证号": [None, "11010519491231002X"], "出生日期": ["1949-12-31", "1949-12-31"]}
    report = assess(small("person", pd.DataFrame(rows)))
    assert report.data_date == dt.date(2026, 1, 1)
    assert counts(report.tables[0], "validity", "birth_date") == (2, 0)
