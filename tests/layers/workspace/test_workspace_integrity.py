"""What “gridloom check” sees inside the files of a workspace."""

import sqlite3
from pathlib import Path

import pytest
import shapely

from gridloom_layers.workspace import FolderStore


def layer_of(city: FolderStore) -> Path:
    return city.path / str(city.table("grid").layer)


def changed(city: FolderStore) -> str:
    return f"{city.table('grid').layer}: the file is damaged, or another program has changed it."


def test_a_flipped_byte_in_a_coordinate_of_a_layer_is_told(city: FolderStore) -> None:
    corner, file = shapely.to_wkb(shapely.Point(200, 100))[5:], layer_of(city)
    content = file.read_bytes()
    at = content.rindex(corner)
    file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    assert city.problems() == [changed(city)]


def test_a_row_key_of_a_layer_that_was_changed_is_told(city: FolderStore) -> None:
    with sqlite3.connect(layer_of(city)) as database:
        triggers = database.execute("select name from sqlite_master where type = 'trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f'drop trigger "{name}"')
        database.execute("update layer set row_key = 9 where row_key = 1")
    database.close()
    assert city.problems() == [changed(city)]


@pytest.mark.parametrize("version", [10200, 10300])
def test_what_qgis_does_to_the_header_is_no_damage(city: FolderStore, version: int) -> None:
    with sqlite3.connect(layer_of(city)) as database:
        database.execute(f"pragma user_version = {version}")
    database.close()
    assert city.problems() == []


def test_links_leave_the_shapes_of_a_layer_known(city: FolderStore) -> None:
    before = city.table("grid").layer_digest
    with city.change() as change:
        change.rename("grid", "cell")
    assert city.table("cell").layer_digest == before and len(str(before)) == 64
