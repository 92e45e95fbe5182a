"""The main job through the command: the demonstration, and questions to the city it leaves."""

import csv
import io
import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from gridloom_desktop import demonstration
from gridloom_desktop.command.main import run
from gridloom_desktop.demonstration import Demonstration
from gridloom_layers.workspace import open_workspace

PERSONS = 20_000


def call(*arguments: object) -> tuple[int, Any]:
    """Run a command in this process; return its exit code and its JSON envelope."""
    out = io.StringIO()
    code = run([*map(str, arguments), "--json", "--lang", "en"], out, io.StringIO())
    return code, json.loads(out.getvalue())


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """Return the folder of a small demonstration and what it answered."""
    folder = tmp_path_factory.mktemp("演 示") / "demo"
    code, answer = call("demo", "--out", folder, "--headless", "--persons", PERSONS)
    assert code == 0, answer
    return folder, answer["data"]


@pytest.fixture(scope="module")
def city(demo) -> Path:
    return demo[0] / "shenzhen-sample.gridloom"


@pytest.fixture(scope="module")
def truth(demo) -> Any:
    """Return what was planted in the sample city."""
    return json.loads((demo[0] / "sources/ground_truth.json").read_text(encoding="utf-8"))


def test_every_promised_file_is_left(demo) -> None:
    folder, answer = demo
    endings = sorted(Path(file).suffix for file in answer["files"])
    assert endings == [".gridloom", ".html", ".html", ".pdf", ".png", ".xlsx"]
    assert all((folder / Path(file).name).exists() for file in answer["files"])


def test_who_sees_no_window_is_told_how_to_open_it(tmp_path, gridloom, monkeypatch) -> None:
    empty = Demonstration((), (), (), ())
    monkeypatch.setattr(demonstration, "demonstrate", lambda *_: empty)
    told = gridloom("demo", "--out", tmp_path, "--headless").out.splitlines()
    city = tmp_path / "shenzhen-sample.gridloom"
    assert told[-1] == f"“gridloom desktop {city}” opens the window on it."


def test_every_row_that_was_read_is_accounted_for(demo) -> None:
    for report in demo[1]["imports"]:
        aside = sum(report["quarantined"].values())
        assert report["read"] == report["loaded"] + aside + report["blank"]


def test_the_oldest_planted_communities_are_found(city, truth, tmp_path) -> None:
    planted = {one["name"] for one in truth["planted"]["ageing"]["communities"]}
    out = tmp_path / "old.csv"
    code, _ = call("run", city, "hotspots", "--layer", "community", "--set",
                   "value=share(person where age >= 65)", "--out", out)  # fmt: skip
    found = pd.read_csv(out)
    assert code == 0
    hot = set(found.loc[found["bin"] > 0, "name"])  # of those that may be seen
    assert hot and hot <= planted


def test_the_web_map_asks_no_host(demo) -> None:
    page = (demo[0] / "events-web-map.html").read_text(encoding="utf-8")
    assert "<script src=" not in page and '<link rel="stylesheet" href="http' not in page


def test_a_second_demonstration_takes_the_place_of_the_first(demo, monkeypatch) -> None:
    folder = demo[0]
    (folder / "left over").touch()
    monkeypatch.setattr("gridloom_desktop.demonstration._main_job", no_job)
    copied = shutil.copytree(folder, folder.with_name("again"))
    assert call("demo", "--out", copied, "--headless")[0] == 0
    assert not (copied / "left over").exists()


def no_job(*_: object) -> Any:
    from gridloom_desktop.demonstration import Demonstration

    return Demonstration((), (), (), ())


def test_a_folder_of_the_users_is_never_replaced(tmp_path) -> None:
    (tmp_path / "mine.txt").touch()
    code, answer = call("demo", "--out", tmp_path, "--headless")
    assert (code, answer["error"]["code"]) == (2, "already-exists")
    assert (tmp_path / "mine.txt").exists()


def test_an_import_with_quarantined_rows_exits_with_3_and_is_ok(demo, city, tmp_path) -> None:
    work = shutil.copytree(city, tmp_path / "c.gridloom")
    source = demo[0] / "sources/公共设施_规划局.xlsx"
    code, answer = call("import", work, source, "--role", "facility", "--name", "again",
                        "--map", "x=经度", "--map", "y=纬度")  # fmt: skip
    assert (code, answer["ok"]) == (3, True) and answer["data"]["quarantined"]


def test_quarantined_rows_can_be_opened(demo, city, tmp_path) -> None:
    aside = sum(sum(report["quarantined"].values()) for report in demo[1]["imports"])
    code, _ = call("quarantine", city, "--out", tmp_path / "q.csv")
    assert code == 0 and len(pd.read_csv(tmp_path / "q.csv", dtype=str)) == aside


def test_a_query_counts_what_pandas_counts_in_the_source(demo, city) -> None:
    store = open_workspace(city)
    number = next(one.number for one in store.imports if one.table == "person")
    aside = store.quarantined(number).column("source_row").to_pylist()
    path = demo[0] / "sources/人口_公安局.csv"
    source = pd.read_csv(path, encoding="gb18030", dtype=str, skip_blank_lines=False)
    kept = source[~(source.index + 2).isin(aside)]
    women = int(kept.isin(["女", "女性"]).any(axis=1).sum())
    answer = call("query", city, "person", "--where", "sex = '女'", "--limit", "1")[1]
    assert (answer["data"]["count"], answer["data"]["rounded_to"]) == (women // 10 * 10, 10)
    asked = ("query", city, "person", "--where", "sex = '女'", "--limit", "1")
    assert call(*asked, "--personal", "--reason", "核对")[1]["data"]["count"] == women


def test_identifiers_are_masked_where_rows_are_shown(city) -> None:
    rows = call("query", city, "person", "--limit", "50")[1]["data"]["rows"]
    assert len(rows) == 50 and all("*" in row["citizen_id"] for row in rows)


def test_personal_rows_leave_only_with_a_reason_that_is_logged(city, tmp_path) -> None:
    out = tmp_path / "p.csv"
    asked = ("query", city, "person", "--where", "age >= 100", "--out", out, "--personal")
    assert call(*asked)[1]["error"]["code"] == "no-reason"
    assert not out.exists()
    assert call(*asked, "--reason", "百岁老人走访")[0] == 0
    act = call("log", city)[1]["data"]["acts"][-1]
    assert (act["act"], act["reason"]) == ("personal export", "百岁老人走访")


def test_small_counts_of_persons_are_withheld_by_area(city, tmp_path) -> None:
    code, _ = call("query", city, "person", "--where", "age >= 65", "--by", "community",
                   "--out", tmp_path / "by.csv")  # fmt: skip
    with (tmp_path / "by.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    shown = [int(row["count"]) for row in rows if row["count"]]
    assert code == 0 and len(rows) == 788
    assert not any(0 < number < 10 for number in shown)
    assert sum(row["suppressed"] in ("true", "1", "True") for row in rows) == len(rows) - len(shown)


def test_a_measure_is_kept_and_listed(city) -> None:
    code, answer = call("measure", city, "每街道事件数", "count(event) by street")
    assert code == 0 and answer["data"]["areas"] == 79
    kept = call("describe", city)[1]["data"]["measures"]
    assert ("每街道事件数", "count(event) by street") in [(m["name"], m["text"]) for m in kept]


def test_a_measure_that_means_nothing_is_not_kept(city) -> None:
    code, answer = call("measure", city, "wrong", "count(person where height > 2) by grid")
    assert code == 2 and "height" in answer["error"]["message"]
    assert "wrong" not in [one["name"] for one in call("describe", city)[1]["data"]["measures"]]


def test_an_analysis_writes_its_file_and_keeps_its_result(city, tmp_path) -> None:
    out = tmp_path / "hot.gpkg"
    code, answer = call("run", city, "outliers", "--layer", "community", "--set",
                        "value=density(event)", "--name", "clusters", "--out", out)  # fmt: skip
    assert code == 0 and out.exists() and answer["data"]["name"] == "clusters"
    assert "clusters" in [one["name"] for one in call("describe", city)[1]["data"]["results"]]


def test_a_result_of_a_plain_file_cannot_be_kept(demo) -> None:
    file = demo[0] / "sources/行政区_民政局.geojson"
    code, answer = call("run", file, "hotspots", "--set", "value=x", "--name", "kept")
    assert (code, answer["error"]["code"]) == (2, "no-workspace")


def test_what_cannot_be_published_is_told(city, tmp_path) -> None:
    code, answer = call("publish", city, "poster", "--result", "hot-events", "--out", "x.pdf")
    assert code == 2 and "web-map" in answer["error"]["hint"]


def test_describe_tells_kinds_and_analyses_in_words(city, gridloom) -> None:
    said = gridloom("describe", city, "--lang", "zh").out
    fields = said.split("\n字段\n")[1].split("\n\n")[0]  # their names are what one types
    said = said.replace(fields, "")
    assert " 面 " in said and "热点" in said
    assert not [word for word in (" area ", " code ", " place ", " hotspots ") if word in said]


def titles_in(file: Path) -> list[str | None]:
    return [one.text for one in ET.parse(file).iter("layername")]  # noqa: S314 - our own file


def test_a_map_for_qgis_may_show_one_table_by_a_condition(city, tmp_path) -> None:
    where = "hour(reported_at) >= 20"
    _, asked = call("query", city, "event", "--where", where)
    call("publish", city, "qgis", "--table", "event", "--where", where, "--out", tmp_path / "e.qlr")
    placed = gpd.read_file(tmp_path / "e.gpkg", layer="event")
    assert titles_in(tmp_path / "e.qlr") == ["Event"]
    assert len(placed) == asked["data"]["count"]


def test_a_condition_that_picks_out_persons_makes_no_map(city, tmp_path) -> None:
    asked = ("--table", "event", "--where", "reporter = '张三'", "--out", tmp_path / "e.qlr")
    code, answer = call("publish", city, "qgis", *asked)
    assert (code, answer["error"]["code"]) == (2, "identifying-field")
    assert list(tmp_path.iterdir()) == []


def test_a_map_for_qgis_may_show_what_is_visible_only(city, tmp_path) -> None:
    for name, asked in (("all", ()), ("shown", ("--shown",))):
        call("publish", city, "qgis", *asked, "--out", tmp_path / f"{name}.qlr")
    whole, shown = (set(titles_in(tmp_path / f"{name}.qlr")) for name in ("all", "shown"))
    assert shown < whole and "Building" in shown and "Event" in whole - shown


@pytest.mark.parametrize("asked", [("--measure", "events per km²"), ("--result", "hot-elderly")])
def test_a_map_for_qgis_may_show_one_answer(city, tmp_path, asked) -> None:
    code, _ = call("publish", city, "qgis", *asked, "--out", tmp_path / "a.qlr")
    assert code == 0 and len(titles_in(tmp_path / "a.qlr")) == 1


@pytest.mark.parametrize("asked", [("--table", "person"), ("--measure", "x"), ("--result", "x")])
def test_what_has_no_map_is_told(city, tmp_path, asked) -> None:
    code, answer = call("publish", city, "qgis", *asked, "--out", tmp_path / "a.qlr")
    assert code == 2 and answer["error"]["message"] and answer["error"]["hint"]
