"""Backups: verified when written, verified when restored, and never a way out of the folder."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from gridloom_layers.errors import BadInput, Cancelled
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import open_workspace
from gridloom_layers.workspace.backup import back_up, restore
from gridloom_layers.workspace.verifying import stamp


def rewritten(file: Path, change: dict[str, bytes]) -> Path:
    """Return a copy of an archive with some of its entries changed or added."""
    copy = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(copy, "w") as new:
        for name in {*old.namelist(), *change}:
            new.writestr(name, change[name] if name in change else old.read(name))
        new.comment = bytes(64)
    stamp(copy, Progress())
    return copy


@pytest.fixture
def archive(city, tmp_path: Path) -> Path:
    """Return a backup of the small city."""
    city.log("act", {"name": "甲"})
    back_up(city, tmp_path / "备份.zip", Progress())
    return tmp_path / "备份.zip"


def test_a_restored_workspace_has_the_same_rows_links_and_log(city, archive, tmp_path) -> None:
    restore(archive, tmp_path / "b.gridloom", Progress())
    again = open_workspace(tmp_path / "b.gridloom")
    assert again.problems() == [] and again.acts() == city.acts()
    assert all(again.attributes(name).equals(city.attributes(name)) for name in city.tables)


def test_the_same_commit_gives_the_same_bytes(city, archive, tmp_path) -> None:
    back_up(city, tmp_path / "second.zip", Progress())
    assert (tmp_path / "second.zip").read_bytes() == archive.read_bytes()


def test_an_archive_carries_sums_that_sha256sum_can_check(city, archive) -> None:
    with zipfile.ZipFile(archive) as backup:
        listed = {line.split("  ")[1] for line in backup.read("SHA256SUMS").decode().splitlines()}
    assert listed == {*city.manifest.files(), "manifest.json", "log.jsonl"}


@pytest.mark.parametrize("cut", [1, 100, 2000])
def test_an_archive_cut_short_is_refused_and_nothing_stays(archive, tmp_path, cut) -> None:
    archive.write_bytes(archive.read_bytes()[:-cut])
    with pytest.raises(BadInput, match="not a whole backup"):
        restore(archive, tmp_path / "b.gridloom", Progress())
    assert sorted(path.name for path in tmp_path.glob("*b.gridloom*")) == []


def test_a_changed_file_is_refused(archive, tmp_path) -> None:
    changed = rewritten(archive, {"log.jsonl": b"{}\n"})
    with pytest.raises(BadInput, match="not a whole backup"):
        restore(changed, tmp_path / "b.gridloom", Progress())


def test_a_file_beside_those_of_the_manifest_is_refused(archive, tmp_path) -> None:
    with pytest.raises(BadInput, match="not a whole backup"):
        restore(rewritten(archive, {"run.sh": b""}), tmp_path / "b.gridloom", Progress())


@pytest.mark.parametrize("name", ["records/../../evil", "/evil", "../evil", "records\\..\\evil"])
def test_a_name_that_leads_out_of_the_folder_is_refused(archive, tmp_path, name) -> None:
    with zipfile.ZipFile(archive) as backup:
        manifest = json.loads(backup.read("manifest.json"))
        sums = backup.read("SHA256SUMS").decode()
    manifest["tables"]["person"]["records"][0]["file"] = name
    manifest["tables"]["person"]["records"][0]["sha256"] = digest(b"evil")
    text = json.dumps(manifest).encode()
    lines = [line for line in sums.splitlines() if "person" not in line and "manifest" not in line]
    lines += [f"{digest(text)}  manifest.json", f"{digest(b'evil')}  {name}"]
    changed = {"manifest.json": text, "SHA256SUMS": "\n".join(lines).encode(), name: b"evil"}
    with pytest.raises(BadInput, match="not a whole backup"):
        restore(rewritten(archive, changed), tmp_path / "b.gridloom", Progress())
    assert list(tmp_path.parent.glob("**/evil")) == []


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_neither_an_archive_nor_a_workspace_is_overwritten(city, archive, tmp_path) -> None:
    with pytest.raises(BadInput, match="already there"):
        back_up(city, archive, Progress())
    with pytest.raises(BadInput, match="already there"):
        restore(archive, city.path, Progress())


def test_a_cancelled_restore_leaves_nothing(archive, tmp_path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        restore(archive, tmp_path / "b.gridloom", progress)
    assert list(tmp_path.glob("*b.gridloom*")) == []
