"""The keys of encrypted workspaces: never in a workspace, but in the keyring of the computer.

A computer without a keyring (a server) has them in a key file that ``GRIDLOOM_KEY_FILE`` names, a
line ``ID KEY`` for each workspace, or makes one of the passphrase in ``GRIDLOOM_PASSPHRASE``.
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import uuid
from pathlib import Path
from typing import Literal

import keyring
from keyring.errors import KeyringError

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace.manifest import Encryption
from gridloom_layers.workspace.sealing import KEY_BYTES, check_of

SERVICE = "gridloom"
KEY_FILE, PASSPHRASE = "GRIDLOOM_KEY_FILE", "GRIDLOOM_PASSPHRASE"
SCRYPT = {"n": 1 << 16, "r": 8, "p": 1, "maxmem": 1 << 27}
"""About 64 MiB and 0.2 s for each guess at a passphrase."""
Keeper = Literal["keyring", "file", "passphrase"]
_UNLOCKED: dict[str, bytes] = {}
"""Keys that a user gave the passphrase of, by the workspace's id, until the process ends."""


def new_key(city: Path) -> tuple[Encryption, bytes, Keeper]:
    """Make the key of a workspace and keep it outside of it; return where it is kept.

    A passphrase comes before a key file, this before the keyring.
    """
    name = uuid.uuid4().hex
    if phrase := os.environ.get(PASSPHRASE):
        salt = secrets.token_hex(16)
        key = _derived(phrase, salt)
        return Encryption(id=name, check=check_of(key, name), salt=salt), key, "passphrase"
    key = secrets.token_bytes(KEY_BYTES)
    about = Encryption(id=name, check=check_of(key, name))
    file = os.environ.get(KEY_FILE)
    if file:
        write_key(Path(file), about, key, city)
    else:
        keep_key(about, key)
    find_key(about, city)  # before anything is encrypted with it
    return about, key, "file" if file else "keyring"


def find_key(about: Encryption, city: Path) -> bytes:
    """Return the key of a workspace; refuse a wrong one, and tell where one can be put."""
    phrase, file = os.environ.get(PASSPHRASE), os.environ.get(KEY_FILE)
    if about.salt is not None:
        if phrase:
            return _right(_derived(phrase, about.salt), about, city)
        if about.id in _UNLOCKED:
            return _UNLOCKED[about.id]
        told = tr("Set {variable} to its passphrase.", variable=PASSPHRASE)
        raise _missing(city, told, "no-passphrase")
    found = read_key(Path(file), about.id) if file else None
    if found is None:
        found = _kept(about)
    if found is None:
        raise _missing(city, tr("Set {variable} to its key file, or put the key into the keyring "
                                "of this computer: “gridloom key CITY --from FILE”.",
                                variable=KEY_FILE))  # fmt: skip
    return _right(found, about, city)


def unlock(about: Encryption, city: Path, phrase: str) -> None:
    """Let this process open a workspace by its passphrase from now on; refuse a wrong one.

    What is remembered is the key that is made of it.
    """
    if about.salt is not None:
        _UNLOCKED[about.id] = _right(_derived(phrase, about.salt), about, city)


def key_in(file: Path, about: Encryption, city: Path) -> bytes:
    """Return the key of a workspace that a key file has; refuse a file without it."""
    found = read_key(file, about.id)
    if found is None:
        raise BadInput(
            "wrong-key",
            tr("The key file “{file}” does not hold the key of “{city}”.",
               file=file.name, city=city.name),
            Where(file=str(file)),
            tr("Give the key file that “gridloom key --out” wrote for it."),
        )  # fmt: skip
    return _right(found, about, city)


def _right(key: bytes, about: Encryption, city: Path) -> bytes:
    if not hmac.compare_digest(check_of(key, about.id), about.check):
        raise BadInput(
            "wrong-key",
            tr("The key is not that of the workspace “{city}”.", city=city.name),
            Where(file=str(city)),
            tr("Give the passphrase or the key file that it was encrypted with."),
        )
    return key


def _derived(phrase: str, salt: str) -> bytes:
    return hashlib.scrypt(phrase.encode(), salt=bytes.fromhex(salt), dklen=KEY_BYTES, **SCRYPT)


def _kept(about: Encryption) -> bytes | None:
    """Return the key that the keyring has; None where there is no keyring."""
    try:
        text = keyring.get_password(SERVICE, about.id)
    except KeyringError:
        return None
    return None if text is None else _key_of(text)


def keep_key(about: Encryption, key: bytes) -> None:
    """Put a key into the keyring of this computer; refuse where there is none."""
    try:
        keyring.set_password(SERVICE, about.id, base64.b64encode(key).decode())
    except KeyringError as error:
        raise BadInput(
            "no-keyring",
            tr("This computer has no keyring that is open to hold the key."),
            hint=tr("Set {file} to a file outside the workspace that shall hold it, or {phrase} to "
                    "a passphrase.", file=KEY_FILE, phrase=PASSPHRASE),
        ) from error  # fmt: skip


def forget_key(about: Encryption) -> None:
    """Take a key that unlocks nothing any more out of the keyring."""
    try:
        keyring.delete_password(SERVICE, about.id)
    except KeyringError:  # it was kept elsewhere
        return


def write_key(file: Path, about: Encryption, key: bytes, city: Path) -> None:
    """Append a key to a key file that only its owner can read, outside of the workspace."""
    if file.resolve().is_relative_to(city.resolve()):
        raise BadInput(
            "key-in-workspace",
            tr("The key cannot be kept in the workspace that it unlocks."),
            Where(file=str(file)),
            tr("Name a file elsewhere."),
        )
    line = f"{about.id} {base64.b64encode(key).decode()}\n"
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(line)
        out.flush()
        os.fsync(descriptor)


def read_key(file: Path, name: str) -> bytes | None:
    """Return the key of a workspace in a key file; None where the file has none for it."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _no_key_file(file) from error
    found = [line.split(maxsplit=1) for line in lines]
    text = next((parts[1] for parts in found if len(parts) == 2 and parts[0] == name), None)
    return None if text is None else _key_of(text)


def _key_of(text: str) -> bytes:
    """Return the bytes of a key; what is none gives bytes that are a wrong key."""
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _no_key_file(file: Path) -> BadInput:
    return BadInput(
        "no-key-file",
        tr("The key file “{file}” cannot be read.", file=file.name),
        Where(file=str(file)),
        tr("Check the path and the permission."),
    )


def _missing(city: Path, hint: Message, code: str = "no-key") -> BadInput:
    return BadInput(
        code,
        tr("The workspace “{city}” is encrypted, and its key is not here.", city=city.name),
        Where(file=str(city)),
        hint,
    )
