"""The map sheet: complete, in Chinese and English, the same twice."""

import subprocess

import numpy as np
import pytest
from PIL import Image

from gridloom_analytics.cartography.scale_bar import length_label
from gridloom_desktop.publishing.export import release_measure
from gridloom_desktop.publishing.sheet import draw_sheet, write_sheet
from gridloom_desktop.publishing.sheet.lines import _pieces

WORDS = {
    "en": (
        "Elderly per 1,000 residents",
        "Data date: 2026-01-01",
        "EPSG:4547",
        "quantiles",
        "withheld, not zero",
        "about 1:",
        "no data",
    ),
    "zh": (
        "每千居民中老年人数",
        "数据日期：2026-01-01",
        "分位数法",
        "不予公开",
        "无数据",
        "南山区",
    ),
}


@pytest.fixture
def released(city, elderly):
    return release_measure(city, elderly)


def _texts(figure) -> str:
    return "\n".join(text.get_text() for axes in figure.axes for text in axes.texts)


@pytest.mark.parametrize(("language", "words"), WORDS.items())
def test_a_sheet_says_all_that_a_reader_needs(released, language, words):
    text = _texts(draw_sheet(released, language)).replace("\n", "")
    assert [word for word in words if word not in text] == []


def test_the_scale_bar_is_as_long_as_it_says(released):
    page, mapped = draw_sheet(released, "en").axes
    metres_per_mm = np.diff(mapped.get_xlim())[0] / (mapped.get_position().width * 297)
    parts = [one for one in page.patches if getattr(one, "get_height", int)() == 1.5]
    length = sum(one.get_width() for one in parts) * metres_per_mm
    assert length_label(round(length)) in _texts(page.figure).splitlines()


def test_texts_stay_on_the_page(released):
    figure = draw_sheet(released, "en")
    figure.canvas.draw()
    page = figure.axes[0]
    boxes = [text.get_window_extent() for text in page.texts]
    assert max(box.x1 for box in boxes) <= figure.bbox.x1 - 0.9 * 10 / 297 * figure.bbox.width
    assert min(box.y0 for box in boxes) > 0


@pytest.mark.parametrize(("paper", "millimetres"), [("A4", (297, 210)), ("A3", (420, 297))])
def test_a_sheet_is_of_its_paper(released, paper, millimetres):
    inches = draw_sheet(released, "zh", paper).get_size_inches()
    assert tuple(inches * 25.4) == pytest.approx(millimetres)


@pytest.mark.parametrize("ending", [".png", ".pdf"])
def test_the_same_map_gives_the_same_file(released, tmp_path, ending):
    for name in ("1", "2"):
        write_sheet(released, tmp_path / f"{name}{ending}", "zh")
    assert (tmp_path / f"1{ending}").read_bytes() == (tmp_path / f"2{ending}").read_bytes()


def test_chinese_text_of_a_pdf_can_be_selected(released, program, tmp_path):
    write_sheet(released, tmp_path / "x.pdf", "zh")
    found = subprocess.run(
        [program("pdftotext"), str(tmp_path / "x.pdf"), "-"], capture_output=True, check=True
    )
    assert "每千居民中老年人数" in found.stdout.decode()


def test_colours_of_map_and_legend_are_the_same(released, tmp_path):
    write_sheet(released, tmp_path / "x.png", "en")
    pixels = np.asarray(Image.open(tmp_path / "x.png").convert("RGB"))
    mapped, legend = pixels[:, : int(2338 * 0.7)], pixels[:, int(2338 * 0.74) :]
    for one in released.style.classes:
        colour = [int(one.colour[i : i + 2], 16) for i in (1, 3, 5)]
        assert (mapped == colour).all(axis=2).sum() > 500
        assert (legend == colour).all(axis=2).sum() > 500


def test_punctuation_never_begins_a_line_nor_does_a_bracket_end_one():
    assert _pieces("共 5 级，图（一）。") == ["共 ", "5 ", "级，", "图", "（一）。"]


def test_an_opening_quote_never_ends_a_line_nor_does_a_closing_one_begin_it():
    assert _pieces('Most: "制造业" 11 %') == ["Most: ", '"制', "造", '业" ', "11 %"]
