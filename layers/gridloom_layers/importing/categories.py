"""Categories: the canonical value of each alias."""

import unicodedata
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.importing.verdict import Mask, mask_of


def read_categories(
    text: pa.StringArray, values: Mapping[str, tuple[str, ...]]
) -> tuple[pa.StringArray, Mask]:
    """Return canonical values, and which cells hold none that is known (“U” or null then).

    >>> found, unknown = read_categories(pa.array(["女", "X"]), {"F": ("女",), "U": ()})
    >>> found.to_pylist(), unknown.tolist()
    (['F', 'U'], [False, True])
    """
    aliases = {_folded(name): value for value, names in values.items() for name in (value, *names)}
    encoded = text.dictionary_encode()
    canonical = [aliases.get(_folded(name)) for name in encoded.dictionary.to_pylist()]
    found = pa.array(canonical, pa.string()).take(encoded.indices)
    unknown = pc.and_(text.is_valid(), found.is_null())
    if "U" in values:
        found = pc.if_else(unknown, "U", found)
    return found, mask_of(unknown)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
