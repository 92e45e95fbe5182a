"""What an encrypted workspace leaves on the disk: nothing of any person, whatever is done to it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
MANY = 60_000


def citizen_id(order: int) -> str:
    """Return an ID by the rule of GB 11643."""
    month, day = 1 + order % 12, 1 + order // 12 % 28
    body = f"110105{1940 + order // 336 % 60}{month:02d}{day:02d}{order % 1000:03d}"
    return body + CHECKS[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]


PLANTED = {
    f"欧阳犇{char}": citizen_id(7 * order) for order, char in enumerate("骉麤淼鑫森垚晶磊焱猋毳蟲")
}
WHOLE = ("--personal", "--reason", "核对")
BROKEN = ("欧阳犇靐", "不是号码欧阳靐")


def write_people(file: Path, floor: int, more: int = 0) -> Path:
    """Write the planted persons, one with a date that is none, and ``more`` others."""
    rows = ["证件号码,姓名,性别,出生日期,网格编码,备注"]
    rows += [f"{code},{name},女,{code[6:10]}-{code[10:12]}-{code[12:14]},A,{floor}"
             for name, code in PLANTED.items()]  # fmt: skip
    rows.append(f"{BROKEN[1]},{BROKEN[0]},男,1990-13-45,A,{floor}")
    rows += [f"{citizen_id(100 + n)},欧阳犇骉{n},男,1950-01-01,A,{floor}" for n in range(more)]
    file.write_text("\n".join(rows), "utf-8")
    return file


def write_grid(file: Path) -> Path:
    ring = [[500000, 2490000], [500100, 2490000], [500100, 2490100], [500000, 2490000]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}
    cells = [{"type": "Feature", "properties": {"grid_code": code}, "geometry": shape}
             for code in "AB"]  # fmt: skip
    whole = {"type": "FeatureCollection", "crs": crs, "features": cells}
    file.write_text(json.dumps(whole), "utf-8")
    return file


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files, of this test alone; and a key file."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setenv("GRIDLOOM_KEY_FILE", str(tmp_path / "keys"))
    monkeypatch.delenv("GRIDLOOM_PASSPHRASE", raising=False)
    return folder


@pytest.fixture
def secret(tmp_path: Path, temporary: Path, gridloom) -> Path:
    """An encrypted workspace with the planted persons."""
    city = tmp_path / "密.gridloom"
    made = ("create", city, "--crs", "EPSG:4547", "--data-date", "2026-01-01", "--encrypt")
    assert gridloom(*made).exit == 0
    grid, people = write_grid(tmp_path / "g.geojson"), write_people(tmp_path / "p.csv", 1)
    assert gridloom("import", city, grid, "--role", "grid", "--name", "grid").exit == 0
    assert gridloom("import", city, people, "--role", "person", "--name", "person").exit == 3
    return city


def told(*folders: Path) -> list[tuple[str, str]]:
    """Return which planted texts stand in which files, in any usual encoding."""
    texts = {*PLANTED, *PLANTED.values(), *BROKEN}
    encodings = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    needles = {(text, text.encode(encoding)) for text in texts for encoding in encodings}
    return [(file.name, text) for file in files_in(*folders) for text, needle in needles
            if needle in file.read_bytes()]  # fmt: skip


def files_in(*folders: Path) -> Iterator[Path]:
    return (file for folder in folders for file in folder.rglob("*") if file.is_file())


def test_the_search_finds_planted_persons_in_a_plain_workspace(
    tmp_path: Path, temporary: Path, gridloom
) -> None:
    city = tmp_path / "plain.gridloom"
    gridloom("create", city, "--crs", "EPSG:4547", "--data-date", "2026-01-01")
    people = write_people(tmp_path / "p.csv", 1)
    gridloom("import", city, people, "--role", "person", "--name", "person")
    found = {text for _, text in told(city)}
    assert len(found) > 3  # compression hides some


def test_nothing_of_a_person_is_on_the_disk_after_a_day_of_work(
    secret: Path, temporary: Path, gridloom, tmp_path: Path
) -> None:
    name, code = next(iter(PLANTED.items()))
    again = write_people(tmp_path / "again.csv", 2, 10)
    acts = [
        ("import", secret, again, "--role", "person", "--name", "person", "--mode", "upsert"),
        ("join", secret, "person", "grid", "--by", "code", "--on", "grid_code"),
        ("query", secret, "person", "--where", f"name = '{name}'", *WHOLE),
        ("query", secret, "person", "--where", f"citizen_id = '{code}'", *WHOLE, "--json"),
        ("measure", secret, "old", "count(person where age >= 65) by grid"),
        ("run", secret, "distribution", "--layer", "grid", "--set", "value=old", "--name", "r"),
        ("quarantine", secret),
        ("check", secret),
        ("backup", secret, "--out", temporary / "b.zip"),
        ("decrypt", tmp_path / "not there"),
    ]
    exits = [gridloom(*act).exit for act in acts]
    assert exits == [3, *[0] * 8, 2]
    assert gridloom("describe", secret, "--json").json["data"]["encrypted"] is True
    assert told(secret, temporary) == []
    tables = [*secret.rglob("*.parquet"), *secret.rglob("*.arrow")]
    assert {file.read_bytes()[:4] for file in tables} == {b"PARE"}  # Parquet, footer encrypted


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.85])
def test_a_killed_import_leaves_nothing_of_a_person(
    secret: Path, temporary: Path, gridloom, tmp_path: Path, share: float
) -> None:
    many = write_people(tmp_path / "many.csv", 3, MANY)
    act = ("import", str(secret), str(many), "--role", "person", "--name", "person",
           "--mode", "upsert")  # fmt: skip
    command = [sys.executable, "-m", "gridloom_desktop.command", *act]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    running = subprocess.Popen(command, env=environment, stdout=-3, stderr=-3)
    while running.poll() is None and not any(temporary.iterdir()):
        time.sleep(0.01)
    time.sleep(2 * share)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert told(secret, temporary) == []
    assert gridloom("check", secret).exit == 0
    assert gridloom(*act).exit == 3


def test_without_the_key_the_command_says_one_sentence(
    secret: Path, gridloom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty").touch()
    monkeypatch.setenv("GRIDLOOM_KEY_FILE", str(tmp_path / "empty"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    said = gridloom("query", secret, "person", "--json")
    assert (said.exit, said.json["error"]["code"]) == (2, "no-key")
    assert gridloom("describe", secret).exit == gridloom("check", secret).exit == 0


def test_the_key_is_copied_by_name_and_told_nowhere(secret: Path, gridloom, tmp_path) -> None:
    said = gridloom("key", secret, "--out", tmp_path / "copy", "--json")
    key = (tmp_path / "copy").read_text("ascii").split()[1]
    assert said.exit == 0 and key not in said.out + said.err
    assert not any(key.encode() in file.read_bytes() for file in files_in(secret))
    assert gridloom("key", secret).exit == 2


def test_check_looks_at_a_backup_too(secret: Path, gridloom, tmp_path: Path) -> None:
    archive = tmp_path / "b.zip"
    assert gridloom("backup", secret, "--out", archive).exit == 0
    assert gridloom("check", archive).exit == 0
    archive.write_bytes(archive.read_bytes()[:-1])
    assert gridloom("check", archive, "--json").json["error"]["code"] == "damaged-backup"


def test_a_result_on_records_leaves_no_plain_map_of_them(
    secret: Path, temporary: Path, gridloom, tmp_path: Path
) -> None:
    name = next(iter(PLANTED))
    rows = [f"E{n},噪声扰民,2025-03-0{n} 10:00:00,{name},{500000 + n},2490000,{n}"
            for n in range(1, 5)]  # fmt: skip
    text = "\n".join(["事件编号,事件类型,发生时间,联系人,x,y,数值", *rows])
    (tmp_path / "e.csv").write_text(text, "utf-8")
    acts = [
        ("import", secret, tmp_path / "e.csv", "--role", "event", "--name", "event",
         "--crs", "EPSG:4547"),
        ("run", secret, "distribution", "--layer", "event", "--set", "value=数值", "--name", "r"),
        ("publish", secret, "web-map", "--result", "r", "--out", tmp_path / "r.html"),
    ]  # fmt: skip
    assert [gridloom(*act).exit for act in acts] == [0, 0, 0]
    assert list((secret / "results").glob("*.gpkg")) == [] and told(secret, temporary) == []
