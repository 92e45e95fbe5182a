"""Where nothing is joined, the fields by which roles refer to each other are followed."""

from collections.abc import Callable

import pandas as pd
import pytest

from gridloom_analytics.queries.linked import linked
from gridloom_layers.workspace import FolderStore

HOME, OTHER = "44030600960102T0117", "44030600960102T0118"
ROOM, WHOLE = f"{HOME}000301", f"{OTHER}000000"
GRID = "440306009601001"
COMPANY, SHOP = "91350100M000100Y43", "600037341"


@pytest.fixture(scope="module")
def store(new_store: Callable[[], FolderStore], write: Callable[..., None]) -> FolderStore:
    """A few rows of each kind, found by their codes only."""
    store = new_store()
    rows = {
        "grid": pd.DataFrame({"code": [GRID]}),
        "building": pd.DataFrame({"code": [HOME, OTHER], "grid_code": [GRID, None]}),
        "person": pd.DataFrame(
            {
                "citizen_id": ["34052419800101001X", "110105491231002", None, "x"],
                "building_code": [HOME, ROOM, HOME, OTHER],
                "room_code": [ROOM, ROOM, ROOM, WHOLE],
                "employer_code": [COMPANY[8:17], None, SHOP, None],
            }
        ),
        "entity": pd.DataFrame(
            {
                "credit_code": [COMPANY, SHOP],
                "representative_id": ["11010519491231002X", "340524800101001"],
            }
        ),
        "event": pd.DataFrame({"code": ["e0", "e1"], "building_code": [HOME, None],
                               "grid_code": [None, GRID]}),
    }  # fmt: skip
    for name, frame in rows.items():
        frame.index = pd.Index(range(1, len(frame) + 1), name="row_key")
        write(store, name, name, frame.astype(object))
    return store


def keys(store: FolderStore, table: str, row_key: int) -> dict[str, list[int]]:
    found = linked(store, table, row_key=row_key).relations
    return {each.way: each.rows.column("row_key").to_pylist() for each in found if each.count}


def test_a_person_is_linked_by_every_code_in_its_exact_forms(store) -> None:
    assert keys(store, "person", 1) == {
        "person = person (room_code)": [2, 3],
        "person → building": [1],
        "person → entity": [1],
        "person ← entity": [2],
        "person → building → grid": [1],
        "person → building ← event": [1],
        "person → building → grid ← event": [2],
    }


def test_a_room_code_for_a_building_leads_to_the_building(store) -> None:
    found = keys(store, "person", 2)
    assert found["person → building"] == [1] and found["person ← entity"] == [1]


def test_nobody_shares_the_code_of_a_whole_building(new_store, write) -> None:
    store = new_store()
    write(store, "person", "person", pd.DataFrame({"room_code": [WHOLE, WHOLE]}, index=[1, 2]))
    assert keys(store, "person", 1) == {}


def test_an_organisation_code_leads_to_the_entity_that_is_kept_by_it(store) -> None:
    assert keys(store, "person", 3)["person → entity"] == [2]
    assert keys(store, "entity", 1)["entity ← person"] == [1]


def test_a_credit_code_leads_to_the_entity_kept_by_its_organisation_code(new_store, write) -> None:
    store = new_store()
    write(store, "entity", "entity", pd.DataFrame({"credit_code": ["M000100Y4"]}, index=[1]))
    people = pd.DataFrame({"employer_code": [COMPANY, "M000100Y4", SHOP]}, index=[1, 2, 3])
    write(store, "person", "person", people)
    assert keys(store, "entity", 1) == {"entity ← person": [1, 2]}
    assert keys(store, "person", 1) == {"person → entity": [1]}


def test_an_organisation_code_of_two_entities_leads_to_neither(new_store, write) -> None:
    store = new_store()
    codes = [COMPANY, f"92{COMPANY[2:]}"]
    write(store, "entity", "entity", pd.DataFrame({"credit_code": codes}, index=[1, 2]))
    write(store, "person", "person", pd.DataFrame({"employer_code": ["M000100Y4"]}, index=[1]))
    assert keys(store, "person", 1) == {}


def test_what_lies_in_a_grid_is_found_over_the_codes_of_its_buildings(store) -> None:
    assert keys(store, "grid", 1) == {
        "grid ← building": [1],
        "grid ← event": [2],
        "grid ← building ← person": [1, 3],
    }


@pytest.mark.parametrize("codes", [(COMPANY, SHOP), (COMPANY[8:17], SHOP),
                                   (COMPANY[8:17], f"{COMPANY[8:16]}-{COMPANY[16]}")])  # fmt: skip
def test_each_employer_is_found_by_the_code_of_its_own_job(new_store, write, codes) -> None:
    store = new_store()
    rows = {
        "person": pd.DataFrame({"citizen_id": ["34052419800101001X"]}),
        "entity": pd.DataFrame({"credit_code": [COMPANY, SHOP]}),
        "employment": pd.DataFrame({"citizen_id": ["34052419800101001X"] * 2,
                                    "credit_code": codes}),
    }  # fmt: skip
    for name, frame in rows.items():
        frame.index = pd.Index(range(1, len(frame) + 1), name="row_key")
        write(store, name, "register" if name == "employment" else name, frame.astype(object))
    expected = [1, 2] if SHOP in codes else [1]
    assert keys(store, "person", 1)["person ← employment → entity"] == expected
