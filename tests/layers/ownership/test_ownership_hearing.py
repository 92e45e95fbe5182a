"""What departments say about the same rows is kept side by side, and one value counts."""

import numpy as np
import pandas as pd
import pytest
from tests.layers.ownership.conftest import Office, as_csv

from gridloom_layers.errors import BadInput
from gridloom_layers.ownership.listing import count_conflicts, provenance
from gridloom_layers.ownership.rules import own
from gridloom_layers.ownership.settling import resolve_by_hand, resolve_by_rule
from gridloom_layers.progress import Progress

POLICE, HEALTH = "公安局", "卫健委"
FIRST = "citizen_id,name,phone\nP1,甲,111\nP2,乙,222\nP3,丙,\n"
SECOND = "citizen_id,name,phone\nP1,甲,911\nP2,乙,\nP3,丙,333\n"


def both(office: Office, *, health: str = "2025-06-01") -> None:
    """Hear the police, then the health department."""
    office.hear(POLICE, "2025-01-01", FIRST)
    office.hear(HEALTH, health, SECOND, "b.csv")


def test_the_newest_word_counts_and_the_other_is_kept_beside_it(office: Office) -> None:
    both(office)
    assert office.rows("name", "phone") == [("甲", "911"), ("乙", "222"), ("丙", "333")]
    assert office.conflicts() == [(1, "phone", "911", HEALTH, "111", POLICE, "newest", "open")]


def test_an_older_source_that_comes_later_does_not_win(office: Office) -> None:
    both(office, health="2024-06-01")
    assert office.rows("phone") == [("111",), ("222",), ("333",)]
    assert office.conflicts() == [(1, "phone", "111", POLICE, "911", HEALTH, "newest", "open")]


def test_the_owner_of_a_field_wins_whatever_the_date(office: Office) -> None:
    both(office)
    own(office.store, "person", {"电话": [POLICE]}, Progress(), only=False)
    assert office.rows("phone") == [("111",), ("222",), ("333",)]
    assert office.conflicts() == [(1, "phone", "111", POLICE, "911", HEALTH, "rule", "settled")]


def test_an_owner_of_all_other_fields_stands_back_behind_that_of_one(office: Office) -> None:
    both(office)
    rules = {"*": [HEALTH], "phone": [POLICE, HEALTH]}
    own(office.store, "person", rules, Progress(), only=True)
    assert office.rows("phone") == [("111",), ("222",), ("333",)]


def test_a_blank_erases_only_what_its_own_department_said(office: Office) -> None:
    both(office)
    text = "citizen_id,phone\nP1,\nP2,\n"
    office.hear(HEALTH, "2025-09-01", text, "c.csv")
    assert office.rows("phone") == [("111",), ("222",), ("333",)]
    assert office.conflicts() == []


def test_sources_without_a_department_are_one_and_the_newest_replaces_the_other(
    office: Office,
) -> None:
    office.hear(None, None, FIRST)
    office.hear(None, None, SECOND, "b.csv")
    assert office.rows("phone") == [("911",), (None,), ("333",)]
    assert office.conflicts() == []


def test_a_file_that_comes_again_is_from_the_department_that_it_was_from(office: Office) -> None:
    both(office)
    office.hear(None, "2025-07-01", "citizen_id,phone\nP1,119\n", "b.csv")
    assert office.store.table("person").sources[-1].department == HEALTH


def test_rows_without_a_key_do_not_come_twice(office: Office) -> None:
    text = "citizen_id,name\nP1,甲\n,乙\n"
    office.hear(POLICE, "2025-01-01", text)
    assert office.hear(POLICE, "2025-01-01", text).new == 0


def test_the_report_counts_the_conflicts_by_field(office: Office) -> None:
    office.hear(POLICE, "2025-01-01", FIRST)
    assert office.hear(HEALTH, "2025-06-01", SECOND, "b.csv").conflicts == {"phone": 1}
    assert office.hear(HEALTH, "2025-06-01", SECOND, "b.csv").conflicts == {}


def test_a_decision_by_hand_outlives_the_same_word_and_falls_to_a_new_one(office: Office) -> None:
    both(office)
    resolve_by_hand(office.store, "person", "phone", "P1", "asked", Progress(), take=POLICE)
    office.hear(HEALTH, "2025-08-01", "citizen_id,phone\nP1,911\n", "c.csv")
    assert office.conflicts()[0][2:] == ("111", POLICE, "911", HEALTH, "hand", "settled")
    office.hear(HEALTH, "2025-09-01", "citizen_id,phone\nP1,912\n", "d.csv")
    assert office.conflicts()[0][2:] == ("912", HEALTH, "111", POLICE, "newest", "open")


def test_accepted_values_are_settled_until_something_new_is_said(office: Office) -> None:
    both(office)
    resolve_by_rule(office.store, "person", "phone", "newest", Progress())
    assert office.conflicts()[0][6:] == ("newest", "settled")
    office.hear(POLICE, "2025-05-01", "citizen_id,phone\nP1,112\n", "c.csv")
    assert office.conflicts()[0][2:] == ("911", HEALTH, "112", POLICE, "newest", "open")


def test_the_newest_is_accepted_against_the_owner(office: Office) -> None:
    both(office)
    own(office.store, "person", {"phone": [POLICE]}, Progress(), only=False)
    resolve_by_rule(office.store, "person", "phone", "newest", Progress())
    assert office.rows("phone")[0] == ("911",)
    resolve_by_rule(office.store, "person", "phone", "owner", Progress())
    assert office.rows("phone")[0] == ("111",)


def test_provenance_names_who_says_a_value_and_who_another(office: Office) -> None:
    both(office)
    said = {each.field: each for each in provenance(office.store, office.store.table("person"), 1)}
    assert (said["name"].sources, said["phone"].sources) == ((2, 1), (2,))
    assert said["phone"].others == (("111", 1),)


def test_decisions_are_in_the_log_without_the_values(office: Office) -> None:
    both(office)
    resolve_by_hand(office.store, "person", "phone", "P1", "asked", Progress(), take=POLICE)
    act = office.store.acts()[-1]
    assert (act["act"], act["row_key"], act["reason"]) == ("resolve", 1, "asked")
    assert "111" not in str({k: v for k, v in act.items() if k != "at"})


def test_a_table_begun_anew_forgets_claims_and_keeps_its_owners(office: Office) -> None:
    both(office)
    own(office.store, "person", {"phone": [POLICE]}, Progress(), only=False)
    office.hear(POLICE, "2026-01-01", FIRST, mode="replace")
    owned = office.store.ownership["person"]
    assert (owned.claims, owned.conflicts, owned.owners) == ((), (), {"phone": (POLICE,)})


def test_names_and_ends_of_tables_take_what_is_said_along(office: Office) -> None:
    both(office)
    with office.store.change() as change:
        change.rename("person", "people")
    assert list(office.store.ownership) == ["people"]
    with office.store.change() as change:
        change.remove("people")
    assert office.store.ownership == {}


def test_damage_to_what_is_said_is_found(office: Office) -> None:
    both(office)
    part = office.store.ownership["person"].conflicts[0]
    (office.store.path / part.file).write_bytes(b"PAR1")
    assert [part.file in problem for problem in office.store.problems()] == [True]


def test_conflicts_are_those_that_pandas_finds(office: Office) -> None:
    rng = np.random.default_rng(5)
    frames = [
        pd.DataFrame({"citizen_id": [f"P{n}" for n in range(500)],
                      "phone": rng.choice(["1", "2", "3", None], 500)})
        for _ in range(2)
    ]  # fmt: skip
    for name, frame in zip((POLICE, HEALTH), frames, strict=True):
        text = as_csv(list(frame), frame.fillna("").to_numpy().tolist())
        office.hear(name, "2025-01-01", text, f"{name}.csv")
    beside = frames[0].merge(frames[1], on="citizen_id").dropna()
    expected = int((beside["phone_x"] != beside["phone_y"]).sum())
    assert [count.conflicts for count in count_conflicts(office.store, "person")] == [expected]
    kept = frames[1].set_index("citizen_id").combine_first(frames[0].set_index("citizen_id"))
    ours = pd.DataFrame(office.rows("citizen_id", "phone"), columns=["citizen_id", "phone"])
    pd.testing.assert_frame_equal(ours.set_index("citizen_id").sort_index(), kept.sort_index())


@pytest.mark.parametrize(
    ("owners", "code"),
    [
        ({"fone": [POLICE]}, "unknown-field"),
        ({"citizen_id": [POLICE]}, "unknown-field"),
        ({"phone": ["水务局"]}, "unknown-department"),
        ({"phone": [POLICE, POLICE]}, "department-twice"),
    ],
)
def test_rules_that_cannot_hold_are_refused(
    office: Office, owners: dict[str, list[str]], code: str
) -> None:
    both(office)
    with pytest.raises(BadInput) as found:
        own(office.store, "person", owners, Progress(), only=False)
    assert (found.value.code, office.store.ownership["person"].owners) == (code, {})
