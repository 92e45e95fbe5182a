"""The text of a manifest with a digest of itself, so that a flipped bit in it shows."""

import hashlib
import re

from gridloom_layers.workspace.manifest import Manifest

SEAL = re.compile(r'"seal": "([0-9a-f]*)"')


def sealed_text(manifest: Manifest) -> str:
    """Return a manifest as JSON, sealed.

    >>> whole = sealed_text(Manifest(crs="EPSG:4547", data_date="2026-01-01"))
    >>> is_whole(whole), is_whole(whole.replace("4547", "4546"))
    (True, False)
    """
    text = manifest.model_copy(update={"seal": ""}).model_dump_json(indent=1)
    return SEAL.sub(f'"seal": "{_digest(text)}"', text, count=1)


def is_whole(text: str) -> bool:
    """Tell whether a manifest is as it was written; one without a seal is believed."""
    found = SEAL.search(text)
    if found is None or not found[1]:
        return True
    return found[1] == _digest(SEAL.sub('"seal": ""', text, count=1))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
