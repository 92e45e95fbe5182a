"""A measure that cannot be evaluated is told what it lacks."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.measures import evaluate, parse_measure
from gridloom_layers.errors import BadInput

WORDS = [
    "count", "sum", "share", "median", "density", "area", "(", ")", "person", "人口", "building",
    "grid", "where", "of", "by", "age", "floor_area", ".", "/", "*", "+", "-", "1000", "> 65",
    "'x'", '"', ",", "select", ";", "--", "statistics", "1e999",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("count(entity) by grid", "unknown-table", "no layer or table “entity”"),
        ("count(person) by building", "not-a-level", "The layers with areas are: community, grid"),
        ("count(person) by", "bad-measure", "The level is missing"),
        ("count(person)", "no-level", "Add “by community”; there are: community, grid."),
        ("counts(person) by grid", "unknown-aggregate", "Did you mean count?"),
        ("count(person by grid", "bad-measure", "A parenthesis is not closed."),
        ("count(person)) by grid", "bad-measure", "Character 14:"),
        ("count(person where agee > 1) by grid", "unknown-field", "Character 20:"),
        ("share(person) by grid", "bad-measure", "share(TABLE where CONDITION)"),
        ("sum(code) by grid", "ambiguous-field", "Several tables have a field “code”"),
        ("sum(height) by grid", "unknown-field", "No table has a field “height”."),
        ("sum(sex of person) by grid", "wrong-type", "“sex” is not a number."),
        ("1 + 1 by grid", "bad-measure", "counts nothing"),
        ("", "bad-measure", "The measure is empty."),
        ("count(person) / 1e999 by grid", "bad-number", "cannot be read as a number"),
        ("count(statistics) by grid", "no-way", "gridloom join 镇 town.gridloom community grid"),
    ],
)
def test_a_fault_says_what_where_and_what_to_do(town, text, code, said):
    with pytest.raises(BadInput) as caught:
        evaluate(town.store, text)
    assert caught.value.code == code
    assert said in str(caught.value)


def test_without_a_place_the_join_to_make_is_by_code(new_store, write, town):
    store = new_store()
    write(store, "grid", "grid", town.frames["grid"][["code", "geometry"]])
    write(store, "person", "person", town.frames["person"][["citizen_id"]])
    with pytest.raises(BadInput, match=r"gridloom join .* person grid --by code"):
        evaluate(store, "count(person) by grid")


def test_of_several_shortest_ways_the_one_declared_first_is_taken_and_told(new_store, write, town):
    store, frames = new_store(), town.frames
    community, grid = frames["community"], frames["grid"]
    write(store, "community", "community", community[["code", "geometry"]])
    for name in ("grid", "building"):
        shapes = grid[["code", "geometry", "community_key"]]
        write(store, name, name, shapes)
    facility = pd.DataFrame({"building_key": grid.index[:4], "grid_key": grid.index[3:7]})
    write(store, "facility", "facility", facility)
    found = evaluate(store, "count(facility) by community")
    assert "the way facility → building → community was taken" in found.warnings[0]["en"]
    expected = grid.loc[facility["building_key"], "community_key"].value_counts()
    assert found.frame["value"].to_dict() == expected.reindex(community.index).to_dict()


def test_two_tables_of_one_role_must_be_told_apart(new_store, write, town):
    store = new_store()
    write(store, "grid", "grid", town.frames["grid"][["code", "geometry"]])
    for name in ("leases", "pupils"):
        write(store, name, "register", town.frames["person"][["citizen_id"]])
    with pytest.raises(BadInput, match="several tables: leases, pupils"):
        parse_measure("count(register) by grid", store)


@given(text=st.text(max_size=40))
def test_no_text_raises_anything_but_bad_input(town, text):
    with pytest.raises(BadInput):
        evaluate(town.store, text)


@given(words=st.lists(st.sampled_from(WORDS), max_size=12))
def test_no_words_raise_anything_but_bad_input(town, words):
    try:
        parse_measure(" ".join(words), town.store)
    except BadInput as fault:
        assert fault.code
