"""An answer names every table that it rests on."""

import pytest

from gridloom_analytics.renaming.following import rename
from gridloom_analytics.sources import tables_of_measure, tables_of_result


@pytest.mark.parametrize(
    ("text", "level", "expected"),
    [
        ("density(event) by grid", "grid", ("grid", "event")),
        ("count(person) / area()", "grid", ("grid", "person", "building")),
        ("count(event) / count(人口)", "community",
         ("community", "event", "grid", "person", "building")),
        ("sum(statistics.seniors)", "community", ("community", "statistics")),
    ],
)  # fmt: skip
def test_a_measure_rests_on_what_it_counts_and_what_lies_between(made_town, text, level, expected):
    assert tables_of_measure(made_town.store, text, level) == expected


@pytest.mark.parametrize(
    ("analysis", "layer", "settings", "expected"),
    [
        ("hotspots", "grid", {"value": "count(person)", "area": "community"},
         ("grid", "person", "building")),
        ("apportion", "grid", {"source": "community", "counts": "population"},
         ("grid", "community")),
        ("mix", "grid", {"table": "人口", "by": "sex"}, ("grid", "person", "building")),
        ("hotspots", "community", {"value": "population"}, ("community",)),
        ("hotspots", "grid", {"value": "a measure that is gone"}, ("grid",)),
    ],
)  # fmt: skip
def test_a_result_rests_on_its_layer_its_measures_and_further_layers(
    made_town, analysis, layer, settings, expected
):
    assert tables_of_result(made_town.store, analysis, layer, settings) == expected


def test_the_new_name_of_a_table_is_the_one_that_is_told(made_town, new_store, write):
    store = new_store()
    for name in ("grid", "event"):
        frame = made_town.frames[name]
        write(store, name, name, frame.drop(columns="community_key", errors="ignore"))
    with store.change() as change:
        change.put_measure("m", "count(event) by grid")
    rename(store, "event", "案件")
    assert tables_of_result(store, "hotspots", "grid", {"value": "m"}) == ("grid", "案件")
