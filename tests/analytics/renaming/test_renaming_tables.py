"""A table gets another name, and all that names it says the same as before."""

import pytest
from pandas.testing import assert_series_equal

from gridloom_analytics.expressions import Fields
from gridloom_analytics.keeping import keep, kept
from gridloom_analytics.measures import evaluate
from gridloom_analytics.renaming.following import following, rename
from gridloom_analytics.renaming.settings import with_table
from gridloom_analytics.renaming.texts import in_expression, in_measure
from gridloom_analytics.running import run
from gridloom_analytics.selecting.ways import carried, way_renamed
from gridloom_analytics.titles import result_title
from gridloom_layers.errors import BadInput
from gridloom_layers.language import use_language

SHARE = "count(grid where placed(community) and grid.code <> 'grid') / count(GRID) by grid"


@pytest.fixture
def own(made_town, new_store, write):
    """A town that may be changed."""
    store = new_store()
    for name, frame in made_town.frames.items():
        write(store, name, name, frame)
    return store


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ("count(grid) by grid", "cells", "count(cells) by cells"),
        ("density(event) by grid", "基础网格", "density(event) by 基础网格"),
        ("count(event) by grid", "grid 2026", 'count(event) by "grid 2026"'),
        ('count("grid")  *  2 by "grid"', "g", "count(g)  *  2 by g"),
        ("share(event where kind = 'grid') by 网格", "g",
         "share(event where kind = 'grid') by 网格"),
        ("count(GRID where grid.code <> 'grid')", "in",
         "count(\"in\" where \"in\".code <> 'grid')"),
    ],
)  # fmt: skip
def test_a_measure_names_the_table_as_it_is_called(made_town, text, new, expected):
    assert in_measure(text, made_town.store, "grid", new) == expected


@pytest.mark.parametrize("odd", ["园区“A”", "“A”区", "a“b", "x”", "‘甲’乙"])
def test_quotation_marks_in_a_name_are_part_of_it(own, odd):
    with own.change() as change:
        change.put_measure("m", "count(grid where grid.code <> 'q') by “grid”")
    rename(own, "grid", odd)
    before = evaluate(own, "m").frame["value"]
    assert rename(own, odd, "zone").unread == ()
    assert own.measures["m"].text == "count(zone where zone.code <> 'q') by zone"
    assert_series_equal(evaluate(own, "m").frame["value"], before)


def test_values_of_fields_and_joined_tables_follow(made_town):
    store = made_town.store
    said = in_measure("mean(building.floors where placed(grid)) by grid", store, "grid", "g")
    assert said == "mean(building.floors where placed(g)) by g"
    said = in_measure("sum(floors * 2 of building) by grid", store, "building", "houses")
    assert said == "sum(floors * 2 of houses) by grid"
    assert in_measure("sum(floors) by grid", store, "building", "houses") == "sum(floors) by grid"


def test_a_name_that_would_mean_the_renamed_table_becomes_the_other_ones_own(made_town):
    said = in_measure("count(人口) by grid", made_town.store, "event", "人口")
    assert said == "count(person) by grid"


def test_a_condition_keeps_what_only_looks_like_the_name(made_town):
    fields = Fields(made_town.store, made_town.store.table("event"))
    text = "event.kind = 'event' and placed(grid) and code <> '“event”.x'"
    said = in_expression(text, fields, "event", "案件")
    assert said == "案件.kind = 'event' and placed(grid) and code <> '“event”.x'"


@pytest.mark.parametrize("name", ["by", "WHERE", "of"])
def test_a_word_of_measures_is_no_name(made_town, name):
    with pytest.raises(BadInput, match=r"word of measures|指标语法"):
        following(made_town.store, "grid", name)


@pytest.mark.parametrize("name", ["ｇｒｉｄ", "Ｇrid", " grid"])
def test_a_name_that_would_mean_another_table_too_is_refused(own, name):
    with pytest.raises(BadInput) as refused:
        rename(own, "event", name)
    assert refused.value.code == "name-taken" and "event" in own.tables


def test_a_table_may_be_called_the_same_in_full_width(own):
    rename(own, "event", "ｅｖｅｎｔ")
    assert "ｅｖｅｎｔ" in own.tables


def test_measures_give_the_same_values_under_the_new_name(own):
    with own.change() as change:
        change.put_measure("share", SHARE)
        change.put_measure("broken", "count(nothing)")
    before, commit = evaluate(own, "share").frame["value"], own.sequence
    found = rename(own, "grid", "基础 网格")
    assert own.sequence == commit + 1 and set(found.measures) == {"share"}
    assert found.unread == ("broken",) and own.measures["broken"].text == "count(nothing)"
    assert_series_equal(evaluate(own, "share").frame["value"], before)
    assert [one["act"] for one in own.acts()][-1] == "rename"


def test_a_kept_result_runs_again_to_the_same_values(own):
    settings = {"value": "count(event) / area() by grid", "where": "grid.code <> 'x'",
                "permutations": 0}  # fmt: skip
    keep(own, "hot", run(own, "hotspots", settings, "grid"))
    rename(own, "grid", "cells")
    again = kept(own, "hot")
    assert again.layer == "cells" and again.parameters["where"] == "cells.code <> 'x'"
    assert again.parameters["value"] == "count(event) / area() by cells"
    made = run(own, "hotspots", dict(again.parameters), "cells")
    assert_series_equal(made.primary["z"], again.primary["z"])


def test_a_result_is_told_without_the_name_that_its_layer_had(own):
    names = ("hotspots-grid", "hotspots-grid-2", "hotspots-gridless", "热点")
    result = run(own, "hotspots", {"value": "count(event)", "permutations": 0}, "grid")
    for name in names:
        keep(own, name, result)
    before = [result_title(own, name)["en"] for name in names]
    rename(own, "grid", "cells")
    rename(own, "cells", "grid cells")
    after = [result_title(own, name)["en"].split(" · ")[2:] for name in names]
    assert after == [one.split(" · ")[2:] for one in before]
    assert after == [[], ["2"], ["hotspots-gridless"], ["热点"]]
    assert kept(own, "热点").primary.equals(result.primary)


def test_a_measure_is_followed_by_the_results_that_rest_on_it(own):
    with own.change() as change:
        change.put_measure("events", "count(event) by grid")
    keep(own, "hot", run(own, "hotspots", {"value": "events", "permutations": 0}, "grid"))
    rename(own, "events", "事件数")
    assert kept(own, "hot").parameters["value"] == "事件数"


@pytest.mark.parametrize(
    ("by", "old", "expected"),
    [
        ("kind", "kind", "kind"),
        ("event.kind", "kind", "event.kind"),
        ("event.kind", "event", "now.kind"),
        ("community", "community", "now"),
        ("社区", "community", "社区"),
    ],
)
def test_what_is_counted_by_is_a_table_only_where_it_is_a_level(own, write, by, old, expected):
    write(own, "kind", "street", own.layer("community", ["code"]))
    keep(own, "m", run(own, "mix", {"table": "event", "by": by}, "grid"))
    before = kept(own, "m").primary
    rename(own, old, "now")
    again = kept(own, "m")
    assert again.parameters["by"] == expected
    made = run(own, "mix", dict(again.parameters), "grid")
    assert_series_equal(made.primary["value"], before["value"])


def test_a_text_that_is_no_condition_stays(own):
    asked = {"event": "event.x", "where": "event.kind = 'noise'"}
    document = {"layer": "event", "parameters": asked}
    said = with_table(own, "isolated-or-general", document, "event", "cases")
    assert said["parameters"] == {"event": "event.x", "where": "cases.kind = 'noise'"}


def test_a_role_that_is_counted_stays_the_one_that_was_meant(own):
    keep(own, "p", run(own, "population", {"table": "人口"}, "grid"))
    before = kept(own, "p").primary["value"]
    rename(own, "building", "人口")
    again = kept(own, "p")
    assert again.parameters["table"] == "person"
    made = run(own, "population", dict(again.parameters), "grid")
    assert_series_equal(made.primary["value"], before)


def test_a_file_that_is_asked_beside_a_workspace_stays(own):
    document = {"layer": "event", "parameters": {"area": "city.shp"}}
    assert with_table(own, "pattern", document, "event", "cases")["parameters"] == {
        "area": "city.shp"
    }


def test_the_report_of_a_join_speaks_of_the_new_name(own):
    rename(own, "grid", "cells")
    ends = {(one.left, one.right) for one in own.links}
    assert ends >= {("cells", "community"), ("event", "cells")}
    told = {(one.report["left"], one.report["right"]) for one in own.links if "cells" in
            (one.left, one.right)}  # fmt: skip
    assert told == {("cells", "community"), ("building", "cells"), ("event", "cells")}


def test_what_does_not_follow_is_told(own):
    use_language("en")
    with own.change() as change:
        change.put_measure("broken", "count(nothing)")
    keep(own, "hot", run(own, "hotspots", {"value": "count(event)", "permutations": 0}, "grid"))
    told = [str(one) for one in following(own, "grid", "cells").stays]
    assert "broken" in told[0] and told[1].startswith("1 kept result keeps")
    assert following(own, "community", "c").said == ()


def test_a_way_is_the_same_one_under_the_new_name(own):
    way = carried(own, "person", "grid")
    assert way is not None and "building" in way
    rename(own, "building", "楼")
    now = carried(own, "person", "grid")
    assert way_renamed(own, "person", way, "building", "楼") == now == way.replace("building", "楼")
    assert way_renamed(own, "person", "no way", "building", "楼") == "no way"
