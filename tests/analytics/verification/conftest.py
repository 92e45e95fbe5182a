"""The smallest sample city with its registers, claims made from it, and the example rule."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gridloom_analytics.verification import Verification, plan_rule, read_claims, read_rule, verify
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, open_workspace

RULE = Path(__file__).resolve().parents[3] / "docs/examples/school-admission.toml"
TABLES = ("community", "grid", "building", "person", "lease", "employment", "social_insurance")
CLAIMS = 1500


@dataclass(frozen=True)
class Compared:
    """Claims as a frame (``true_id`` is whom a guardian's number means) and their answers."""

    claims: pd.DataFrame
    answer: Verification

    def outcomes(self, check: str) -> list[str]:
        """Return what a check says of each claim."""
        order = ("passed", "undecided", "not found", "failed")
        (found,) = (one for one in self.answer.checks if one.planned.check.name == check)
        return [order[number] for number in found.outcome]


@pytest.fixture(scope="session")
def base(demo_city: Path) -> FolderStore:
    return open_workspace(demo_city)


@pytest.fixture(scope="session")
def frames(base: FolderStore) -> dict[str, pd.DataFrame]:
    """The tables of the base as frames, dates as dates, one community for each person."""
    found = {name: base.attributes(name, base.table(name).field_names).to_pandas()
             for name in TABLES}  # fmt: skip
    places = found["person"].merge(
        found["building"][["row_key", "grid_key"]], "left",
        left_on="building_key", right_on="row_key", suffixes=("", "_b"),
    ).merge(
        found["grid"][["row_key", "community_key"]], "left",
        left_on="grid_key", right_on="row_key", suffixes=("", "_g"),
    ).merge(
        found["community"][["row_key", "code"]], "left",
        left_on="community_key", right_on="row_key", suffixes=("", "_c"),
    )  # fmt: skip
    found["person"] = places
    for frame in found.values():
        if "citizen_id" in frame:
            frame["id_18"] = frame["citizen_id"].map(of_18_characters, na_action="ignore")
    return found


def of_18_characters(number: str) -> str:
    """Return a citizen ID in its form of 18 characters, by the rule of GB 11643."""
    if len(number) != 15:
        return number
    body = number[:6] + "19" + number[6:]
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def full_width(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) for one in text.lower())


def spoilt(claims: pd.DataFrame, base_ids: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    """Return claims of which each kind of fault has a part; every tenth row or so is true."""
    kind = rng.integers(0, 12, len(claims))
    numbers = claims["guardian_id"].copy()
    born_1900s = numbers.str[6:8] == "19"
    # 996 to 999 in an old number say that its holder was born in the 1800s
    legacy = (kind == 1) & born_1900s & (numbers.str[14:17] < "996")
    numbers[legacy] = numbers[legacy].str[:6] + numbers[legacy].str[8:17]
    wide = numbers[kind == 2].map(full_width)
    numbers[kind == 2] = wide.str[:6] + " " + wide.str[6:]
    stranger = "11010519491231002X"
    assert stranger not in set(base_ids)
    numbers[kind == 3] = claims.loc[kind == 3, "true_id"] = stranger
    claims.loc[kind == 4, "guardian_name"] = "某某某"
    claims.loc[kind == 5, "community"] = rng.permutation(claims.loc[kind == 5, "community"])
    claims.loc[kind == 6, "child_born"] = "1999-09-09"
    claims.loc[kind == 7, "guardian_name"] = None
    numbers[kind == 8] = claims.loc[kind == 8, "true_id"] = None
    claims.loc[kind == 9, "child_born"] = None
    claims.loc[kind == 10, "community"] = "999999999"
    return claims.assign(guardian_id=numbers)


@pytest.fixture(scope="session")
def compared(
    base: FolderStore, frames: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory
) -> Compared:
    """The example rule on claims made from the base."""
    rng = np.random.default_rng(11)
    people = frames["person"].dropna(subset=["citizen_id", "name", "birth_date", "code"])
    plain = people[people["citizen_id"].str.fullmatch(r"\d{17}[\dX]")]
    grown = plain[plain["birth_date"] < dt.date(2004, 1, 1)].sample(CLAIMS, random_state=1)
    young = plain[plain["birth_date"] > dt.date(2014, 1, 1)].sample(
        CLAIMS, random_state=2, replace=True
    )
    claims = pd.DataFrame(
        {
            "申请编号": [f"2026-{number:05d}" for number in range(CLAIMS)],
            "child_id": young["citizen_id"].to_numpy(),
            "child_name": young["name"].to_numpy(),
            "child_sex": young["sex"].map({"F": "女", "M": "男"}).to_numpy(),
            "child_born": young["birth_date"].astype(str).to_numpy(),
            "guardian_id": grown["citizen_id"].to_numpy(),
            "true_id": grown["citizen_id"].to_numpy(),
            "guardian_name": grown["name"].to_numpy(),
            "community": grown["code"].to_numpy(),
            "room": None,
            "employer": None,
        }
    )
    claims = spoilt(claims, frames["person"]["citizen_id"], rng)
    path = tmp_path_factory.mktemp("claims") / "申请 表.csv"
    headers = {"child_id": "child ID", "child_name": "学生姓名", "child_sex": "性别",
               "child_born": "出生日期", "guardian_id": "监护人身份证号",
               "guardian_name": "监护人姓名", "community": "学区社区代码",
               "room": "租赁房屋编码", "employer": "单位信用代码"}  # fmt: skip
    claims.drop(columns="true_id").rename(columns=headers).to_csv(
        path, index=False, encoding="gb18030"
    )
    plan = plan_rule(base, read_rule(RULE), Progress())
    read = read_claims(path, plan, base.data_date, None, Progress())
    return Compared(claims, verify(base, plan, read, Progress()))
