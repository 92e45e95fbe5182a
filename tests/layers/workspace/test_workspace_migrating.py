"""Workspaces of format 1: read as they are, moved forward by the first change, never lost."""

import json
import multiprocessing as mp
import time
import zipfile
from pathlib import Path

import pytest
from sqlglot import parse_one

from gridloom_layers.errors import BadInput
from gridloom_layers.notices import heard
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import open_workspace
from gridloom_layers.workspace.backup import restore
from gridloom_layers.workspace.encrypting import encrypt

ARCHIVE = Path(__file__).parent / "format-1" / "city.zip"
PEOPLE = {
    "citizen_id": ["11010519491231002X", "440305198001010013", "53010219200508011X"],
    "grid_key": [1, 1, 2],
}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A workspace of format 1 on the disk."""
    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(tmp_path / "旧.gridloom")
    (tmp_path / "旧.gridloom" / "SHA256SUMS").unlink()
    return tmp_path / "旧.gridloom"


def format_of(path: Path) -> int:
    return json.loads((path / "manifest.json").read_text("utf-8"))["format"]


def bytes_of(path: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(path)): file.read_bytes()
        for file in path.rglob("*")
        if file.is_file() and file.suffix != ".lock"
    }


def people(path: Path) -> dict[str, list]:
    rows = open_workspace(path).attributes("person", ["citizen_id", "grid_key"])
    return rows.drop_columns(["row_key"]).to_pydict()


def test_an_old_workspace_is_read_and_not_written(old: Path) -> None:
    before = bytes_of(old)
    store = open_workspace(old)
    assert (store.manifest.format, people(old), store.problems()) == (1, PEOPLE, [])
    assert store.select(parse_one("select count(*) as n from event")).to_pylist() == [{"n": 2}]
    assert store.layer("event").geometry.x.tolist() == pytest.approx([500020, 500150])
    part = store.table("person").records[0]
    assert (part.rows, part.first, part.last) == (3, 1, 3)
    assert bytes_of(old) == before


def test_rows_of_an_old_workspace_are_found(old: Path) -> None:
    store = open_workspace(old)
    found = store.find("person", "citizen_id", store.attributes("person")["citizen_id"].chunk(0))
    assert found["row_key"].to_pylist() == [1, 2, 3]


def test_a_changed_byte_in_an_old_workspace_is_told(old: Path) -> None:
    (file,) = (old / "records").glob("person*")
    content = bytearray(file.read_bytes())
    content[40] ^= 1
    file.write_bytes(content)
    assert open_workspace(old).problems() == [f"records/{file.name}: the file is damaged."]


def test_the_first_change_moves_it_forward_after_a_backup(old: Path) -> None:
    before, store = bytes_of(old), open_workspace(old)
    with heard() as told, store.change() as change:
        change.put_measure("m", "count(person) by grid")
    (backup,) = old.parent.glob("*.zip")
    assert (format_of(old), people(old), open_workspace(old).problems()) == (2, PEOPLE, [])
    (act,) = [one for one in store.acts() if one["act"] == "migrate"]
    assert backup.name in str(told[0]) and act["backup"] == backup.name
    restore(backup, old.parent / "again.gridloom", Progress())
    assert bytes_of(old.parent / "again.gridloom") == before


def test_nothing_is_lost_on_the_way_forward(old: Path) -> None:
    store = open_workspace(old)
    before = {name: store.attributes(name) for name in store.tables}
    links, measures, results = store.links, store.measures, store.results
    places = store.layer("event").geometry
    with store.change():
        pass
    assert {name: store.attributes(name) for name in store.tables} == before
    assert (store.links, store.measures, store.results) == (links, measures, results)
    assert store.layer("event").geometry.equals(places)
    assert store.quarantined(2)["value"].to_pylist() == ["1990-13-45"]


def test_events_have_their_places_in_their_records_then(old: Path) -> None:
    store = open_workspace(old)
    with store.change():
        pass
    assert store.table("event").layer is None and store.table("grid").layer_digest
    assert list((old / "layers").glob("event*")) == []


def test_an_old_workspace_is_encrypted_whole(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIDLOOM_KEY_FILE", str(old.parent / "keys"))
    store = open_workspace(old)
    encrypt(store, Progress())
    again = open_workspace(old)
    assert (people(old), again.problems()) == (PEOPLE, [])
    assert again.quarantined(2)["value"].to_pylist() == ["1990-13-45"]
    assert {file.read_bytes()[:4] for file in old.rglob("*.parquet")} == {b"PARE"}


def test_a_change_that_fails_leaves_a_whole_workspace(old: Path) -> None:
    with pytest.raises(BadInput), open_workspace(old).change() as change:
        change.remove("nothing of that name")
    assert (people(old), open_workspace(old).problems()) == (PEOPLE, [])


def change_it(path: Path) -> None:
    with open_workspace(path).change() as change:
        change.put_measure("m", "count(person) by grid")


@pytest.mark.parametrize("milliseconds", [2, 10, 20, 40, 60, 80, 120])
def test_a_killed_migration_leaves_the_old_or_the_new(old: Path, milliseconds: int) -> None:
    mover = mp.get_context("fork").Process(target=change_it, args=(old,), daemon=True)
    mover.start()
    time.sleep(milliseconds / 1000)
    mover.kill()
    mover.join()
    assert format_of(old) in (1, 2)
    assert (people(old), open_workspace(old).problems()) == (PEOPLE, [])
    change_it(old)
    assert (format_of(old), people(old)) == (2, PEOPLE)
    assert len(list(old.parent.glob("*.zip"))) == 1 and not list(old.parent.glob(".*"))


@pytest.mark.parametrize("number", [3, 99])
def test_a_newer_workspace_is_told_in_one_sentence(old: Path, number: int) -> None:
    (old / "manifest.json").write_text(json.dumps({"format": number, "other": {}}), "utf-8")
    with pytest.raises(BadInput, match="made by a newer Gridloom") as refused:
        open_workspace(old)
    assert refused.value.code == "newer-workspace"


def test_a_backup_of_format_1_is_restored(tmp_path: Path) -> None:
    restore(ARCHIVE, tmp_path / "b.gridloom", Progress())
    assert (format_of(tmp_path / "b.gridloom"), people(tmp_path / "b.gridloom")) == (1, PEOPLE)
