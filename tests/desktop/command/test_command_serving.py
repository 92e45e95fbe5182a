"""One warm process that answers JSON lines."""

import datetime as dt
import io
import json
import shutil
import subprocess
import sys
import threading

import geopandas as gpd
import pytest
import shapely

from gridloom_desktop.command.answer import Answer
from gridloom_desktop.command.main import perform
from gridloom_desktop.command.opening import kept_open, opened
from gridloom_desktop.command.serving import Conversation
from gridloom_layers.language import use_language
from gridloom_layers.workspace import create_workspace, open_workspace


def talk(*lines: str, perform=perform) -> dict:
    """Return what was answered, by request."""
    out = io.StringIO()
    Conversation(out, perform).hold(lines)
    return {one["id"]: one for one in map(json.loads, out.getvalue().splitlines())}


def test_a_request_gets_the_envelope_with_its_id(city) -> None:
    line = json.dumps({"id": "a", "args": ["describe", str(city)]})
    answer = talk(line)["a"]
    assert (answer["exit"], answer["ok"], answer["data"]["crs"]) == (0, True, "EPSG:4547")


@pytest.mark.parametrize("line", ["nonsense", "[1]", '{"args": "describe"}', '{"args": [1]}', "{}"])
def test_a_bad_line_is_answered_and_the_next_one_too(line, city) -> None:
    answers = talk(line, json.dumps({"id": 2, "args": ["check", str(city)]}))
    assert (answers[None]["exit"], answers[2]["exit"]) == (2, 0)


def test_each_request_has_its_language() -> None:
    ask = '{"id": "%s", "args": ["describe", "nowhere", "--lang", "%s"]}'
    answers = talk(ask % ("zh", "zh"), ask % ("en", "en"))
    assert "工作区" in answers["zh"]["error"]["message"]
    assert "workspace" in answers["en"]["error"]["message"]


def test_a_cancel_stops_the_request_that_runs() -> None:
    running = threading.Event()

    def slow(_, progress) -> Answer:
        running.set()
        for done in range(100_000):
            progress.report("count", done, 100_000)
            threading.Event().wait(0.001)
        return Answer("ran to its end")

    def lines():
        yield '{"id": 1, "args": []}'
        assert running.wait(10)
        yield '{"cancel": 1}'

    out = io.StringIO()

    def perform_slow(arguments, progress):
        try:
            return slow(arguments, progress)
        except BaseException as error:  # noqa: BLE001 - as perform does
            from gridloom_desktop.command.failing import failure

            return failure(error, ())

    Conversation(out, perform_slow).hold(lines())
    assert json.loads(out.getvalue().splitlines()[-1])["exit"] == 130


def test_a_request_cancelled_in_the_queue_never_runs() -> None:
    ran = []
    gate = threading.Event()

    def perform_waiting(arguments, _) -> Answer:
        gate.wait(10)
        ran.append(arguments[0])
        return Answer(None)

    def lines():
        yield '{"id": 1, "args": ["first"]}'
        yield '{"id": 2, "args": ["second"]}'
        yield '{"cancel": 2}'
        gate.set()

    out = io.StringIO()
    Conversation(out, perform_waiting).hold(lines())
    assert ran == ["first"]


def test_a_request_cancelled_in_the_queue_is_answered_while_another_one_runs() -> None:
    out, gate = io.StringIO(), threading.Event()

    def perform_waiting(*_) -> Answer:
        gate.wait(10)
        return Answer(None)

    def lines():
        yield '{"id": 1, "args": ["first"]}'
        yield '{"id": 2, "args": ["second"]}'
        yield '{"cancel": 2}'
        gate.set()

    Conversation(out, perform_waiting).hold(lines())
    answers = [json.loads(one) for one in out.getvalue().splitlines()]
    assert [(one["id"], one["exit"]) for one in answers] == [(2, 130), (1, 0)]


def test_the_window_cannot_be_asked_for() -> None:
    assert talk('{"id": 1, "args": ["desktop"]}')[1]["exit"] == 2


def test_a_request_without_a_language_gets_that_of_serve(monkeypatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    use_language("zh")
    try:
        answer = talk('{"id": 1, "args": ["describe", "nowhere"]}')[1]
    finally:
        use_language("en")
    assert "工作区" in answer["error"]["message"]


def test_a_command_that_needs_its_own_process_is_refused_behind_a_switch_too() -> None:
    answer = talk('{"id": 1, "args": ["--json", "desktop"]}')[1]
    assert answer["error"]["message"] == "“desktop” cannot be asked for here."


def test_a_workspace_stays_open_until_it_changes(city) -> None:
    with kept_open():
        first = opened(city)
        assert opened(city) is first
        with open_workspace(city).change() as change:
            change.put_measure("people", "count(person) by grid")
        assert "people" in opened(city).measures


def test_a_workspace_of_the_same_name_and_number_is_not_taken_for_the_one_before(
    city, tmp_path
) -> None:
    place = tmp_path / "c.gridloom"
    create_workspace(place, "EPSG:4547", dt.date(2026, 1, 1)).close()
    with kept_open():
        assert opened(place).data_date == dt.date(2026, 1, 1)
        shutil.rmtree(place)
        create_workspace(place, "EPSG:4547", dt.date(2026, 2, 2)).close()
        assert opened(place).data_date == dt.date(2026, 2, 2)


def test_what_is_kept_open_is_let_go_after_a_while(city, monkeypatch) -> None:
    monkeypatch.setattr("gridloom_desktop.command.serving.IDLE_SECONDS", 0.5)
    marks = []

    def lines():
        yield json.dumps({"id": 1, "args": ["describe", str(city)]})
        for _ in range(200):
            marks.append(len(list((city / "readers").glob("*.lock"))))
            if marks[-1] < max(marks):
                return
            threading.Event().wait(0.05)

    Conversation(io.StringIO(), perform).hold(lines())
    assert (max(marks), marks[-1]) == (1, 0)


def test_outside_of_serve_each_command_opens_its_own(city) -> None:
    assert opened(city) is not opened(city)


def test_what_analyses_need_is_loaded_while_nobody_asks(monkeypatch) -> None:
    loaded = threading.Event()
    monkeypatch.setattr("gridloom_desktop.command.serving.preload", loaded.set)

    def lines():
        assert loaded.wait(10)
        yield '{"id": 1, "args": ["--version"]}'

    assert Conversation(io.StringIO(), perform).hold(lines()) == 1


def test_after_that_an_analysis_loads_no_package_any_more(tmp_path) -> None:
    areas = tmp_path / "areas.gpkg"
    squares = [shapely.box(x, y, x + 1, y + 1) for x in range(6) for y in range(6)]
    frame = gpd.GeoDataFrame({"n": range(36)}, geometry=squares, crs="EPSG:4547")
    frame.to_file(areas, driver="GPKG")
    out = tmp_path / "hot.gpkg"
    asked = ["run", str(areas), "hotspots", "--set", "value=n", "--out", str(out)]
    loaded = subprocess.run(
        [sys.executable, "-c", PRELOADED, *asked], capture_output=True, text=True, check=True
    )
    assert out.exists()
    assert (
        set(loaded.stdout.split()) & {"geopandas", "numba", "pandas", "pyogrio", "scipy"} == set()
    )


PRELOADED = """
import io, sys
from gridloom_desktop.command.main import run
from gridloom_desktop.command.serving import preload
preload()
before = {name.split(".")[0] for name in sys.modules}
run(sys.argv[1:], io.StringIO(), io.StringIO())
print(*{name.split(".")[0] for name in sys.modules} - before)
"""


def test_what_analyses_need_brings_no_plotting_and_no_spreadsheets() -> None:
    """Each took half a second of the first run from QGIS."""
    code = (
        "import sys; from gridloom_desktop.command.serving import preload; preload();"
        "print({'matplotlib', 'openpyxl'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
