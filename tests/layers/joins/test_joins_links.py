"""Which link a join replaces, and what a new one is called."""

import pyarrow as pa
import pytest

from gridloom_layers.codes import citizen
from gridloom_layers.errors import BadInput
from gridloom_layers.joins import join, links_between
from gridloom_layers.joins.rejoining import rejoin
from gridloom_layers.progress import Progress

ADA, BEN = citizen.with_check_digit(
    pa.array(["44030419800101001", "44030519900202002"])
).to_pylist()
HOUSE = "44030600960102T0117"


@pytest.fixture
def wards(city):
    """A register in which persons are named in two meanings."""
    city.put("person", {"citizen_id": [ADA, BEN]}, first_key=10)
    city.put("register", {"citizen_id": [ADA, BEN], "guardian_id": [BEN, ADA]})
    join(city.store, "register", "person")
    return city


def columns(city):
    return [link.column for link in city.store.links]


def test_another_field_adds_another_link_named_by_it(wards):
    join(wards.store, "register", "person", on="guardian_id")
    assert columns(wards) == ["person_key", "guardian_key"]
    assert wards.keys("register", "guardian") == [11, 10]


def test_the_same_field_again_replaces_its_link_in_its_place(wards):
    for field in ("guardian_id", "citizen_id=citizen_id", "guardian_id"):
        join(wards.store, "register", "person", on=field)
    assert columns(wards) == ["person_key", "guardian_key"]


def test_a_join_without_a_field_replaces_the_first_link(wards):
    join(wards.store, "register", "person", on="guardian_id")
    join(wards.store, "register", "person")
    assert columns(wards) == ["person_key", "guardian_key"]


def test_both_links_are_made_again_in_their_columns(wards):
    join(wards.store, "register", "person", on="guardian_id")
    with wards.store.change() as change:
        rejoin(change, wards.store.links, Progress())
    assert columns(wards) == ["person_key", "guardian_key"]
    assert wards.keys("register", "guardian") == [11, 10]


def test_one_of_two_links_is_known_by_its_field(wards):
    join(wards.store, "register", "person", on="guardian_id")
    (link,) = links_between(wards.store, "register", "person", "guardian_id")
    assert link.column == "guardian_key"


def test_a_field_that_made_no_link_is_told_with_those_that_did(wards):
    with pytest.raises(BadInput) as caught:
        links_between(wards.store, "register", "person", "name")
    assert "citizen_id" in str(caught.value.hint)


def test_an_entity_finds_its_representative_and_a_person_the_employer(city):
    firm = "91350100M000100Y43"
    city.put("person", {"citizen_id": [ADA], "employer_code": [firm]}, first_key=3)
    city.put("entity", {"credit_code": [firm], "representative_id": [ADA]}, first_key=7)
    join(city.store, "entity", "person")
    join(city.store, "person", "entity")
    assert (city.keys("entity", "person"), city.keys("person", "entity")) == ([3], [7])


def test_a_lease_finds_the_building_of_its_room_without_a_rule(city):
    city.put("building", {"code": [HOUSE]}, first_key=4)
    city.put("register", {"number": ["1"], "room_code": [HOUSE + "000301"]})
    report = join(city.store, "register", "building")
    assert (city.keys("register", "building"), report.repaired) == ([4], {})


def test_an_event_finds_its_component(city):
    city.put("component", {"code": ["4403060102000001"]}, first_key=2)
    city.put("event", {"code": ["a", "b"], "component_code": ["4403060102000001", None]})
    assert join(city.store, "event", "component").unmatched == {"empty": 1}


def test_a_link_to_a_table_called_row_does_not_take_the_place_of_the_row_key(city):
    city.put("row", {"code": [HOUSE, HOUSE[:-1] + "8"]}, role_name="building")
    city.put("person", {"building_code": [HOUSE[:-1] + "8", HOUSE]})
    join(city.store, "person", "row")
    found = city.store.attributes("person", ["row_key_2"]).to_pydict()
    assert found == {"row_key": [0, 1], "row_key_2": [1, 0]}
