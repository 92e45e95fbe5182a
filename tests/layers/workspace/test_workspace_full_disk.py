"""A disk without room: told by its own error, and no file of the change stays."""

import errno
from pathlib import Path

import pyarrow as pa
import pytest
from pyogrio.errors import DataLayerError

from gridloom_layers.workspace import FolderStore, Link, layers, open_workspace

from .conftest import put_grid, put_persons

NO_ROOM = OSError(errno.ENOSPC, "No space left on device")


def refuse(*_: object, **__: object) -> None:
    """Be a disk without room."""
    raise NO_ROOM


def files(folder: Path) -> set[str]:
    """Return the names of the files in a workspace, but for marks of locks and what is derived."""
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and file.suffix != ".lock" and file.parent.name != "derived"
    }


@pytest.mark.parametrize("step", ["flush", "_replace"])
def test_a_manifest_without_room_leaves_the_old_state_and_no_file(
    city: FolderStore, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = files(city.path)
    with monkeypatch.context() as disk:
        disk.setattr(f"gridloom_layers.workspace.files.{step}", refuse)
        with pytest.raises(OSError, match="No space"):
            put_persons(city, ["x", "y"])
    assert files(city.path) == before
    assert open_workspace(city.path).attributes("person")["code"].to_pylist() == ["p", "q", "r"]


def test_a_manifest_that_is_renamed_before_the_disk_refuses_keeps_its_files(
    city: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as disk:
        disk.setattr("gridloom_layers.workspace.files.flush_folder", refuse)
        with pytest.raises(OSError, match="No space"):
            put_persons(city, ["x", "y"])
    again = open_workspace(city.path)
    assert again.attributes("person")["code"].to_pylist() == ["x", "y"]
    assert again.problems() == []


def test_what_gdal_says_instead_of_no_room_is_told_as_no_room(
    city: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DataLayerError("no such table: gpkg_contents")

    monkeypatch.setattr(layers.pyogrio, "write_arrow", fail)
    with pytest.raises(DataLayerError):  # there is room: the fault is another one
        put_grid(city, ["c"])
    monkeypatch.setattr(layers, "refused_room", lambda *_: NO_ROOM)
    with pytest.raises(OSError, match="No space"):
        put_grid(city, ["c"])


def test_room_is_tried_with_as_many_bytes_and_none_of_them_is_kept(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no device is always full here")
    (tmp_path / "x.gpkg.room").symlink_to(full)
    refused = layers.refused_room(tmp_path / "x.gpkg", 1)
    assert refused is not None and refused.errno == errno.ENOSPC
    assert layers.refused_room(tmp_path / "x.gpkg", 100_000) is None
    assert list(tmp_path.iterdir()) == []


def test_a_join_stands_without_room_for_the_index_of_its_link(
    city: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = Link(left="person", right="grid", by="code", on=None, column="grid_key", report={})
    with monkeypatch.context() as disk:
        disk.setattr("gridloom_layers.workspace.index.write_index", refuse)
        with city.change() as change:
            change.link(link, pa.chunked_array([pa.array([0, 0, None], pa.int64())]))
    assert city.attributes("person", ["grid_key"])["grid_key"].to_pylist() == [0, 0, None]
    assert city.referring(link, pa.array([0]))["row_key"].to_pylist() == [0, 1]
