"""Titles of columns are those that the analysis of a result declares."""

import openpyxl
import pytest

from gridloom_analytics.running import keep, kept, run
from gridloom_desktop.publishing.export import release_result
from gridloom_desktop.publishing.export.titles import column_titles
from gridloom_desktop.publishing.workbook import write_workbook


def test_one_name_may_mean_two_things() -> None:
    of_total = column_titles("concentration", "layer", "concentration", ["share"])
    of_rows = column_titles("clusters", "table", "clusters", ["share"])
    assert of_total["share"]["en"] == "share of the total in %"
    assert of_rows["share"] == {"zh": "占全部行的比例", "en": "share of all rows"}


def test_a_column_of_a_name_of_the_data_is_titled_with_it() -> None:
    found = column_titles("explain", "layer", "explain", ["t elderly", "coefficient 人口"])
    assert found["t elderly"]["en"] == "t of the local coefficient of “elderly”"
    assert found["coefficient 人口"]["zh"] == "“人口”的局部系数"


@pytest.mark.parametrize("analysis", ["mix", "nobody's"])
def test_what_nobody_declares_is_its_own_title(analysis: str) -> None:
    assert column_titles(analysis, "layer", analysis, ["x1"])["x1"] == {"zh": "x1", "en": "x1"}


def test_a_workbook_titles_further_tables_and_figures(city, tmp_path) -> None:
    keep(city, "next", run(city, "neighbours", {}, layer="grid"))
    released = release_result(city, "next", kept(city, "next"))
    write_workbook(released, tmp_path / "x.xlsx", "zh")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    heads = [[cell.value for cell in sheet[1]] for sheet in book]
    assert ["邻居数下限", "邻居数上限", "单元"] in heads
    assert [book["总体指标"].cell(row, 1).value for row in (1, 3)] == ["指标", "邻接关系数"]
