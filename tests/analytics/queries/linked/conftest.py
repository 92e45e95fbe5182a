"""The sample city, joined as its demonstration is and joined all over; its sources as frames."""

import shutil
import unicodedata
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

from gridloom_layers.joins import join
from gridloom_layers.workspace import FolderStore, open_workspace

MORE_JOINS = (
    ("entity", "person"), ("person", "room"), ("lease", "person"), ("lease", "room"),
    ("employment", "person"), ("employment", "entity"), ("school_roll", "person"),
    ("school_roll", "facility"), ("event", "building"), ("event", "component"),
)  # fmt: skip
IDS = ("身份证号", "身份证号码", "法定代表人证件号码", "承租人身份证号", "学生身份证号", "证件号码")


@pytest.fixture(scope="session")
def plain_city(demo_city: Path) -> Path:
    """The workspace with the joins of the demonstration."""
    return demo_city


@pytest.fixture(scope="session")
def joined_city(plain_city: Path) -> Path:
    """A copy of the workspace in which all is joined that can be."""
    path = plain_city.with_name("两 城.gridloom")
    shutil.copytree(plain_city, path)
    store = open_workspace(path)
    for left, right in MORE_JOINS:
        join(store, left, right, "code")
    store.close()
    return path


@pytest.fixture(scope="session", params=["plain_city", "joined_city"])
def store(request: pytest.FixtureRequest) -> FolderStore:
    """The city; what is not joined must be found by the fields that the roles declare."""
    return open_workspace(request.getfixturevalue(request.param))


@pytest.fixture(scope="session")
def sources(sample: Path) -> dict[str, pd.DataFrame]:
    """The sources as they are read by others, codes in one form, without what an import refuses."""
    frames = {
        "person": pd.read_csv(sample / "人口_公安局.csv", encoding="gb18030", dtype=str),
        "employment": pd.read_csv(sample / "就业登记_人社局.csv", encoding="gb18030", dtype=str),
        "event": pd.read_csv(sample / "事件_网格办.csv", encoding="utf-8-sig", dtype=str),
        "component": pd.read_csv(sample / "部件_城管局.csv", encoding="gb18030", dtype=str),
        "room": pd.read_parquet(sample / "房屋_住建局.parquet"),
        "building": pd.DataFrame(gpd.read_file(sample / "楼栋_规划局.gpkg")),
        "entity": worksheet(sample / "法人_市场监管局.xlsx"),
        "lease": worksheet(sample / "租赁合同_住建局.xlsx"),
        "school_roll": worksheet(sample / "学籍_教育局.xlsx"),
    }
    for frame in frames.values():
        for column in frame.columns:
            if column in IDS:
                frame[column] = (
                    frame[column]
                    .map(folded, na_action="ignore")
                    .map(of_18_characters, na_action="ignore")
                )
            elif column.endswith(("代码", "编码")):
                frame[column] = frame[column].map(folded, na_action="ignore")
    events = frames["event"]
    frames["event"] = events[~events["上报时间"].str.startswith("19", na=False)]
    return {name: frame.drop_duplicates().reset_index(drop=True)
            for name, frame in frames.items()}  # fmt: skip


def worksheet(path: Path) -> pd.DataFrame:
    """Read a sheet under its three lines of titles, without the rows whose ID is a number."""
    rows = list(openpyxl.load_workbook(path, read_only=True).worksheets[0].values)
    frame = pd.DataFrame(rows[4:], columns=rows[3]).dropna(how="all")
    for column in frame.columns:
        if column in IDS:
            frame = frame[[not isinstance(value, int | float) for value in frame[column]]]
    return frame


def folded(code: str) -> str:
    return unicodedata.normalize("NFKC", code).strip().upper()


def of_18_characters(number: str) -> str:
    """Return a citizen ID in its form of 18 characters, by the rule of GB 11643."""
    if len(number) != 15:
        return number
    body = number[:6] + "19" + number[6:]
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]
