"""The map as it was left: a picture of it stands until the layers are read."""

import datetime as dt
import os
import subprocess
import sys

import pytest
from PyQt6.QtWidgets import QApplication
from tests.desktop.window.conftest import write_persons

from gridloom_desktop.window.last_map import LastMap
from gridloom_desktop.window.model.autosave import keep_document, kept_document
from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.language import use_language
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import create_workspace, open_workspace
from gridloom_layers.workspace.encrypting import encrypt

AT_THE_PICTURE = """
import sys
from pathlib import Path
from gridloom_desktop.window.last_map import LastMap
from gridloom_desktop.window.main import application
from gridloom_desktop.window.workstation import Workstation
show = LastMap.show
def noted(last):
    print(show(last), "numba" in sys.modules)
    return True
LastMap.show = noted
app, station = application(), Workstation()
station.open(Path(sys.argv[1]))
while not station.windows:
    app.processEvents()
station.close()
"""


@pytest.fixture
def pictures(monkeypatch):
    """What each window shows before anything is read: a picture of the map, or None."""
    found, show = [], LastMap.show

    def noted(last: LastMap) -> bool:
        shown = show(last)
        found.append(last._canvas.picture() if shown else None)
        return shown

    monkeypatch.setattr(LastMap, "show", noted)
    return found


def test_a_city_that_is_opened_again_is_seen_as_it_was_left_pixel_for_pixel(
    pictures, opened, workspace
):
    left = opened(workspace).canvas.picture()
    opened(workspace)
    assert pictures[0] is None and pictures[1] == left


def test_the_map_is_drawn_over_its_picture(pictures, opened, workspace):
    opened(workspace)
    again = opened(workspace)
    again.bench.layers.switch("community", False)
    wait_until_idle(again)
    assert again.canvas.picture() != pictures[1]


def test_the_map_may_be_moved_while_there_is_only_its_picture(opened, workstation, workspace):
    opened(workspace).close()
    workstation.open(workspace)
    while not workstation.windows:
        QApplication.processEvents()
    canvas = workstation.windows[0].canvas
    canvas.set_view(canvas.view.panned(30, 0))
    moved = canvas.view
    wait_until_idle(workstation.windows[0])
    assert canvas.view.to_plane(0, 0) == pytest.approx(moved.to_plane(0, 0), abs=1)


def test_data_that_are_others_now_are_not_seen_as_they_were(pictures, opened, workspace):
    opened(workspace).close()
    store = open_workspace(workspace)
    write_persons(store)
    store.close()
    opened(workspace)
    assert pictures == [None, None]


def test_a_map_of_another_document_has_another_picture(pictures, opened, workspace):
    opened(workspace).close()
    store = open_workspace(workspace)
    (layer, *others) = kept_document(store).layers
    hidden = layer.model_copy(update={"visible": False})
    keep_document(store, Document(layers=(hidden, *others), box=kept_document(store).box))
    store.close()
    opened(workspace)
    assert pictures == [None, None]


def test_a_change_of_the_data_takes_the_picture_away(opened, workspace):
    opened(workspace).close()
    assert (workspace / "window.png").exists()
    store = open_workspace(workspace)
    with store.change() as change:
        change.remove("people")
    store.close()
    assert not (workspace / "window.png").exists()


def test_a_map_in_another_language_has_another_picture(pictures, opened, workspace):
    opened(workspace).close()
    use_language("zh")
    opened(workspace)
    assert pictures == [None, None]


def test_a_damaged_picture_is_passed_over(pictures, opened, workspace):
    opened(workspace).close()
    (workspace / "window.png").write_bytes(b"\x89PNG")
    assert opened(workspace).canvas.shown_view is not None
    assert pictures == [None, None]


def test_a_picture_that_cannot_be_kept_is_missed_by_nobody(pictures, opened, workspace):
    window = opened(workspace)
    (workspace / "window.png").mkdir()
    assert window.close()
    assert opened(workspace).session.layers and pictures == [None, None]


def test_a_map_that_is_still_read_leaves_no_picture(workstation, workspace):
    workstation.open(workspace)
    while not workstation.windows:
        QApplication.processEvents()
    workstation.windows[0].close()
    assert not (workspace / "window.png").exists()


def test_encrypting_takes_the_picture_away_and_none_is_kept_from_then_on(
    opened, workspace, tmp_path, monkeypatch
):
    monkeypatch.setenv("GRIDLOOM_KEY_FILE", str(tmp_path / "keys"))
    opened(workspace).close()
    assert (workspace / "window.png").exists()
    store = open_workspace(workspace)
    encrypt(store, Progress())
    store.close()
    opened(workspace).close()
    assert not (workspace / "window.png").exists()


def test_a_city_without_layers_shows_paper(opened, workspace, tmp_path):
    create_workspace(tmp_path / "空.gridloom", "EPSG:4547", dt.date(2026, 1, 1)).close()
    opened(tmp_path / "空.gridloom").close()
    assert opened(tmp_path / "空.gridloom").canvas.idle


def test_the_picture_is_there_before_the_compiler_of_kernels(opened, workspace):
    opened(workspace).close()
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    python = [sys.executable, "-c", AT_THE_PICTURE, str(workspace)]
    done = subprocess.run(python, env=paths, capture_output=True, text=True, timeout=120)
    assert done.stdout == "True False\n"
