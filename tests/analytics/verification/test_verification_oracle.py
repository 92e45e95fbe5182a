"""Every claim of the sample city gets the answer that plain SQL gives."""

from typing import Any

import duckdb
import pandas as pd
import pytest

SAME_NAME = """
case when b.name is null or c.{who}_name is null then 'undecided'
     when b.name <> c.{who}_name then 'failed' {more} else 'passed' end
"""
BORN = """when c.child_born is not null and b.birth_date is null then 'undecided'
when c.child_born is not null and b.birth_date <> cast(c.child_born as date) then 'failed'
when c.child_sex is not null and b.sex is null then 'undecided'
when c.child_sex is not null and b.sex <> c.child_sex_code then 'failed'"""
AGE = """
case when b.birth_date is null then 'undecided'
     when date_part('year', age(date '2026-08-31', b.birth_date)) between 6 and 7 then 'passed'
     else 'failed' end
"""
PLACE = """
case when c.community is null or c.community not in (select code from community)
       or b.code is null then 'undecided'
     when b.code = c.community then 'passed' else 'failed' end
"""
DATED = """
case when b.starts > date '2026-04-30' or b.ends < date '2026-04-30' then 'failed'
     when b.starts is null then 'undecided' else 'passed' end
"""
EXPECTED = {
    "child": ("person", "child_id", SAME_NAME.format(who="child", more=BORN)),
    "age": ("person", "child_id", AGE),
    "guardian": ("person", "true_id", SAME_NAME.format(who="guardian", more="")),
    "residence": ("person", "true_id", PLACE),
    "registered": (
        "person",
        "true_id",
        "case when b.registration is null then 'undecided' "
        "when b.registration = 'registered' then 'passed' else 'failed' end",
    ),
    "lease": ("lease", "true_id", DATED),
    "employment": ("employment", "true_id", DATED),
    "insurance": (
        "social_insurance",
        "true_id",
        "case when b.starts is null then 'undecided' "
        "when datediff('day', b.starts, date '2026-04-30') >= 180 then 'passed' "
        "else 'failed' end",
    ),
}
BEST = """
with judged as (
  select c.number, b.citizen_id is not null as found, c.{number} is null as blank, {case} as outcome
  from claims c left join {table} b on b.id_18 = c.{number})
select case when bool_or(blank) then 'undecided'
            when not bool_or(found) then 'not found'
            when bool_or(outcome = 'passed') then 'passed'
            when bool_or(outcome = 'undecided') then 'undecided'
            else 'failed' end
from judged group by number order by number
"""


@pytest.mark.parametrize("check", EXPECTED)
def test_each_check_answers_as_plain_sql_does(
    check: str, compared: Any, frames: dict[str, pd.DataFrame]
) -> None:
    table, number, case = EXPECTED[check]
    codes = {"女": "F", "男": "M"}
    claims = compared.claims.assign(
        number=range(len(compared.claims)), child_sex_code=compared.claims["child_sex"].map(codes)
    )
    engine = duckdb.connect()
    for name, frame in {**frames, "claims": claims}.items():
        engine.register(name, frame)
    sql = BEST.format(table=table, number=number, case=case)
    expected = [outcome for (outcome,) in engine.execute(sql).fetchall()]
    assert compared.outcomes(check) == expected


def test_the_claims_have_every_outcome(compared: Any) -> None:
    met = {outcome for check in EXPECTED for outcome in compared.outcomes(check)}
    assert met == {"passed", "failed", "not found", "undecided"}


def test_a_verdict_is_the_worst_of_what_is_required_and_the_best_of_each_group(
    compared: Any,
) -> None:
    rank = {"passed": 0, "undecided": 1, "not found": 2, "failed": 3}
    ranks = {check: pd.Series(compared.outcomes(check)).map(rank) for check in EXPECTED}
    home = pd.concat([ranks["registered"], ranks["lease"]], axis=1).min(axis=1)
    work = pd.concat([ranks["employment"], ranks["insurance"]], axis=1).min(axis=1)
    each = [ranks[one] for one in ("child", "age", "guardian", "residence")]
    expected = pd.concat([*each, home, work], axis=1).max(axis=1)
    assert compared.answer.verdict.tolist() == expected.tolist()


def test_numbers_written_otherwise_are_found_and_it_is_said(compared: Any) -> None:
    rules = {rule for column, rule in compared.answer.claims.mended if column == "guardian_id"}
    assert rules == {"legacy-15-digit", "full-width", "lower-case", "separators"}
