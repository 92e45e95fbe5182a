"""What a map shows beside its rows: cells, bands, circles, ellipses, and what the legend says."""

import datetime as dt
import json
import re

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
import shapely
from matplotlib.collections import LineCollection

from gridloom_analytics.cartography import Style, StyleClass
from gridloom_analytics.raster import Raster
from gridloom_analytics.result import Method, Result
from gridloom_desktop.publishing import captions
from gridloom_desktop.publishing.book import shortened
from gridloom_desktop.publishing.export import release_result
from gridloom_desktop.publishing.sheet import draw_sheet, write_sheet
from gridloom_desktop.publishing.sheet.band import READABLE
from gridloom_desktop.publishing.sheet.column import fitting
from gridloom_desktop.publishing.sheet.fonts import narrow_quotes
from gridloom_desktop.publishing.sheet.layout import Layout
from gridloom_desktop.publishing.sheet.lines import _measured, text_width
from gridloom_desktop.publishing.units import with_unit
from gridloom_desktop.publishing.web_map import web_map_html
from gridloom_desktop.publishing.workbook import write_workbook

NAME = {"zh": "名", "en": "name"}


def kinds(*values: str, **more) -> Style:
    classes = tuple(
        StyleClass(colour=f"#0000{number:02x}", label={"zh": one, "en": one}, value=one)
        for number, one in enumerate(values)
    )
    return Style(column="kind", title=NAME, kind="categorical", classes=classes, method="x", **more)


@pytest.fixture
def made(city):
    """Makes a result on the squares of the city, released."""
    layer = city.layer("grid")

    def make(**changes):
        plain = {
            "analysis": "scan", "layer": "grid", "seed": 7, "crs": city.crs,
            "parameters": {"scan": "space", "cases": ["flu", "cold"], "radius": None},
            "primary": pd.DataFrame({"kind": ["a", "b"] * 6}, index=layer.index),
            "method": Method(NAME, "Somebody 1999"), "summary": NAME,
            "style": kinds("a", "b"), "data_date": dt.date(2026, 1, 1),
        }  # fmt: skip
        return release_result(city, "x", Result(**(plain | changes)))

    return make


@pytest.fixture
def shapes(city):
    """Makes a frame of shapes: a column for each name given."""

    def make(geometries, **columns) -> gpd.GeoDataFrame:
        return gpd.GeoDataFrame(columns, geometry=geometries, crs=city.crs)

    return make


@pytest.fixture
def circles(shapes):
    middle = shapely.Point(502_000, 2_501_000)
    return shapes(
        [middle.buffer(900), middle.buffer(300)], cluster=[1, 2], significant=[True, False]
    )


@pytest.fixture
def surface(city, shapes):
    """Bands of a surface with the raster whose bands they are."""
    boxes = [shapely.box(500_000, 2_500_000 + 1000 * n, 504_000, 2_501_000 + 1000 * n)
             for n in range(3)]  # fmt: skip
    bands = shapes(boxes, lower=[0.5, 1.0, 2.0], upper=[1.0, 2.0, np.nan], area_km2=[4.0, 4.0, 3.6])
    cells = np.array([[0.7, 8.5], [np.nan, 1.5]], dtype=np.float32)
    raster = Raster(cells, 500_000, 2_503_000, 2000, city.crs)
    style = kinds("a").model_copy(update={"column": "risk", "kind": "graduated", "classes": ()})
    risk = pd.DataFrame({"risk": np.arange(12.0)}, index=city.layer("grid").index)
    return {"shapes": {"bands": bands}, "rasters": {"risk": raster}, "style": style,
            "primary": risk, "analysis": "density"}  # fmt: skip


def _document(released, language: str = "en") -> dict:
    page = web_map_html(released, language)
    return json.loads(re.search(r'id="document">(.*?)</script>', page, re.S)[1])


def _legend(released) -> list[str]:
    return [entry.label for entry in captions.legend(released, "en")]


def test_significant_circles_are_in_the_legend(made, circles):
    assert _legend(made(shapes={"circles": circles})) == ["a", "b", "circle of a cluster"]


def test_only_significant_circles_are_drawn(made, circles):
    (overlay,) = made(shapes={"circles": circles}).overlays
    assert overlay.shapes.area.tolist() == [pytest.approx(np.pi * 900**2, rel=0.01)]


def test_a_sheet_draws_the_outline_of_a_circle(made, circles):
    mapped = draw_sheet(made(shapes={"circles": circles}), "en").axes[1]
    lines = [one for one in mapped.collections if isinstance(one, LineCollection)]
    drawn = shapely.LineString(lines[-1].get_segments()[0])
    assert drawn.equals(circles.geometry[0].boundary)


def test_a_web_map_has_the_outline_of_a_circle(made, circles):
    (overlay,) = _document(made(shapes={"circles": circles}))["overlays"]
    assert overlay["kind"] == "outline"
    ring = np.cumsum(np.reshape(overlay["shapes"][0][0], (-1, 2)), axis=0) / 1e5
    drawn = gpd.GeoSeries([shapely.Polygon(ring)], crs=4326).to_crs("EPSG:4547")
    assert drawn.area[0] == pytest.approx(np.pi * 900**2, rel=0.01)


def test_areas_in_no_class_can_be_a_finding(made):
    primary = pd.DataFrame({"kind": ["a", None] * 6}, index=made().areas.index)
    style = kinds("a", unclassed={"zh": "外", "en": "outside"})
    assert _legend(made(primary=primary, style=style)) == ["a", "outside"]


def test_a_long_legend_leaves_out_what_the_map_does_not_have(made):
    assert _legend(made(style=kinds(*"abcdefghi"))) == ["a", "b"]
    assert len(_legend(made(style=kinds(*"abcdefgh")))) == 8


def test_cells_take_the_place_of_the_points_counted_in_them(made, shapes):
    cells = shapes([shapely.box(500_000, 2_500_000, 504_000, 2_503_000)], kind=["b"])
    released = made(shapes={"cells": cells})
    assert released.areas.geometry.tolist() == cells.geometry.tolist()
    assert [one.count for one in captions.legend(released, "en")] == [0, 1]


def test_the_points_counted_in_cells_stay_a_table(made, shapes):
    cells = shapes([shapely.box(500_000, 2_500_000, 504_000, 2_503_000)], kind=["b"])
    table = made(shapes={"cells": cells}).tables["grid"]
    assert table.index[:2].tolist() == ["G00", "G01"]


def test_bands_show_a_surface_up_to_its_highest_cell(made, surface):
    assert _legend(made(**surface)) == ["2 – 8.50", "1 – 2", "0.5 – 1"]


def test_the_legend_of_bands_adds_up_their_areas(made, surface):
    released = made(**surface)
    assert [one.count for one in captions.legend(released, "en")] == [4, 4, 4]
    assert released.counted["en"] == "km²"


def test_colours_of_a_relative_risk_part_at_one(made, surface):
    low, *high = [one.colour for one in made(**surface).style.classes]
    assert [int(low[1:3], 16) < int(low[5:], 16), *(int(h[1:3], 16) > int(h[5:], 16) for h in high)]


def test_no_surface_is_drawn_where_figures_of_persons_are_withheld(made, surface, elderly):
    released = made(**surface, persons=elderly.persons, guarded=("risk",))
    assert len(released.areas) == 12
    assert released.sizes is None


def test_a_map_of_points_shows_the_districts_they_are_in(made, surface):
    released = made(**surface)
    assert released.extent == (500_000, 2_500_000, 504_000, 2_503_000)
    few = made(**{**surface, "shapes": {"bands": surface["shapes"]["bands"].iloc[:1]}})
    assert few.extent == released.extent


def test_a_case_lies_on_top_of_the_others(made):
    assert made().stacking == [-1, -2, 1, 0]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_many_notes_do_not_make_the_column_unreadable(made, language):
    note = {"zh": "说明文字，" * 12, "en": "words of explanation, " * 8}
    figure = draw_sheet(made(warnings=(note,) * 14), language)
    sizes = [text.get_fontsize() for text in figure.axes[0].texts]
    assert min(sizes) >= 6.2
    assert min(text.get_position()[1] for text in figure.axes[0].texts) >= 10


def test_few_notes_stay_beside_the_map(made):
    frame = draw_sheet(made(), "en").axes[1].get_position()
    assert frame.y0 * 210 == pytest.approx(18)


def test_a_column_tries_no_size_under_the_least():
    assert fitting(Layout("A4"), lambda page, zoom: 0.0 if zoom > 0.7 else 99.0) == 0.7
    assert fitting(Layout("A4"), lambda page, zoom: 0.0, READABLE) is None


@pytest.mark.parametrize("text", ["“人口数量，按社区”的热点", "Hot spots, p < 0.05 (95 % each)"])
def test_a_text_is_as_wide_as_it_is_drawn(text):
    assert text_width(text, 20.0) == pytest.approx(_measured(text), rel=0.015)


@pytest.mark.parametrize(
    ("text", "narrow"),
    [
        ("“a”的热点", "“a”的热点"),
        ("Spots of “福田” and “‘a’ of b”", 'Spots of "福田" and "\'a\' of b"'),
    ],
)
def test_quotes_are_wide_beside_chinese_only(text, narrow):
    assert narrow_quotes(text) == narrow


@pytest.fixture
def book(made, circles, tmp_path):
    counts = pd.DataFrame({"trade": range(12)}, index=made().areas.index)
    tables = {"clusters": pd.DataFrame({"cluster": [1, 2], "significant": [True, False]})}
    released = made(shapes={"circles": circles}, tables={**tables, "counts": counts})
    write_workbook(released, tmp_path / "x.xlsx", "zh")
    return openpyxl.load_workbook(tmp_path / "x.xlsx")


def test_parameters_are_called_by_their_titles(book):
    summary = dict(row[:2] for row in book.worksheets[0].iter_rows(values_only=True))
    assert summary["扫描范围"] == "空间"
    assert (summary["个案数（每层一列）"], summary["半径上限"]) == ("flu、cold", "–")


def test_the_seed_is_told_where_there_were_random_draws(made):
    assert ("Seed", "7") not in captions.facts(made(), "en")
    assert ("Seed", "7") in captions.facts(made(parameters={"draws": 999}), "en")


def test_classes_of_a_workbook_leave_out_further_shapes(book):
    assert [row[1].value for row in book["分级"].iter_rows(min_row=2)] == ["a", "b"]


def test_the_class_is_not_told_twice(book):
    assert [cell.value for cell in book["数值"][1]] == ["代码", "名称", "分级"]


def test_shapes_that_draw_a_table_are_no_second_table(book):
    assert sum("聚集" in name for name in book.sheetnames) == 1


def test_a_table_on_the_rows_of_the_layer_names_them(book):
    assert [cell.value for cell in book["Counts"][2]] == ["G00", "<img src=x onerror=alert(1)>", 0]


def test_names_of_sheets_end_with_a_whole_word():
    assert shortened("lines of equal density or risk") == "Lines of equal density or"


def test_a_unit_is_told_once():
    assert with_unit("share in %", "%", "en") == "share in %"
    assert with_unit("distance to the mean", "m", "en") == "distance to the mean (m)"
    assert with_unit("与该案件的距离（米）", "m", "zh") == "与该案件的距离（米）"
    assert with_unit("Density (per km²)", "/km²", "en") == "Density (per km²)"


@pytest.mark.parametrize(
    ("write", "ending"), [(write_sheet, "pdf"), (write_sheet, "png"), (write_workbook, "xlsx")]
)
def test_further_shapes_give_the_same_file_twice(made, circles, tmp_path, write, ending):
    for name in ("1", "2"):
        write(made(shapes={"circles": circles}), tmp_path / f"{name}.{ending}", "zh")
    assert (tmp_path / f"1.{ending}").read_bytes() == (tmp_path / f"2.{ending}").read_bytes()
