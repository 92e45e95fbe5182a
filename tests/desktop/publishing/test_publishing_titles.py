"""Titles of columns are those that the analysis of a result declares."""

from dataclasses import replace

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from gridloom_analytics.answers.bins import quadrant_style
from gridloom_analytics.cartography import MISSING
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.result import Method, Result
from gridloom_analytics.running import keep, kept, run
from gridloom_desktop.publishing.export import release_result
from gridloom_desktop.publishing.export.released import SUPPRESSED
from gridloom_desktop.publishing.export.settings import settings_of
from gridloom_desktop.publishing.export.titles import column_titles, told_figures, worded
from gridloom_desktop.publishing.workbook import write_workbook
from gridloom_layers.language import tr


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


def test_words_for_a_program_are_told_in_both_languages() -> None:
    centres = pd.DataFrame({"kind": ["mean", None], "places": [3, 4]})
    told = worded("centre", "layer", "centres", centres)
    assert told["kind"][0] == {"zh": "平均中心", "en": "mean centre"} and pd.isna(told["kind"][1])
    assert told["places"].tolist() == [3, 4]


def test_kinds_in_a_further_table_are_called_as_on_the_map() -> None:
    style = quadrant_style(tr("“{value}”: here and around", value="x"))
    frame = pd.DataFrame({"pattern": ["high-high", "low-low"], "other": ["high-high", "?"]})
    told = worded("outliers", "table", "kinds", frame, style)
    assert told["pattern"][0]["zh"] == "高值聚集" and told["other"].tolist() == ["high-high", "?"]


def test_a_finding_among_the_figures_is_told_in_words() -> None:
    scalars = {"verdict": "too-few", "alike": 1}
    told = told_figures(_result("isolated-or-general", pd.DataFrame(), scalars=scalars))
    assert told.tolist() == [{"zh": "数量过少，无法判断", "en": "too few to tell"}, 1]


def test_a_workbook_says_what_words_mean_in_its_language(city, tmp_path) -> None:
    result = _drawn(city, tables={"kinds": pd.DataFrame({"pattern": ["high-high"]})})
    write_workbook(release_result(city, "r", result), tmp_path / "x.xlsx", "zh")
    cells = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[-1].values
    assert [row[-1] for row in cells][1] == "高值聚集"


def test_a_kind_that_is_withheld_is_not_called_missing(city) -> None:
    released = release_result(city, "r", _drawn(city))
    assert released.classes.tolist() == [SUPPRESSED, *[0] * 10, MISSING]
    assert "score" not in released.values


def _drawn(city, **more) -> Result:
    """Kinds of places: none where the first square has few persons, none in the last at all."""
    index = city.layer("grid").index
    kinds = pd.Series("high-high", index).where((index != index[0]) & (index != index[-1]))
    frame = pd.DataFrame({"quadrant": kinds, "score": 1.0}, index=index)
    persons = pd.DataFrame({"few": [3] + [20] * 11}, index=index)
    return _result(
        "autocorrelation", frame, persons=persons, of_neighbours=("score",),
        style=quadrant_style(tr("“{value}”: here and around", value="x")), **more,
    )  # fmt: skip


def _result(analysis: str, primary: pd.DataFrame, **more) -> Result:
    said = {"zh": "文", "en": "text"}
    return Result(analysis, "grid", primary, {}, 0, Method(said, ""), said, **more)


def test_a_title_begins_with_a_capital_letter(city) -> None:
    result = _drawn(city)
    title = {"zh": "象限", "en": "quadrant of each place"}
    style = result.style.model_copy(update={"title": title})
    released = release_result(city, "r", replace(result, style=style))
    assert released.title == {"zh": "象限", "en": "Quadrant of each place"}


def test_some_rows_of_a_layer_in_a_table_have_their_names(city) -> None:
    some = city.layer("grid").index[2:4]
    tables = {"scatter": pd.DataFrame({"value": [1.0, 2.0]}, some)}
    told = release_result(city, "r", _drawn(city, tables=tables)).tables["scatter"]
    assert told["code"].tolist() == ["G02", "G03"]


def test_a_figure_that_is_drawn_has_one_column_in_a_workbook(city, tmp_path) -> None:
    index = city.layer("grid").index
    numbers = pd.Series(range(12), index, float)
    frame = pd.DataFrame({"value": numbers, "old_share": numbers, "sex_ratio": numbers})
    style = graduated(numbers.to_numpy(), title=_share(), k=2)
    result = _result("population", frame, style=style)
    write_workbook(release_result(city, "r", result), tmp_path / "x.xlsx", "en")
    heads = [one.value for one in openpyxl.load_workbook(tmp_path / "x.xlsx")["Values"][1]]
    assert len(heads) == len(set(heads)) == 5


def _share() -> dict[str, str]:
    return column_titles("population", "layer", "population", ["old_share"])["old_share"]


def test_a_setting_that_names_a_layer_is_told_by_its_title(city) -> None:
    given = {"within": "district", "value": "grid"}
    told = settings_of(replace(_drawn(city), parameters=given, analysis="concentration"), city)
    assert [value["zh"] for _, value in told] == ["区", "grid"]


def test_a_list_among_the_settings_is_told_one_after_the_other(city) -> None:
    result = replace(_drawn(city), parameters={"levels": ["1", "2"]}, analysis="density")
    assert settings_of(result, city)[0][1] == {"zh": "1、2", "en": "1, 2"}


def test_places_of_a_further_table_are_told_by_their_codes(city) -> None:
    index = city.layer("grid").index
    frame = pd.DataFrame({"neighbour_count": 1}, index=index)
    style = graduated(frame["neighbour_count"].to_numpy(float), title={"zh": "邻", "en": "n"},
                      column="neighbour_count")  # fmt: skip
    pair = gpd.GeoDataFrame(
        {"a": [index[2]], "b": [index[3]], "mutual": [True]},
        geometry=[shapely.LineString([(0, 0), (1, 1)])],
        crs=city.crs,
    )
    result = _result("neighbours", frame, style=style, shapes={"links": pair})
    released = release_result(city, "r", result)
    told = released.tables["links"]
    assert (told["a"].tolist(), told["b"].tolist()) == (["G02"], ["G03"])
    assert released.headings["links"]["a"]["zh"] == "一单元代码"
