"""How a city is made: the same bytes again, nothing half-made, refusals."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from gridloom_layers.errors import BadInput, Cancelled
from gridloom_layers.progress import Progress, Step
from gridloom_sample import make_city
from gridloom_sample.city import found_city
from gridloom_sample.people.households import settle
from gridloom_sample.people.identities import identify

PERSONS, SEED = 20_000, 7


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_same_seed_gives_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    make_city(again, PERSONS, SEED)
    assert digests(again) == digests(sample)


def test_the_report_counts_all_rows(sample: Path, files: dict[str, dict[str, int]]) -> None:
    assert sum(entry["rows"] for entry in files.values()) > 3 * PERSONS


@pytest.mark.parametrize("persons", [19_999, 18_000_001, -1])
def test_a_size_out_of_range_is_refused(tmp_path: Path, persons: int) -> None:
    with pytest.raises(BadInput) as refused:
        make_city(tmp_path / "city", persons, SEED)
    assert refused.value.code == "persons-out-of-range" and not list(tmp_path.iterdir())


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keep.txt").write_text("mine")
    with pytest.raises(BadInput) as refused:
        make_city(tmp_path, PERSONS, SEED)
    assert refused.value.code == "folder-not-empty"


def test_a_cancelled_city_leaves_nothing(tmp_path: Path) -> None:
    progress = Progress()

    def stop(step: Step) -> None:
        if step.step == "rooms":
            progress.cancel()

    object.__setattr__(progress, "show", stop)
    with pytest.raises(Cancelled):
        make_city(tmp_path / "city", PERSONS, SEED, progress)
    assert not list(tmp_path.iterdir())


def test_chunks_never_share_an_id() -> None:
    city = found_city(PERSONS, SEED)
    people = settle(city, 0, len(city.stock), np.random.default_rng(1))
    codes = [
        identify(people, chunk, 36, np.random.default_rng(2)).codes.view("S18").ravel()
        for chunk in (0, 35)
    ]
    assert len(np.unique(np.concatenate(codes))) == 2 * len(people)
