"""No room on the disk: one sentence, the old state, no half file; with room again it works."""

import os
import random
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .changes import CHANGES, asked, is_told
from .children import EASE, Hardship, gridloom
from .states import contents, state_of
from .town import copy_town
from .trials import trials

KIB = 1024
NO_ROOM = ("disk-full", "file-too-large", "disk-error")


def mount(folder: Path, size: int) -> bool:
    """Mount a disk of so many bytes; return whether that is allowed here."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True).returncode == 0


def can_mount() -> bool:
    place = Path("/mnt")
    if not (place.is_dir() and mount(place, KIB)):
        return False
    subprocess.run(["umount", str(place)], check=True)
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
    used = sum(-len(content) // 4096 * -4096 for content in contents(town).values())
    assert mount(disk, used + 20 * 4096 + room)
    try:
        yield copy_town(town, disk), EASE
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", CHANGES)
@trials()
def test_without_room_the_old_state_stays(
    town, sources, old, figures, tmp_path, way, name, trials
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
            figures.add(f"disk full ({way}): {'went well' if said.exit != 2 else 'told'}")
            if way == "limit":
                assert gridloom(*asked(CHANGES[name], city, sources)).exit in (0, 3)
