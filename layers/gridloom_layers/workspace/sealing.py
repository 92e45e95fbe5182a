"""Encrypted Parquet: how the files of a workspace are sealed, where it is encrypted at all.

Parquet modular encryption: AES-GCM with one 256-bit key a workspace, the footer encrypted too, so
that a file tells nothing but its size. A key serves 2³² pages before its random nonces are worn:
some 14,000 writings of 18 million persons.
"""

import hashlib
import hmac
from collections.abc import Callable
from functools import cached_property
from typing import Any

import pyarrow.parquet.encryption as pe

from gridloom_layers.workspace.manifest import Encryption

KEY_BYTES = 32


def check_of(key: bytes, name: str) -> str:
    """Return what tells whether a key is the right one, and nothing about it."""
    return hmac.new(key, f"gridloom {name}".encode(), hashlib.sha256).hexdigest()


class Seal:
    """What Parquet is written and read with. The key is asked for when it is first needed."""

    def __init__(self, about: Encryption | None, find: Callable[[Encryption], bytes]) -> None:
        self.about, self._find = about, find

    @property
    def encrypted(self) -> bool:
        """Whether files are encrypted."""
        return self.about is not None

    @cached_property
    def _key(self) -> bytes:
        if self.about is None:
            raise ValueError("what is not encrypted has no key")
        return self._find(self.about)

    def writing(self) -> dict[str, Any]:
        """Return the options of pyarrow for writing one Parquet file.

        Raises ``BadInput`` where the key is not there or is a wrong one.
        """
        if not self.encrypted:
            return {}
        return {"encryption_properties": pe.create_encryption_properties(self._key)}

    def reading(self) -> dict[str, Any]:
        """Return the options of pyarrow for reading; raises as :meth:`writing` does."""
        if not self.encrypted:
            return {}
        return {"decryption_properties": pe.create_decryption_properties(self._key)}


def _no_key(about: Encryption) -> bytes:
    raise ValueError(f"the key {about.id} is not looked for here")


PLAIN = Seal(None, _no_key)
"""The seal of what is not encrypted."""
