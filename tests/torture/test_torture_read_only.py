"""A workspace that may be read but not written: it is read, and every change is refused."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from .changes import CHANGES, READING, asked
from .children import NOBODY, Hardship, gridloom
from .states import contents
from .town import copy_town

USER = Hardship(user=NOBODY if os.geteuid() == 0 else None)
"""Root may write everywhere, so it sends somebody else."""


@pytest.fixture(scope="module")
def shut(town: Path, sources: Path) -> Iterator[tuple[Path, Path]]:
    """Give a workspace without the right to write, and its sources, where anyone may go."""
    with TemporaryDirectory(prefix="torture-") as folder:
        Path(folder).chmod(0o755)
        city = copy_town(town, Path(folder))
        shutil.copytree(sources, Path(folder) / "sources")
        places = [city, *city.rglob("*")]
        for place in places:
            place.chmod(0o555 if place.is_dir() else 0o444)
        yield city, Path(folder) / "sources"
        for place in places:
            place.chmod(place.stat().st_mode | 0o200)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_a_read_only_workspace_is_refused(shut, figures, name) -> None:
    city, sources = shut
    before = contents(city.parent)
    said = gridloom(*asked(CHANGES[name], city, sources), under=USER)
    assert (said.exit, said.error["code"], said.err) == (2, "no-permission", "")
    assert contents(city.parent) == before
    figures.tried("read-only folder: told")


@pytest.mark.parametrize("name", READING)
def test_a_read_only_workspace_can_be_read(shut, figures, name) -> None:
    city, sources = shut
    before = contents(city.parent)
    said = gridloom(*asked(READING[name], city, sources), under=USER)
    assert (said.exit, said.err) == (0, "")
    assert contents(city.parent) == before
    figures.tried("read-only folder: went well")
