"""The web map as a file: self-contained, harmless, the same twice."""

import json
import re

import numpy as np
import pytest
import shapely

from gridloom_desktop.publishing.export import release_measure
from gridloom_desktop.publishing.web_map import web_map_html
from gridloom_desktop.publishing.web_map.outlines import STEPS_PER_DEGREE, page_shapes


@pytest.fixture
def page(city, elderly):
    return web_map_html(release_measure(city, elderly), "en")


def _document(page: str) -> dict:
    return json.loads(re.search(r'id="document">(.*?)</script>', page, re.S)[1])


def test_the_page_names_no_other_file_or_host(page):
    assert re.findall(r"<[^>]* src=|<link|url\((?!#)[^)]+\)|@import", page) == []


def test_the_browser_is_told_to_refuse_any_request(page):
    assert "default-src 'none'" in page


def test_texts_of_the_data_are_neither_markup_nor_template(page):
    assert "<img src=x" not in page
    assert "{{ 7 * 7 }}" in str(_document(page)["areas"])
    assert page.count("</script>") == len(re.findall(r"<script", page))


def test_the_same_map_gives_the_same_bytes(city, elderly, page):
    assert web_map_html(release_measure(city, elderly), "en") == page


def test_withheld_figures_are_not_in_the_page(page, elderly):
    areas = _document(page)["areas"]
    assert areas[1][3] == [None, None, None]
    assert areas[1][2] == -2


def test_the_legend_counts_all_areas(page):
    legend = _document(page)["legend"]
    assert sum(entry["count"] for entry in legend) == 12
    assert [entry["kind"] for entry in legend][-2:] == ["suppressed", "missing"]


def test_the_page_is_in_the_language_asked_for(city, elderly):
    page = web_map_html(release_measure(city, elderly), "zh")
    assert '<html lang="zh-CN">' in page
    assert _document(page)["title"] == "每千居民中老年人数"
    assert "不公开（少于 10 人）" in str(_document(page)["legend"])


def test_outlines_are_true_within_a_metre(city):
    layer = city.layer("grid")
    (part,), *_ = page_shapes(layer)
    ring = np.cumsum(np.reshape(part[0], (-1, 2)), axis=0) / STEPS_PER_DEGREE
    drawn = shapely.Polygon(ring)
    true = layer.to_crs(4326).geometry.iloc[0]
    assert shapely.hausdorff_distance(drawn, true) < 2e-5


def test_neighbours_still_share_their_border(city):
    first, second, *_ = page_shapes(city.layer("grid"))
    rings = [np.cumsum(np.reshape(shape[0][0], (-1, 2)), axis=0) for shape in (first, second)]
    shared = {tuple(p) for p in rings[0]} & {tuple(p) for p in rings[1]}
    assert len(shared) == 2
