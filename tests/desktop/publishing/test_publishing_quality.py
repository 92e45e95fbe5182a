"""The quality report at the gate: what rests on a few persons does not leave."""

import numpy as np
import openpyxl
import pytest

from gridloom_analytics.quality import assess
from gridloom_desktop.publishing.export import ReleasedQuality, release_quality
from gridloom_desktop.publishing.quality import write_quality

PEOPLE = np.array([0, 3, 12, 40, 25, 18, 30, 22, 15, 60, 33, 28])
"""The persons of the fixture ``city`` in each of its squares."""


@pytest.fixture
def released(city) -> ReleasedQuality:
    return release_quality(city, assess(city, ["person"], "grid"))


def test_only_the_square_with_few_persons_is_withheld(released) -> None:
    areas = released.report.tables[0].areas
    assert areas["suppressed"].tolist() == ((PEOPLE > 0) & (PEOPLE < 10)).tolist()
    assert released.suppressed == 1


def test_a_withheld_square_tells_neither_its_count_nor_its_figures(released) -> None:
    areas = released.report.tables[0].areas
    row = areas[areas["suppressed"]].drop(columns=["code", "name", "suppressed"])
    assert row.isna().all(axis=None)


def test_other_squares_tell_how_many_rows_their_figures_rest_on(released) -> None:
    areas = released.report.tables[0].areas
    shown = areas.loc[~areas["suppressed"], "rows"].tolist()
    assert shown == PEOPLE[(PEOPLE == 0) | (PEOPLE >= 10)].tolist()


def test_beside_a_withheld_square_the_total_is_coarse(released) -> None:
    assert released.report.tables[0].placed == PEOPLE.sum() // 100 * 100


def test_nothing_but_the_gate_can_release(city) -> None:
    with pytest.raises(TypeError, match="gate"):
        ReleasedQuality(object(), assess(city, ["grid"]))


def test_no_personal_value_is_in_the_workbook(released, tmp_path) -> None:
    write_quality(released, tmp_path / "q.xlsx", "zh")
    book = openpyxl.load_workbook(tmp_path / "q.xlsx")
    cells = {str(cell) for sheet in book for row in sheet.values for cell in row}
    assert not cells & {"11010519491231002X", "欧阳娜娜", "13800138000"}
    assert "张三" not in cells


def test_a_withheld_square_is_told_as_such_in_the_workbook(released, tmp_path) -> None:
    write_quality(released, tmp_path / "q.xlsx", "en")
    sheet = openpyxl.load_workbook(tmp_path / "q.xlsx")["Quality by area, the worst"]
    assert [row[3] for row in sheet.values].count("withheld") == 1
