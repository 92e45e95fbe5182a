"""Charts as pictures: every kind, in both languages, after the gate, the same twice."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from gridloom_analytics.bilingual import begun
from gridloom_analytics.cartography import Style, StyleClass
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Method, Result
from gridloom_desktop.publishing.charts import draw_charts, write_charts
from gridloom_desktop.publishing.charts.look import tick_texts
from gridloom_desktop.publishing.charts.ticks import number_ticks
from gridloom_desktop.publishing.export import release_charts
from gridloom_desktop.publishing.publish import publish_charts
from gridloom_layers.errors import BadInput

AGES = [f"{age}–{age + 4}" for age in range(0, 85, 5)]
LONG = "a rather long name of an industry that does not fit below a bar"
TABLES = {
    "curve": pd.DataFrame({"x": [0.0, 0.5, 1.0], "y": [0.0, 0.1, 1.0], "low": 0.0, "high": 1.0}),
    "ages": pd.DataFrame({"x": AGES, "y": range(17), "z": range(17, 0, -1)}),
    "trades": pd.DataFrame({"x": [f"{i} {LONG}" for i in range(99)], "y": range(-9, 90)}),
    "months": pd.DataFrame({"x": pd.date_range("2020-01-01", periods=24, freq="MS"), "y": 2.5}),
    "cases": pd.DataFrame({"x": np.arange(50.0) - 20, "y": np.arange(50.0) ** 2}),
}


def title(text: str) -> dict:
    return {"zh": f"中{text}", "en": text}


def chart(kind: str, table: str, *columns: str, **more) -> Chart:
    series = tuple(Series(column=name, title=title(name)) for name in columns)
    words = {"title": title(f"{kind} of {table}"), "x_title": title("across"),
             "y_title": title("upright")}  # fmt: skip
    return Chart(kind=kind, x="x", series=series, table=table, **words, **more)


CHARTS = {
    "curve": chart("lines", "curve", "y", envelope=("low", "high"), diagonal=True),
    "ages": chart("pyramid", "ages", "y", "z"),
    "trades": chart("bars", "trades", "y"),
    "months": chart("lines", "months", "y"),
    "cases": chart("points", "cases", "y", zero=True),
    "counts": chart("bars", "cases", "y"),
}


def result(**more) -> Result:
    plain = {
        "analysis": "distribution", "layer": "grid", "parameters": {}, "seed": 0,
        "primary": pd.DataFrame({"value": [1.0, 2.0]}), "summary": title("found"),
        "method": Method(title("way"), "Somebody 1912"), "data_date": dt.date(2026, 1, 1),
        "tables": TABLES, "charts": CHARTS,
    }  # fmt: skip
    return Result(**(plain | more))


def drawn(one: Result, language: str = "en", paper: str = "A4") -> Figure:
    return draw_charts(release_charts(one, Path("x.png")), language, paper)


def only(name: str, **more) -> Result:
    return result(charts={name: CHARTS[name].model_copy(update=more)})


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def labels(figure: Figure, axis: str) -> list[str]:
    return [one.get_text() for one in getattr(figure.axes[1], f"get_{axis}ticklabels")()]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_every_kind_is_drawn_with_its_titles(language: str, paper: str) -> None:
    figure = drawn(result(), language, paper)
    assert len(figure.axes) == 1 + len(CHARTS)
    wanted = {begun(one.title)[language] for one in CHARTS.values()}
    assert wanted | {title("across")[language], title("found")[language]} <= set(texts(figure))


def test_all_that_is_drawn_stays_on_the_page() -> None:
    figure = drawn(result())
    figure.canvas.draw()
    boxes = [axes.get_tightbbox() for axes in figure.axes[1:]]
    assert min(min(box.x0, box.y0) for box in boxes) > 0
    assert max(box.x1 for box in boxes) < figure.bbox.x1


def test_a_pyramid_has_the_first_series_to_the_left_and_no_signs() -> None:
    figure = drawn(only("ages"))
    left, right = figure.axes[1].containers
    assert [bar.get_width() for bar in left] == [-number for number in range(17)]
    assert [bar.get_width() for bar in right] == list(range(17, 0, -1))
    assert not any("−" in text for text in labels(figure, "x"))
    assert labels(figure, "y")[0] == "0–4"


def test_of_too_many_bars_the_largest_are_drawn_and_the_title_says_so() -> None:
    figure = drawn(only("trades"))
    shown = len(figure.axes[1].containers[0])
    assert 10 < shown < 99
    assert f"across (the {shown} largest of 99)" in texts(figure)
    assert min(bar.get_width() for bar in figure.axes[1].containers[0]) == 90 - shown


def test_names_that_are_too_long_are_cut_off() -> None:
    assert all(text.endswith("…") for text in labels(drawn(only("trades")), "y"))


def test_short_names_stand_below_upright_bars() -> None:
    table = pd.DataFrame({"x": ["东", "西"], "y": [-3.0, 2.0]})
    figure = drawn(replace(only("trades"), tables={"trades": table}))
    assert labels(figure, "x") == ["东", "西"]
    assert [bar.get_height() for bar in figure.axes[1].containers[0]] == [-3.0, 2.0]


def test_an_axis_of_bars_holds_zero_and_one_of_points_need_not() -> None:
    table = {"cases": pd.DataFrame({"x": [1.0, 2.0], "y": [100.0, 101.0]})}
    bars, points = (
        drawn(result(tables=table, charts={"one": chart(kind, "cases", "y")})).axes[1].get_ylim()
        for kind in ("bars", "points")
    )
    assert bars[0] == 0
    assert points[0] > 99


def test_months_are_told_by_year_and_month() -> None:
    assert labels(drawn(only("months")), "x")[:2] == ["2020-01", "2020-05"]


def test_a_legend_names_the_band_and_the_line_of_equality() -> None:
    shown = texts(drawn(only("curve"), "zh"))
    assert {"中y", "随机情形的范围", "两者相等（x = y）"} <= set(shown)


def test_a_series_without_a_value_is_not_in_the_legend() -> None:
    lines = TABLES["curve"].assign(z=[2.0, 3.0, 4.0], none=np.nan)
    both = chart("lines", "curve", "y", "none", "z")
    shown = texts(drawn(result(tables={"curve": lines}, charts={"curve": both})))
    assert {"y", "z"} <= set(shown) and "none" not in shown


EMPTY = pd.DataFrame({"x": ["a", None, "b"], "y": [np.nan, 1.0, np.inf]})


@pytest.mark.parametrize(("language", "said"), [
    ("en", '· The chart "Bars of trades" is left out: none of its values can be published.'),
    ("zh", "· 未绘制图表“中bars of trades”：其数值均不能公开。"),
])  # fmt: skip
def test_a_chart_without_a_value_is_left_out_with_a_sentence(language: str, said: str) -> None:
    figure = drawn(result(tables=TABLES | {"trades": EMPTY}), language)
    assert len(figure.axes) == len(CHARTS)
    assert said.replace(" ", "") in "".join(texts(figure)).replace(" ", "").replace("\n", "")


def test_no_empty_page_is_written(tmp_path: Path) -> None:
    one = replace(only("trades"), tables={"trades": EMPTY})
    with pytest.raises(BadInput, match="has a value that may be published") as caught:
        publish_charts(one, tmp_path / "a.png")
    assert caught.value.code == "nothing-to-draw"
    assert not list(tmp_path.iterdir())


def test_counts_of_few_persons_are_not_drawn() -> None:
    primary = pd.DataFrame({"x": [1.0, 2.0, 3.0], "y": [5.0, 6.0, 7.0]})
    counts = pd.DataFrame({"person": [50, 3, 50]})
    one = result(primary=primary, persons=counts, guarded=("y",),
                 charts={"own": chart("points", "", "y")})  # fmt: skip
    released = release_charts(one, Path("x.png"))
    assert released.panels[0].frame["y"].tolist() == pytest.approx([5.0, np.nan, 7.0], nan_ok=True)
    assert any("withheld, not zero" in text for text in texts(draw_charts(released, "en")))


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf"])
def test_the_same_result_gives_the_same_file(ending: str, tmp_path: Path) -> None:
    for name in ("1", "2"):
        write_charts(release_charts(only("curve"), tmp_path), tmp_path / f"{name}{ending}", "zh")
    assert (tmp_path / f"1{ending}").read_bytes() == (tmp_path / f"2{ending}").read_bytes()


def test_a_result_without_charts_is_told_what_to_write_instead(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        publish_charts(result(charts={}), tmp_path / "a.png")
    assert caught.value.code == "no-chart"
    assert ".gpkg" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("ticks", "said"),
    [
        ([0.0, 0.1, 0.2, 0.30000000000000004], ["0.0", "0.1", "0.2", "0.3"]),
        ([-2000.0, 0.0, 2000.0], ["−2,000", "0", "2,000"]),
        ([1e-5, 2e-5], ["0.00001", "0.00002"]),
    ],
)
def test_ticks_have_the_decimals_that_tell_them_apart(ticks: list, said: list) -> None:
    assert tick_texts(ticks) == said


def test_bars_of_intervals_touch_and_begin_at_the_lowest_tick() -> None:
    table = pd.DataFrame({"x": (np.arange(30) + 0.5) * (449.8 / 30), "y": 1})
    figure = drawn(result(tables={"cases": table}, charts={"one": chart("bars", "cases", "y")}))
    bars = figure.axes[1].containers[0]
    assert bars[1].get_x() - bars[0].get_x() - bars[0].get_width() < 0.5
    assert labels(figure, "x")[0] == "0"


def test_counts_are_marked_at_whole_numbers_only() -> None:
    between = number_ticks((0.0, 10.0), 5, free=False, whole=False)
    assert between.texts == ["0.0", "2.5", "5.0", "7.5", "10.0"]
    assert number_ticks((0.0, 10.0), 5, free=False, whole=True).texts == ["0", "5", "10"]
    assert number_ticks((0.0, 1.0), 8, free=False, whole=True).texts == ["0", "1"]


def test_points_have_the_colours_and_the_legend_of_the_map() -> None:
    kinds = (("#b2182b", "hot"), ("#f0f0f0", "neither"), ("#2166ac", "cold"))
    classes = tuple(StyleClass(colour=c, label=title(k), value=k) for c, k in kinds)
    style = Style(
        column="kind", title=title("kind"), kind="categorical", classes=classes, method="kinds"
    )
    rows = TABLES["cases"].assign(kind=["hot"] * 20 + ["neither"] * 30)
    figure = drawn(
        result(
            tables={"cases": rows},
            charts={"cases": CHARTS["cases"].model_copy(update={"classed": True})},
            style=style,
        )
    )
    sizes = {line.get_color(): len(line.get_xdata()) for line in figure.axes[1].lines}
    assert (sizes["#b2182b"], sizes["#f0f0f0"]) == (20, 30)
    assert {"hot", "neither"} <= set(texts(figure))
    assert "cold" not in texts(figure)


def test_points_of_a_rare_class_are_large_enough_to_tell_their_colour() -> None:
    classes = tuple(StyleClass(colour=c, label=title(c), value=c) for c in ("#b2182b", "#f0f0f0"))
    style = Style(
        column="kind", title=title("kind"), kind="categorical", classes=classes, method="kinds"
    )
    kinds = ["#b2182b"] * 9 + ["#f0f0f0"] * 1600
    rows = pd.DataFrame({"x": np.arange(1609.0), "y": np.arange(1609.0), "kind": kinds})
    chart = Chart(
        kind="points", title=title("points"), x="x", x_title=title("x"), y_title=title("y"),
        series=(Series(column="y", title=title("y")),), table="many", classed=True,
    )  # fmt: skip
    figure = drawn(result(tables={"many": rows}, charts={"many": chart}, style=style))
    sizes = {line.get_color(): line.get_markersize() for line in figure.axes[1].lines}
    assert sizes["#b2182b"] > 3 * sizes["#f0f0f0"]
