"""The smallest sample city, made once for all tests, and its files as tables."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from gridloom_sample.proportions import Proportions
from gridloom_sample.territory.ground import Ground, make_ground

PERSONS, SEED = 20_000, 7
"""Those of the demonstration, whose sources these are."""


@pytest.fixture(scope="session")
def truth(sample: Path) -> dict[str, Any]:
    return json.loads((sample / "ground_truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def files(sample: Path) -> dict[str, dict[str, Any]]:
    """The manifest's entries by table name."""
    manifest = json.loads((sample / "manifest.json").read_text(encoding="utf-8"))
    return {entry["name"]: entry for entry in manifest["files"]}


@pytest.fixture(scope="session")
def table(sample: Path, files: dict[str, dict[str, Any]]) -> Callable[[str], pd.DataFrame]:
    """Return a table by name, every cell as it is in the file, blank rows kept."""

    def read(name: str) -> pd.DataFrame:
        entry = files[name]
        path = sample / entry["file"]
        if entry["format"] == "parquet":
            return pd.read_parquet(path)
        if entry["format"] == "xlsx":
            rows = list(openpyxl.load_workbook(path, read_only=True).active.values)
            return pd.DataFrame(rows[4:], columns=rows[3])
        return pd.read_csv(path, encoding=entry["encoding"], dtype=str, skip_blank_lines=False)

    return read


@pytest.fixture(scope="session")
def ground() -> Ground:
    return make_ground(Proportions(PERSONS), np.random.default_rng(SEED))


@pytest.fixture(scope="session")
def full_ground() -> Ground:
    return make_ground(Proportions(18_000_000), np.random.default_rng(SEED))
