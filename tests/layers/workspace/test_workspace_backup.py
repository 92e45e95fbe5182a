"""Backups: verified when written, verified when restored, and never a way out of the folder."""

import hashlib
import json
import multiprocessing as mp
import os
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloom_layers.errors import BadInput, Cancelled
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import TableSpec, open_workspace
from gridloom_layers.workspace.backup import back_up, restore
from gridloom_layers.workspace.verifying import stamp, verify

from .conftest import FIELDS, records

resource = pytest.importorskip("resource", reason="only Unix limits the size of files")


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


def test_a_backup_is_verified_without_restoring_it(city, archive) -> None:
    with zipfile.ZipFile(archive) as backup:
        assert verify(archive, Progress()) == len(backup.namelist()) - 1


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_flipped_bit_anywhere_in_a_backup_is_told(archive, data) -> None:
    content = bytearray(archive.read_bytes())
    at = data.draw(st.one_of(
        st.integers(0, len(content) - 1), st.integers(len(content) - 100, len(content) - 1)
    ))  # fmt: skip
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    flipped = archive.with_name("flipped.zip")
    flipped.write_bytes(content)
    with pytest.raises(BadInput, match="not a whole backup"):
        verify(flipped, Progress())


@pytest.mark.parametrize("cut", [1, 22, 64, 86, 1000])
def test_a_backup_cut_short_is_told(archive, cut) -> None:
    archive.write_bytes(archive.read_bytes()[:-cut])
    with pytest.raises(BadInput, match="not a whole backup"):
        verify(archive, Progress())


def test_what_is_no_archive_is_told(tmp_path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK, but no archive")
    with pytest.raises(BadInput, match="not a whole backup"):
        verify(tmp_path / "x.zip", Progress())


def test_records_that_the_manifest_does_not_know_are_refused(city, archive, tmp_path) -> None:
    name = city.table("person").records[0].file
    with zipfile.ZipFile(archive) as backup:
        manifest = json.loads(backup.read("manifest.json"))
        sums = dict(reversed(line.split("  ")) for line in
                    backup.read("SHA256SUMS").decode().splitlines())  # fmt: skip
    sums[name] = digest(b"other rows")
    lines = "".join(f"{digest}  {each}\n" for each, digest in sums.items()).encode()
    assert manifest["tables"]["person"]["records"][0]["file"] == name
    changed = rewritten(archive, {name: b"other rows", "SHA256SUMS": lines})
    with pytest.raises(BadInput, match="not a whole backup"):
        verify(changed, Progress())


def test_a_damaged_workspace_is_not_backed_up(city, tmp_path) -> None:
    file = city.locate(city.table("person").records[0].file)
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    with pytest.raises(BadInput, match="The workspace is damaged"):
        back_up(city, tmp_path / "b.zip", Progress())
    assert list(tmp_path.glob("*b.zip*")) == []


def test_a_backup_holds_history_and_nothing_that_can_be_made_again(city, tmp_path) -> None:
    city.find("person", "code", pa.array(["q"]))
    with city.change() as change:
        spec = TableSpec("person", "person", FIELDS, key="code")
        change.revise(spec, [records(["changed"], 1)], np.array([2]), 2)
    back_up(city, tmp_path / "b.zip", Progress())
    with zipfile.ZipFile(tmp_path / "b.zip") as backup:
        folders = {name.partition("/")[0] for name in backup.namelist()}
        assert city.table("person").history[0].file in backup.namelist()
    assert folders == {"layers", "records", "manifest.json", "SHA256SUMS"} | (
        {"log.jsonl"} if city.acts() else set()
    )


def out_of_room(act: Callable[[], object]) -> None:
    """Do an act where no file may grow beyond 2 kB; leave with 3 where that stopped it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        act()
    except OSError:
        os._exit(3)
    os._exit(0)


def test_a_full_disk_leaves_no_half_backup_and_no_half_workspace(city, archive, tmp_path) -> None:
    acts = (
        lambda: back_up(city, tmp_path / "b.zip", Progress()),
        lambda: restore(archive, tmp_path / "b.gridloom", Progress()),
    )
    for act in acts:
        process = mp.get_context("fork").Process(target=out_of_room, args=(act,))
        process.start()
        process.join()
        assert process.exitcode == 3
    assert sorted(path.name for path in tmp_path.glob("*b.*")) == []
