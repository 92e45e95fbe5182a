"""Flipped bits in the workspace's own files: ``check`` tells, or nothing that is read changed."""

import random
import shutil
from pathlib import Path

import pytest

from .changes import is_told
from .children import gridloom
from .states import state_of
from .town import copy_town
from .trials import trials

KINDS = ("records/person*.parquet", "records/building*.parquet", "quarantine/*.parquet",
         "layers/building*.gpkg", "manifest.json")  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@trials(short=6)
def test_flipped_bits_are_told_or_harmless(town, old, figures, tmp_path, kind, trials) -> None:
    chance = random.Random(kind)  # noqa: S311 - not a secret
    for _ in range(trials):
        city = copy_town(town, tmp_path)
        flip(next(iter(city.glob(kind))), chance)
        told = not is_told(gridloom("check", city))
        assert told or state_of(city) == old
        figures.tried(f"bits flipped in {kind.partition('/')[0]}: {'told' if told else 'harmless'}")


@trials(short=6)
def test_a_harmed_backup_is_told_and_never_restored_as_something_else(
    town, old, figures, tmp_path, trials
) -> None:
    chance, city = random.Random("backup"), tmp_path / "again.gridloom"  # noqa: S311
    sound, harmed = tmp_path / "sound.zip", tmp_path / "harmed.zip"
    assert gridloom("backup", town, "--out", sound).exit == 0
    for _ in range(trials):
        shutil.copyfile(sound, harmed)
        flip(harmed, chance)
        told = not is_told(gridloom("check", harmed))
        assert told
        restored = is_told(gridloom("restore", harmed, city))
        assert city.exists() == restored
        assert not restored or state_of(city) == old
        figures.tried("bits flipped in a backup: told")
        shutil.rmtree(city, ignore_errors=True)


def flip(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)
