"""What was done to a workspace, in order, and the script that does it again."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gridloom_analytics.running import keep, kept, run
from gridloom_desktop.publishing.publish import publish
from gridloom_desktop.window.model.history.personal import names_person
from gridloom_desktop.window.model.history.reading import history
from gridloom_desktop.window.model.history.script import encoded, quoted, script
from gridloom_layers.importing import ImportOptions, import_source
from gridloom_layers.joins import join
from gridloom_layers.language import use_language
from gridloom_layers.workspace import FolderStore, create_workspace, open_workspace

EVENTS = "编号,时间,x,y,类型\n" + "".join(
    f"E{n},2025-03-{1 + n % 28:02},{500050 + n % 7 * 100},{2500050 + n % 5 * 100},噪音\n"
    for n in range(60)
)


@pytest.fixture(scope="module")
def sources(tmp_path_factory) -> Path:
    """A folder whose name no shell likes, with areas and events; one of these has no day."""
    folder = tmp_path_factory.mktemp("data") / "街道's 100% & $数据"
    folder.mkdir()
    corners = [(500000 + c * 100, 2500000 + r * 100) for r in range(8) for c in range(8)]
    squares = [shapely.box(x, y, x + 100, y + 100) for x, y in corners]
    names = {"名称": [f"社区{n}" for n in range(64)], "代码": [f"44030{n:07}" for n in range(64)]}
    gpd.GeoDataFrame(names, geometry=squares, crs="EPSG:4547").to_file(folder / "社区.gpkg")
    broken = "E1,2025-03-01,500050,2500050,噪音\n"
    (folder / "事件.csv").write_text(EVENTS + broken, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def city(sources) -> FolderStore:
    """Areas and events imported, joined, measured, analysed, published."""
    store = create_workspace(sources.parent / "城.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    import_source(store, sources / "社区.gpkg", ImportOptions("community"))
    mapping = {"code": "编号", "reported_at": "时间", "x": "x", "y": "y", "kind": "类型"}
    import_source(store, sources / "事件.csv",
                  ImportOptions("event", mapping=mapping, crs="EPSG:4547"))  # fmt: skip
    join(store, "event", "community", "place")
    with store.change() as change:
        change.put_measure("事件's 数 & 100%", "count(event where kind = '噪音') by community")
    result = run(store, "hotspots", {"value": "count(event) by community", "permutations": 99},
                 "community", seed=7)  # fmt: skip
    keep(store, "热点", result)
    publish(store, "workbook", sources.parent / "热点.xlsx", result="热点")
    return store


def kinds(store: FolderStore) -> list[str]:
    return [act.kind for act in history(store)]


def test_acts_come_in_the_order_in_which_they_were_done(city):
    assert kinds(city) == ["create", "import", "import", "join", "measure", "run", "publish"]


def test_all_but_the_making_are_dated_by_the_log(city):
    today = dt.datetime.now(dt.UTC)
    assert all(act.at and abs(today - act.at) < dt.timedelta(hours=1) for act in history(city)[1:])


def test_an_act_is_told_in_both_languages(city):
    told = [act.what for act in history(city) if act.kind == "import"][1]
    assert str(told) == "“事件.csv” imported into Event: 60 rows"
    assert told.render("zh") == "“事件.csv”已导入事件：60 行"


@pytest.fixture(scope="module")
def again(city, sources) -> FolderStore:
    """The workspace that the script of the city makes in an empty folder."""
    folder = sources.parent / "再来 一次"
    (folder / "bin").mkdir(parents=True)
    program = folder / "bin" / "gridloom"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gridloom_desktop.command "$@"\n')
    program.chmod(0o755)
    (sources.parent / "热点.xlsx").unlink()
    use_language("zh")
    (folder / "again.sh").write_bytes(encoded(script(history(city), "again.gridloom", "sh"), "sh"))
    use_language("en")
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        ["/bin/sh", "again.sh"], cwd=folder, check=True, env={**os.environ, "PATH": path},
        capture_output=True, text=True,
    )  # fmt: skip
    return open_workspace(folder / "again.gridloom")


@pytest.mark.parametrize("table", ["community", "event"])
def test_the_script_makes_the_same_tables(city, again, table):
    assert again.attributes(table).equals(city.attributes(table))


def test_the_script_gives_the_same_result(city, again):
    mine, other = kept(city, "热点"), kept(again, "热点")
    assert mine.primary.equals(other.primary) and mine.seed == other.seed == 7


def test_the_script_publishes_what_was_published(city, again, sources):
    assert (sources.parent / "热点.xlsx").exists() and again.measures == city.measures


def test_what_was_removed_is_told_but_not_made_again(sources):
    store = create_workspace(sources.parent / "b.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    with store.change() as change:
        change.put_measure("m", "count(event) by community")
    with store.change() as change:
        change.remove("m")
    _, gone = history(store)
    assert (gone.kind, gone.is_current, gone.can_be_scripted) == ("measure", False, False)


def test_a_renamed_result_is_made_under_its_new_name(sources):
    store = create_workspace(sources.parent / "c.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    with store.change() as change:
        change.put_measure("old", "count(event) by community")
    with store.change() as change:
        change.rename("old", "new")
    assert [(act.kind, act.name, act.is_current) for act in history(store)[1:]] == [
        ("measure", "new", True), ("other", None, True),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["x = 11010519491231002X", "name = '13800138000'"])
def test_a_code_of_a_person_is_seen(city, text):
    assert names_person(city, text) and not names_person(city, "age >= 65")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("grid", "grid"),
        ("a b", '"a b"'),
        ('say "hi" & go', '"say ""hi"" & go"'),
        ("100%", '"100%%"'),
        ("C:\\数据\\", '"C:\\数据\\\\"'),
    ],
)
def test_arguments_are_quoted_for_windows(text, written):
    assert quoted(text) == written


def test_a_script_for_windows_ends_its_lines_as_windows_does(city):
    lines = encoded(script(history(city), city.name, "cmd"), "cmd").split(b"\r\n")
    assert lines[0] == b"@echo off" and not any(b"\n" in line for line in lines)
