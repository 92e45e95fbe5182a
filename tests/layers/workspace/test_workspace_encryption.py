"""Encrypted records: read with their key only, and with no way back by a wrong one."""

import datetime as dt
import json
from pathlib import Path

import keyring
import pyarrow.parquet as pq
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError, PasswordDeleteError

from gridloom_layers.errors import BadInput
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, create_workspace, open_workspace
from gridloom_layers.workspace.backup import back_up, restore
from gridloom_layers.workspace.encrypting import (
    copy_key,
    create_encrypted,
    decrypt,
    encrypt,
    take_key,
)

from .conftest import put_grid, put_persons

DATE = dt.date(2026, 1, 1)
FILE, PHRASE = "GRIDLOOM_KEY_FILE", "GRIDLOOM_PASSPHRASE"


class MemoryKeyring(KeyringBackend):
    """A keyring that holds what it is given."""

    priority = 1  # pyright: ignore[reportAssignmentType]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.held.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


class NoKeyring(MemoryKeyring):
    """What a server has."""

    def get_password(self, service: str, username: str) -> str | None:
        raise NoKeyringError(f"no keyring for {service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NoKeyringError(f"no keyring for {service} {username} {len(password)}")


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    """A keyring of this test alone, and no key in the environment."""
    monkeypatch.delenv(FILE, raising=False)
    monkeypatch.delenv(PHRASE, raising=False)
    before, own = keyring.get_keyring(), MemoryKeyring()
    monkeypatch.setattr("keyring.core._keyring_backend", own)
    assert keyring.get_keyring() is own is not before
    return own


@pytest.fixture
def secret(tmp_path: Path, ring: MemoryKeyring) -> FolderStore:
    """An encrypted workspace with two cells and two persons; its key is in the keyring."""
    store, _ = create_encrypted(tmp_path / "密.gridloom", "EPSG:4547", DATE)
    put_grid(store, ["a", "b"])
    put_persons(store, ["planted-one", "planted-two"])
    return store


def codes(path: Path) -> list[str]:
    return open_workspace(path).attributes("person", ["code"])["code"].to_pylist()


def all_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_the_keyring_holds_the_key_under_the_id_of_the_workspace(secret, ring) -> None:
    assert list(ring.held) == [("gridloom", secret.manifest.encryption.id)]
    assert next(iter(ring.held.values())).encode() not in all_bytes(secret.path)
    assert codes(secret.path) == ["planted-one", "planted-two"]


def test_no_file_of_records_can_be_opened_without_the_key(secret) -> None:
    files = list((secret.path / "records").iterdir())
    for file in files:
        with pytest.raises(OSError, match=r"(?i)encrypt|decrypt"):
            pq.ParquetFile(file)
    assert len(files) == 2 and b"planted" not in all_bytes(secret.path)


def test_without_the_key_one_sentence_says_so_and_nothing_changes(secret, ring) -> None:
    ring.held.clear()
    before, store = all_bytes(secret.path / "records"), open_workspace(secret.path)
    with pytest.raises(BadInput, match="encrypted, and its key is not here"):
        store.attributes("person")
    with pytest.raises(BadInput, match="encrypted, and its key is not here"):
        put_persons(store, ["new"])
    assert all_bytes(secret.path / "records") == before
    assert open_workspace(secret.path).manifest.sequence == secret.manifest.sequence


def test_a_wrong_key_is_refused_in_one_sentence(secret, ring) -> None:
    (entry,) = ring.held
    ring.held[entry] = "A" * 43 + "="
    with pytest.raises(BadInput, match="The key is not that of the workspace") as refused:
        codes(secret.path)
    assert "AAAA" not in str(refused.value)


def test_what_it_holds_and_whether_it_is_whole_is_told_without_the_key(secret, ring) -> None:
    ring.held.clear()
    store = open_workspace(secret.path)
    assert (list(store.tables), store.problems()) == (["grid", "person"], [])


def test_a_backup_stays_encrypted_and_is_restored_without_the_key(secret, ring, tmp_path) -> None:
    key = dict(ring.held)
    ring.held.clear()
    back_up(open_workspace(secret.path), tmp_path / "b.zip", Progress())
    restore(tmp_path / "b.zip", tmp_path / "b.gridloom", Progress())
    assert b"planted" not in all_bytes(tmp_path)
    ring.held.update(key)
    assert codes(tmp_path / "b.gridloom") == codes(secret.path)


def test_a_passphrase_needs_nothing_kept(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv(PHRASE, "四海之内 皆兄弟也")
    store, keeper = create_encrypted(tmp_path / "a.gridloom", "EPSG:4547", DATE)
    put_persons(store, ["x"])
    assert (keeper, codes(store.path)) == ("passphrase", ["x"])
    monkeypatch.setenv(PHRASE, "四海之内 皆兄弟")
    with pytest.raises(BadInput, match="The key is not that of the workspace"):
        codes(store.path)
    monkeypatch.delenv(PHRASE)
    with pytest.raises(BadInput, match="Set GRIDLOOM_PASSPHRASE"):
        codes(store.path)


def test_a_key_file_serves_several_workspaces_and_its_owner_only(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv(FILE, str(tmp_path / "keys"))
    stores = [
        create_encrypted(tmp_path / f"{name}.gridloom", "EPSG:4547", DATE)[0] for name in "ab"
    ]
    for store in stores:
        put_persons(store, [store.name])
    assert [codes(store.path) for store in stores] == [["a"], ["b"]]
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0


def test_the_key_is_never_kept_in_its_workspace(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv(FILE, str(tmp_path / "a.gridloom" / "keys"))
    with pytest.raises(BadInput, match="cannot be kept in the workspace"):
        create_encrypted(tmp_path / "a.gridloom", "EPSG:4547", DATE)
    assert not (tmp_path / "a.gridloom").exists()


def test_where_no_keyring_is_nothing_is_made(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", NoKeyring())
    with pytest.raises(BadInput, match="no keyring") as refused:
        create_encrypted(tmp_path / "a.gridloom", "EPSG:4547", DATE)
    assert FILE in str(refused.value.hint) and list(tmp_path.iterdir()) == []


def test_a_key_moves_to_another_computer_by_a_file(secret, ring, tmp_path) -> None:
    copy_key(secret, tmp_path / "key")
    ring.held.clear()
    take_key(open_workspace(secret.path), tmp_path / "key")
    assert codes(secret.path) == ["planted-one", "planted-two"]
    other, _ = create_encrypted(tmp_path / "o.gridloom", "EPSG:4547", DATE)
    with pytest.raises(BadInput, match="does not hold the key"):
        take_key(other, tmp_path / "key")


def test_a_plain_workspace_is_encrypted_and_decrypted_by_a_change(tmp_path, ring) -> None:
    store = create_workspace(tmp_path / "a.gridloom", "EPSG:4547", DATE)
    put_persons(store, ["planted-one"])
    assert b"planted" in all_bytes(store.path)
    assert encrypt(store, Progress()) == "keyring"
    assert b"planted" not in all_bytes(store.path) and codes(store.path) == ["planted-one"]
    decrypt(store, Progress())
    assert (codes(store.path), ring.held) == (["planted-one"], {})
    assert [act["act"] for act in store.acts()] == ["encrypt", "decrypt"]


def test_what_is_done_already_is_refused(secret, tmp_path) -> None:
    with pytest.raises(BadInput, match="is encrypted"):
        encrypt(secret, Progress())
    plain = create_workspace(tmp_path / "a.gridloom", "EPSG:4547", DATE)
    with pytest.raises(BadInput, match="is not encrypted"):
        decrypt(plain, Progress())


def test_a_file_of_another_workspace_is_no_file_of_this(secret, tmp_path) -> None:
    other, _ = create_encrypted(tmp_path / "o.gridloom", "EPSG:4547", DATE)
    put_persons(other, ["stranger"])
    (theirs,), (ours,) = (list((s.path / "records").glob("person*")) for s in (other, secret))
    ours.write_bytes(theirs.read_bytes())
    with pytest.raises(OSError, match=r"(?i)decrypt|tag"):
        codes(secret.path)
    assert open_workspace(secret.path).problems() == [f"records/{ours.name}: the file is damaged."]


def test_the_manifest_holds_no_key(secret) -> None:
    about = json.loads((secret.path / "manifest.json").read_text("utf-8"))["encryption"]
    assert set(about) == {"id", "check", "salt"} and about["salt"] is None


def test_a_table_without_rows_can_be_encrypted(tmp_path: Path) -> None:
    store = create_workspace(tmp_path / "c.gridloom", "EPSG:4547", DATE)
    put_persons(store, [])
    encrypt(store, Progress())
    assert store.attributes("person").num_rows == 0
