from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_layers.codes import citizen, credit
from gridloom_layers.errors import BadInput, Cancelled
from gridloom_layers.joins import join, match_codes
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import open_workspace

ADA, BEN = citizen.with_check_digit(
    pa.array(["44030419800101001", "44030519900202002"])
).to_pylist()
HOUSE = "44030600960102T0117"
FIRM = "91350100M000100Y43"


def register(city, ids, people=(ADA, BEN)):
    city.put("person", {"citizen_id": list(people)}, first_key=100)
    city.put("register", {"citizen_id": ids})
    return join(city.store, "register", "person")


def test_a_code_finds_the_row_key_of_its_person(city):
    report = register(city, [BEN, ADA, BEN])
    assert city.keys("register", "person") == [101, 100, 101]
    assert (report.matched, report.unmatched, report.on) == (3, {}, "citizen_id=citizen_id")


def test_each_row_that_is_not_matched_has_its_reason(city):
    wrong = ADA[:-1] + ("1" if ADA[-1] != "1" else "2")
    stranger = citizen.with_check_digit(pa.array(["44030419700101003"])).to_pylist()[0]
    report = register(city, [None, wrong, stranger, "n/a", "4.40304E+17", ADA])
    assert report.unmatched == {
        "empty": 1, "check-digit": 1, "no-such-key": 1, "bad-form": 1, "damaged-by-excel": 1,
    }  # fmt: skip
    assert city.keys("register", "person") == [None] * 5 + [100]


def test_the_15_digit_form_finds_the_18_digit_one(city):
    report = register(city, [ADA[:6] + ADA[8:17]])
    assert city.keys("register", "person") == [100]
    assert report.repaired == {"legacy-15-digit": 1}


def test_the_18_digit_form_finds_the_15_digit_one(city):
    report = register(city, [ADA], people=[ADA[:6] + ADA[8:17]])
    assert (report.matched, report.repaired) == (1, {"legacy-15-digit": 1})


def test_folding_counts_as_a_repair_only_where_it_matched(city):
    report = register(city, [" " + ADA, " " + "1" * 18])
    assert report.repaired == {"separators": 1}


def test_the_source_value_is_kept(city):
    register(city, [" " + ADA])
    assert city.store.attributes("register").column("citizen_id").to_pylist() == [" " + ADA]


def test_a_room_finds_its_building(city):
    city.put("building", {"code": [HOUSE]}, first_key=7)
    city.put("person", {"citizen_id": [ADA], "building_code": [HOUSE + "000301"]})
    report = join(city.store, "person", "building")
    assert city.keys("person", "building") == [7]
    assert report.repaired == {"room-instead-of-building": 1}


def test_an_organisation_code_finds_the_credit_code_around_it(city):
    city.put("entity", {"credit_code": [FIRM], "organisation_code": [FIRM[8:17]]}, first_key=5)
    city.put("register", {"credit_code": [FIRM[8:17]]})
    assert join(city.store, "register", "entity").repaired == {"organisation-code": 1}
    assert city.keys("register", "entity") == [5]


def test_a_credit_code_finds_the_organisation_code_inside_it(city):
    city.put("entity", {"credit_code": [None], "organisation_code": [FIRM[8:17]]}, first_key=5)
    city.put("register", {"credit_code": [FIRM]})
    report = join(city.store, "register", "entity", on="credit_code=organisation_code")
    assert (report.matched, report.repaired) == (1, {"credit-code": 1})


def test_of_duplicate_keys_the_first_row_wins(city):
    report = register(city, [ADA], people=[BEN, ADA, ADA, ADA])
    assert city.keys("register", "person") == [101]
    assert report.duplicates == 2


def test_examples_are_opaque_and_masked(city):
    report = register(city, ["44030419990101003X"] * 7)
    (examples,) = report.examples.values()
    assert [example.row_key for example in examples] == [0, 1, 2, 3, 4]
    assert examples[0].value == "440" + "*" * 15


def test_a_value_that_meets_a_personal_field_is_masked_too(city):
    city.put("person", {"citizen_id": [ADA], "name": ["Ada"]})
    city.put("facility", {"code": ["1"], "keeper": ["Eve"]})
    report = join(city.store, "facility", "person", "name", on="keeper=name")
    assert report.examples["no-such-name"][0].model_dump() == {
        "row_key": 0, "value": "E**", "similar": None,
    }  # fmt: skip


def test_codes_of_another_country_are_no_bad_form(city):
    city.put("community", {"code": ["25025010405", "25025010404"]})
    city.put("statistics", {"code": ["25025010405", "25025999999"]})
    report = join(city.store, "statistics", "community")
    assert (report.matched, report.unmatched) == (1, {"no-such-key": 1})


def test_numbers_and_texts_of_a_code_are_equal(city):
    city.put("facility", {"code": ["17", "18"]})
    city.put("register", {"number": ["a", "b"], "school": [18.0, None]})
    report = join(city.store, "register", "facility", on="school=code")
    assert (report.matched, report.unmatched) == (1, {"empty": 1})


def test_a_left_field_alone_meets_the_key(city):
    city.put("facility", {"code": ["17"]})
    city.put("register", {"school": ["17"]})
    report = join(city.store, "register", "facility", on="school")
    assert (report.matched, report.on) == (1, "school=code")


def test_a_table_without_a_referring_field_is_bad_input(city):
    city.put("building", {"code": [HOUSE]})
    city.put("register", {"citizen_id": [ADA]})
    with pytest.raises(BadInput) as told:
        join(city.store, "register", "building")
    assert told.value.code == "no-common-field"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"on": "citizen_id="}, "bad-on"),
        ({"on": "a=b=c"}, "bad-on"),
        ({"on": "citizen_id+citizen_id=citizen_id"}, "bad-on"),
        ({"on": "passport=citizen_id"}, "unknown-column"),
        ({"by": "magic"}, "unknown-join"),
        ({"by": "place"}, "no-geometry"),
        ({"within": 0}, "bad-distance"),
    ],
)
def test_what_cannot_be_joined_is_bad_input(city, options, code):
    city.put("person", {"citizen_id": [ADA]})
    city.put("register", {"citizen_id": [ADA]})
    with pytest.raises(BadInput) as told:
        join(city.store, "register", "person", **options)
    assert told.value.code == code


def test_a_table_is_not_joined_to_itself(city):
    city.put("person", {"citizen_id": [ADA]})
    with pytest.raises(BadInput) as told:
        join(city.store, "person", "person")
    assert told.value.code == "same-table"


def test_a_cancelled_join_keeps_nothing(city):
    city.put("person", {"citizen_id": [ADA]})
    city.put("register", {"citizen_id": [ADA]})
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        join(city.store, "register", "person", progress=progress)
    assert city.store.links == ()


def test_the_link_keeps_its_report(city):
    report = register(city, [ADA])
    (link,) = city.store.links
    assert (link.left, link.right, link.column) == ("register", "person", "person_key")
    assert link.report == report.model_dump()


codes = st.sampled_from([ADA, BEN, FIRM, "x", "", " x ", None])


@given(st.lists(codes, max_size=12), st.lists(codes, max_size=12))
def test_plain_keys_match_as_a_dictionary_would(left, right):
    fold = [None if not (value or "").strip() else value.strip() for value in right]
    first = {key: row for row, key in reversed(list(enumerate(fold))) if key}
    texts = (pa.chunked_array([pa.array(side, pa.string())]) for side in (left, right))
    found = match_codes(*texts, None, Progress())
    expected = [first.get((value or "").strip(), -1) for value in left]
    assert found.positions.tolist() == expected
    assert found.duplicates == sum(count - 1 for key, count in Counter(fold).items() if key)


def test_slices_do_not_change_the_answer(monkeypatch):
    left = pa.chunked_array([pa.array([ADA, "x", None, ADA[:6] + ADA[8:17], BEN])])
    right = pa.chunked_array([pa.array([BEN, ADA])])
    whole = match_codes(left, right, "citizen", Progress())
    monkeypatch.setattr("gridloom_layers.joins.by_code.SLICE", 2)
    sliced = match_codes(left, right, "citizen", Progress())
    assert sliced.positions.tolist() == whole.positions.tolist() == [1, -1, -1, 1, 0]
    assert sliced.repaired == whole.repaired
    assert sliced.reasons.tolist() == whole.reasons.tolist()


def test_each_of_many_equal_codes_is_matched_and_counted():
    different = [" " + ADA, "n/a", None, BEN, ADA[:6] + ADA[8:17]]
    left = pa.chunked_array([pa.array(different * 7)])
    found = match_codes(left, pa.chunked_array([pa.array([BEN, ADA])]), "citizen", Progress())
    assert found.positions.tolist() == [1, -1, -1, 0, 1] * 7
    assert found.unmatched() == {"empty": 7, "bad-form": 7}
    assert found.repaired == {"separators": 7, "legacy-15-digit": 7}


def test_an_example_far_down_the_table_is_told(city):
    report = register(city, [ADA] * 70_000 + ["n/a"])
    assert [example.row_key for example in report.examples["bad-form"]] == [70_000]


def test_credit_codes_match_through_the_table_of_either_form():
    left = pa.chunked_array([pa.array([FIRM.lower(), FIRM[8:17], FIRM])])
    found = match_codes(left, pa.chunked_array([pa.array([FIRM])]), "credit", Progress())
    assert found.positions.tolist() == [0, 0, 0]
    assert credit.organisation_part(pa.array([FIRM])).to_pylist() == [FIRM[8:17]]


def test_an_empty_table_joins_to_nothing(city):
    report = register(city, pa.array([], pa.string()))
    assert (report.left_rows, report.matched, report.unmatched) == (0, 0, {})
    assert city.keys("register", "person") == []


def test_without_right_rows_nothing_is_matched(city):
    report = register(city, [ADA], people=pa.array([], pa.string()))
    assert report.unmatched == {"no-such-key": 1}


def test_a_field_that_is_called_like_the_link_is_kept(city):
    city.put("person", {"citizen_id": [ADA]}, first_key=100)
    city.put("register", {"citizen_id": [ADA], "person_key": ["mine"]})
    join(city.store, "register", "person")
    assert city.store.attributes("register", ["person_key", "person_key_2"]).to_pylist() == [
        {"row_key": 0, "person_key": "mine", "person_key_2": 100}
    ]


def test_a_join_with_a_new_table_keeps_that_with_the_renamed_one(city):
    register(city, [ADA, BEN])
    with city.store.change() as change:
        change.rename("person", "people")
    city.put("person", {"citizen_id": [BEN]}, first_key=500)
    join(city.store, "register", "person")
    columns = {link.right: link.column for link in city.store.links}
    found = city.store.attributes("register", columns.values()).to_pydict()
    assert found[columns["people"]] == [100, 101] and found[columns["person"]] == [None, 500]


def test_a_join_sees_the_rows_that_another_process_has_just_written(city):
    city.put("person", {"citizen_id": [ADA]}, first_key=100)
    city.put("register", {"citizen_id": [ADA]})
    here = open_workspace(city.store.path)
    city.put("register", {"citizen_id": [BEN, ADA]})
    report = join(here, "register", "person")
    assert (report.left_rows, city.store.refresh()) == (2, True)
    assert city.keys("register", "person") == [None, 100]


def test_where_a_person_lives_is_masked_though_a_building_code_is_not_personal(city):
    city.put("building", {"code": ["4403030010020100001"]})
    city.put("person", {"building_code": ["4403030010020109999"]})
    report = join(city.store, "person", "building", "code")
    (example,) = next(iter(report.examples.values()))
    assert example.value == "440" + "*" * 16
