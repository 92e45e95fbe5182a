"""What is tried where a code fits nothing as it stands."""

import pyarrow as pa

from gridloom_layers.codes import credit
from gridloom_layers.joins import diagnose, join
from gridloom_layers.joins.matches import BITS

HOUSE, OTHER, GONE = "44030600960102T0117", "44030600960102T0118", "44030600960102T0999"
FIRM, TWIN = credit.with_check_digit(
    pa.array(["91350100M000100Y4", "92440300M000100Y4"])
).to_pylist()
SHORT = FIRM[8:17]


def live(city, buildings, rooms, **how):
    city.put("building", {"code": [HOUSE, OTHER]}, first_key=7)
    city.put("person", {"building_code": buildings, "room_code": rooms})
    return join(city.store, "person", "building", **how)


def employ(city, codes, credit_codes, organisation_codes=None):
    columns = {"credit_code": pa.array(credit_codes, pa.string())}
    if organisation_codes:
        columns["organisation_code"] = organisation_codes
    city.put("entity", columns, first_key=5)
    city.put("register", {"credit_code": codes})
    return join(city.store, "register", "entity")


def test_a_room_tells_the_building_where_the_building_code_does_not(city):
    report = live(city, [None, GONE, HOUSE], [OTHER + "000301"] * 3)
    assert city.keys("person", "building") == [8, 8, 7]
    assert (report.repaired, report.on) == ({"room-code": 2}, "building_code|room_code=code")


def test_the_rule_is_known_for_each_row(city):
    live(city, [HOUSE, None, OTHER + "000301"], [None, HOUSE + "000101", None])
    (link,) = city.store.links
    rules = diagnose(city.store, link).matches.rules.tolist()
    assert rules == [0, BITS["room-code"], BITS["room-instead-of-building"]]


def test_without_a_building_code_the_reason_is_that_of_the_room_code(city):
    report = live(city, [None, None, GONE], [None, GONE + "000101", "?"])
    assert report.unmatched == {"empty": 1, "no-such-key": 2}


def test_who_names_one_field_gets_no_other(city):
    report = live(city, [None, HOUSE], [OTHER + "000301"] * 2, on="building_code")
    assert (report.matched, report.on) == (1, "building_code=code")


def test_the_source_values_stay_as_they_are(city):
    live(city, [None, GONE], [OTHER + "000301"] * 2)
    kept = city.store.attributes("person", ["building_code"])
    assert kept["building_code"].to_pylist() == [None, GONE]


def test_a_credit_code_finds_the_entity_that_has_its_organisation_code_only(city):
    report = employ(city, [FIRM], [SHORT])
    assert (report.repaired, city.keys("register", "entity")) == ({"credit-code": 1}, [5])


def test_it_finds_it_in_the_field_of_organisation_codes_too(city):
    report = employ(city, [FIRM], [None], [SHORT])
    assert (report.repaired, city.keys("register", "entity")) == ({"credit-code": 1}, [5])


def test_it_does_not_find_an_entity_with_another_credit_code(city):
    assert employ(city, [FIRM], [TWIN], [SHORT]).unmatched == {"no-such-key": 1}


def test_an_organisation_code_is_looked_up_in_its_field(city):
    report = employ(city, [f"{SHORT[:8]}-{SHORT[8]}"], [None], [SHORT])
    assert (report.repaired, city.keys("register", "entity")) == (
        {"separators": 1, "organisation-code": 1}, [5],
    )  # fmt: skip


def test_an_organisation_code_that_two_credit_codes_hold_is_not_guessed(city):
    report = employ(city, [SHORT, FIRM], [FIRM, TWIN])
    assert (report.unmatched, city.keys("register", "entity")) == ({"ambiguous": 1}, [None, 5])
