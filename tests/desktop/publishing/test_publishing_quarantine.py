"""Quarantined rows leave masked, as all rows do."""

import pyarrow as pa
import pytest

from gridloom_desktop.publishing.export import (
    Permission,
    export_quarantine,
    release_quarantine,
)

ROWS = {
    "source": ["a.csv", "a.csv"],
    "sheet": [None, None],
    "source_row": [7, 9],
    "cell": ["A7", None],
    "reason": ["check-digit", "unreadable"],
    "column": ["身份证号", None],
    "value": ["11010519491231002X", "欧阳娜娜,13800138000"],
    "身份证号": ["11010519491231002X", None],
    "姓名": ["欧阳娜娜", None],
    "备注": ["隐私", None],
    "住址编码": ["44030600960102T0117", None],
}


@pytest.fixture
def doubtful(city):
    mapping = {"citizen_id": "身份证号", "name": "姓名", "building_code": "住址编码"}
    with city.change() as change:
        change.record_import("person", {"role": "person", "mapping": mapping}, pa.table(ROWS))
    return city


def test_what_is_wrong_and_where_may_be_seen(doubtful):
    rows = release_quarantine(doubtful).to_pylist()
    assert [(row["import"], row["source_row"], row["reason"]) for row in rows] == [
        (1, 7, "check-digit"),
        (1, 9, "unreadable"),
    ]


def test_personal_cells_are_masked_and_unknown_ones_withheld(doubtful):
    row, broken = release_quarantine(doubtful).to_pylist()
    assert (row["身份证号"], row["姓名"], row["备注"]) == ("110***************", "欧阳**", "***")
    assert (row["住址编码"], row["value"]) == ("440306*************", "110***************")
    assert broken["value"] == "***"


def test_by_permission_they_are_whole_and_the_act_is_logged(doubtful, tmp_path):
    report = export_quarantine(doubtful, tmp_path / "q.csv", Permission("mend"))
    assert "11010519491231002X" in report.file.read_text(encoding="utf-8-sig")
    assert doubtful.acts()[-1]["what"] == "quarantine"


def test_a_file_of_them_holds_no_identifier(doubtful, tmp_path):
    report = export_quarantine(doubtful, tmp_path / "q.csv")
    text = report.file.read_text(encoding="utf-8-sig")
    assert report.rows == 2
    assert [one for one in ("11010519491231002X", "娜娜", "13800138000") if one in text] == []


def test_without_rows_there_is_nothing_to_show(city):
    assert release_quarantine(city).num_rows == 0
