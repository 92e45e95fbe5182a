"""kill -9 while data are edited in a window: the city is as before the edit or as after it."""

import random
import shutil
import time
from pathlib import Path

import pyarrow as pa

from gridloom_layers.editing import Reason, correct_value, edits
from gridloom_layers.workspace import FolderStore, open_workspace

from .conftest import Figures
from .town import copy_town
from .trials import trials
from .windows import started

BUILDING = 1
BEFORE, MOST_S = 2, 2.0
"""So many acts are begun before the time runs, at most so long, to the kill."""


def first_code(store: FolderStore) -> str:
    return store.rows("building", pa.array([BUILDING]), ["code"]).column("code")[0].as_py()


def residents(store: FolderStore) -> list[tuple[int, str, int | None]]:
    """Return the persons that name the building: their keys, the code they name, the join."""
    keys = store.find("person", "building_code", pa.array([first_code(store)])).column("row_key")
    rows = store.rows("person", keys, ["building_code", "building_key"]).to_pylist()
    return [(row["row_key"], row["building_code"], row["building_key"]) for row in rows]


def check_whole(store: FolderStore, before: list[tuple[int, str, int | None]]) -> None:
    """See that building, persons, join and edits all say the same."""
    assert store.problems() == []
    now = first_code(store)
    assert residents(store) == [(key, now, BUILDING) for key, _, _ in before]
    made = edits(store, "building", BUILDING)
    assert [one.new for one in made][-1:] in ([now], [])
    assert made or now == before[0][1]
    assert len(edits(store, "person")) == len(made) * len(before)


@trials(short=1, long=60)
def test_a_kill_in_mid_edit_leaves_the_city_before_or_after_it(
    town: Path, tmp_path: Path, figures: Figures, trials: int
) -> None:
    for trial in range(trials):
        city = copy_town(town, tmp_path)
        store = open_workspace(city)
        before = residents(store)
        store.close()
        process = started(city, "correcting", 600_000)
        told = [next(process.stdout or iter(())) for _ in range(BEFORE)]
        time.sleep(random.Random(trial).uniform(0, MOST_S))  # noqa: S311 - a moment
        process.kill()
        told += process.communicate()[0].splitlines()
        store = open_workspace(city)
        assert store.at_commit.sequence >= max(int(line) for line in told if line.strip())
        check_whole(store, before)
        correct_value(store, "building", BUILDING, "code", "4403060096" + "99999T017",
                      Reason("it goes on", "Li"))  # fmt: skip
        store.close()
        figures.add("kills of a window in mid-edit")
        shutil.rmtree(city.parent / city.name)
