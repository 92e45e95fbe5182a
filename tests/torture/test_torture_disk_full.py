"""No room on the disk: one sentence, the old state, no half file; with room again it works."""

import os
import random
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from .accounts import town_account
from .changes import CHANGES, DONE, asked, is_told
from .children import EASE, Hardship, gridloom
from .states import contents, state_of
from .town import copy_town
from .trials import trials

KIB, MIB = 1024, 1024**2
NO_ROOM = ("disk-full", "file-too-large", "disk-error")


def mount(folder: Path, size: int, *options: str) -> bool:
    """Mount a disk of so many bytes; return whether that is allowed here."""
    chosen = ",".join([*options, f"size={size}"])
    command = ["mount", "-t", "tmpfs", "-o", chosen, "tmpfs", str(folder)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True).returncode == 0


def can_mount() -> bool:
    """Try it in a folder of its own: all workers of a run ask this at the same time."""
    with TemporaryDirectory() as place:
        if not mount(Path(place), KIB):
            return False
        subprocess.run(["umount", place], check=True)
    return True


WAYS = ["limit", "disk"] if can_mount() else ["limit"]


@contextmanager
def cramped(way: str, town: Path, folder: Path, room: int) -> Iterator[tuple[Path, Hardship]]:
    """Give a copy of the town where only ``room`` bytes more fit, and the hardship of that."""
    if way == "limit":
        yield copy_town(town, folder), Hardship(file_bytes=room)
        return
    disk = folder / "disk"
    disk.mkdir(exist_ok=True)
    files = (path for path in town.rglob("*") if path.is_file())  # what is derived too
    used = sum(-path.stat().st_size // 4096 * -4096 for path in files)
    assert mount(disk, used + 20 * 4096 + room)
    try:
        yield copy_town(town, disk), EASE
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", CHANGES)
@trials()
def test_without_room_the_old_state_stays(
    town, sources, origin, old, figures, tmp_path, way, name, trials
) -> None:
    rooms = random.Random(f"{way} {name}")  # noqa: S311 - not a secret
    for _ in range(trials):
        with cramped(way, town, tmp_path, int(10 ** rooms.uniform(3.4, 5.5))) as (city, hardship):
            before = contents(city)
            said = gridloom(*asked(CHANGES[name], city, sources), under=hardship)
            if not is_told(said):
                assert said.error["code"] in NO_ROOM, said
                assert contents(city).keys() == before.keys()
                assert state_of(city) == old
            assert contents(sources) == origin
            figures.tried(f"disk full ({way}): {'went well' if said.exit != 2 else 'told'}")
            figures.account(town_account(state_of(city)))
            if way == "disk":
                assert mount(city.parent, 64 * MIB, "remount")
            assert gridloom(*asked(CHANGES[name], city, sources)).exit in DONE
