"""A small city in a workspace, and a window on it."""

import contextlib
import datetime as dt
import gc
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest
import shapely
from PyQt6.QtCore import QEvent, QThread, QTimer
from PyQt6.QtWidgets import QApplication

from gridloom_desktop.window.appearance import dress
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.screenshot import wait_until_idle, wait_while
from gridloom_desktop.window.workstation import Workstation
from gridloom_layers.language import use_language
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import (
    FolderStore,
    SourceInfo,
    TableField,
    TableSpec,
    create_workspace,
)

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
SIDE = 8
SOURCES = (SourceInfo(number=1, file="city.gpkg", sha256="0"),)
PLACES = [(column, row) for row in range(SIDE) for column in range(SIDE)]


def batch(columns: dict[str, pa.Array], geometries: list) -> pa.RecordBatch:
    count = len(geometries)
    numbers = {
        "row_key": pa.array(range(100, 100 + count), pa.int64()),
        "source_number": pa.array([1] * count, pa.int64()),
        "source_row": pa.array(range(2, 2 + count), pa.int64()),
    }
    shapes = {"geometry": pa.array(shapely.to_wkb(geometries), pa.binary())}
    return pa.record_batch(numbers | columns | shapes)


def write_communities(store: FolderStore, *, aged: bool = False) -> None:
    names = [f"社区{column}{row}" for column, row in PLACES]
    hot = [100.0 + column + (900 if column > 4 and row > 4 else 0) for column, row in PLACES]
    fields = (
        TableField(name="name", type="text", canonical=True),
        TableField(name="residents", type="number", source="居民"),
    )
    if aged:
        fields = (*fields, TableField(name="age", type="number", source="楼龄"))
    squares = [shapely.box(c * 100, r * 100, c * 100 + 100, r * 100 + 100) for c, r in PLACES]
    squares = [shapely.multipolygons([square]) for square in squares]
    with store.change() as change:
        spec = TableSpec("community", "community", fields, geometry="area", sources=SOURCES)
        columns = {"name": pa.array(names), "residents": pa.array(hot)}
        if aged:
            columns["age"] = pa.array([float((7 * c + 3 * r) % 40) for c, r in PLACES])
        change.write(spec, [batch(columns, squares)])


def write_persons(store: FolderStore) -> None:
    fields = (
        TableField(name="name", type="text", canonical=True, personal="identifier"),
        TableField(name="sex", type="text", canonical=True),
    )
    with store.change() as change:
        spec = TableSpec("people", "person", fields, geometry="point", sources=SOURCES)
        columns = {"name": pa.array(["张伟", "欧阳娜娜"]), "sex": pa.array(["M", "F"])}
        change.write(spec, [batch(columns, shapely.points([[50, 50], [750, 750]]).tolist())])


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep what tests log and prefer out of the user's own folders."""
    for folder in ("STATE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{folder}_HOME", str(tmp_path / folder))


@pytest.fixture(scope="module", autouse=True)
def what_was_there() -> None:
    """Have ``open_files`` look only through what this file's tests make, not all that is loaded."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def nothing_is_left(qapp: QApplication, own_folders: None, tmp_path: Path) -> Iterator[None]:
    """Fail a test that leaves a thread, a widget, a running timer or an open file behind."""
    threads, widgets = set(threading.enumerate()), set(qapp.topLevelWidgets())
    yield
    for _ in range(2):  # what a deleted window was connected to goes a round later
        qapp.processEvents()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [thread.name for thread in threading.enumerate() if thread not in threads]
    left += [repr(widget) for widget in qapp.topLevelWidgets() if widget not in widgets]
    left += [repr(timer) for timer in qapp.findChildren(QTimer) if timer.isActive()]
    left += [repr(thread) for thread in qapp.findChildren(QThread) if thread.isRunning()]
    left += open_files(tmp_path)
    assert left == []


def open_files(folder: Path) -> list[str]:
    """Return the files in a folder that this process has open: Windows could not remove them."""
    gc.collect()
    handles = Path("/proc/self/fd")
    found = []
    for handle in handles.iterdir() if handles.is_dir() else ():
        with contextlib.suppress(OSError):  # the one of the listing itself
            found.append(str(handle.readlink()))
    return [name for name in found if name.startswith(f"{folder}/")]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A city of 64 square communities, the north-east full of people, and two persons."""
    store = create_workspace(tmp_path / "小城.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    write_communities(store)
    write_persons(store)
    store.close()
    return tmp_path / "小城.gridloom"


def open_window(workstation: Workstation, workspace: Path) -> CityWindow:
    """Open a workspace in a window of the usual size and wait until it is painted."""
    workstation.open(workspace)
    wait_while(lambda: workstation.busy)
    window = workstation.windows[-1]
    window.showNormal()
    window.resize(1280, 800)
    wait_until_idle(window)
    return window


def show(session: Session, *faults: str) -> None:
    """Make the layers of a session's document, as the window does off its thread.

    Nothing but faults of these codes is met.
    """
    met = session.scene.ask(session.document, Progress())
    session.show(session.scene.layers(session.document))
    assert [fault.code for fault in met] == list(faults)


def trigger(window: CityWindow, name: str) -> None:
    """Do what a menu offers, and wait until all of it is shown."""
    window.menus.update_state()
    window.menus.actions[name].trigger()
    wait_until_idle(window)


@pytest.fixture
def workstation(qapp: QApplication) -> Iterator[Workstation]:
    """The program before anything is open, in English."""
    use_language("en")
    dress(qapp)
    station = Workstation()
    yield station
    station.close()
    station.deleteLater()


@pytest.fixture
def opened(workstation: Workstation) -> Callable[[Path], CityWindow]:
    """A function that opens a workspace in a window; one that is open on it is closed first."""

    def open_again(workspace: Path) -> CityWindow:
        for window in list(workstation.windows):
            window.close()
        return open_window(workstation, workspace)

    return open_again


@pytest.fixture
def aged_workspace(tmp_path: Path) -> Path:
    """The small city with a second field of numbers of its communities: age."""
    store = create_workspace(tmp_path / "老城.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    write_communities(store, aged=True)
    write_persons(store)
    store.close()
    return tmp_path / "老城.gridloom"


@pytest.fixture
def aged_window(workstation: Workstation, aged_workspace: Path) -> CityWindow:
    """A window on a city whose communities have two fields of numbers, residents and age."""
    return open_window(workstation, aged_workspace)


@pytest.fixture
def window(workstation: Workstation, workspace: Path) -> CityWindow:
    """A window on the small city, painted."""
    return open_window(workstation, workspace)
