"""Independent random streams, one for each part of the city and each chunk of it."""

import numpy as np

PARTS = (
    "ground", "land", "footprints", "dwelling", "persons", "entities", "registers",
    "components", "facilities", "events", "clusters", "faults",
)  # fmt: skip


def stream(seed: int, part: str, chunk: int = 0) -> np.random.Generator:
    """Return the generator of a part's chunk: always the same one, apart from all others."""
    key = (PARTS.index(part), chunk)
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))
