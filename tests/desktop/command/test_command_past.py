"""Questions about the state of an earlier day, through the command."""

import pytest

JANUARY = "身份证号,性别\nA1,女\nA2,男\nA3,女\n"
EXACTLY = ("--personal", "--reason", "试")
MARCH = "身份证号,性别\nA1,女\nA4,男\n"


@pytest.fixture
def city(tmp_path, gridloom):
    """A workspace whose persons were delivered twice."""
    path = tmp_path / "城.gridloom"
    gridloom("create", path, "--crs", "EPSG:4547", "--data-date", "2026-04-01")
    for name, text, day in (("a", JANUARY, "2026-01-01"), ("b", MARCH, "2026-03-01")):
        source = tmp_path / f"{name}.csv"
        source.write_text(text, encoding="utf-8")
        gridloom("import", path, source, "--role", "person", "--mode", "replace", "--as-of", day)
    return path


def test_a_query_tells_the_state_of_the_day_asked_for(city, gridloom) -> None:
    counts = [
        gridloom("query", city, "person", *at, *EXACTLY, "--json").json["data"]["count"]
        for at in ([], ["--at", "2026-02-01"])
    ]
    assert counts == [2, 3]
    assert gridloom("query", city, "person", "--at", "2025-12-31").exit == 2


def test_describe_lists_the_days_of_the_states(city, gridloom) -> None:
    (table,) = gridloom("describe", city, "--json").json["data"]["tables"]
    assert table["states"] == ["2026-01-01", "2026-03-01"]


def test_a_layer_file_has_no_earlier_state(city, gridloom) -> None:
    told = gridloom("run", __file__, "hotspots", "--at", "2026-02-01")
    assert told.exit == 2 and "no earlier state" in told.err


def test_an_import_tells_how_its_rows_stand_to_those_that_were_there(city, gridloom) -> None:
    source = city.parent / "c.csv"
    source.write_text("身份证号,性别\nA1,男\nA4,男\nA5,女\n", encoding="utf-8")
    told = gridloom("import", city, source, "--role", "person", "--mode", "upsert").out
    assert "1 new, 1 changed, 1 unchanged; 0 are not in the source" in told


def test_rows_without_a_key_are_unchanged_when_their_file_comes_again(city, gridloom) -> None:
    source = city.parent / "c.csv"
    source.write_text("身份证号,性别\nA1,女\nA4,男\n,女\n", encoding="utf-8")
    again = ("import", city, source, "--role", "person", "--mode", "upsert", "--json")
    gridloom(*again)
    data = gridloom(*again).json["data"]
    assert [data[one] for one in ("new", "changed", "unchanged", "vanished")] == [0, 0, 3, 0]


def test_rows_without_a_key_stay_when_the_same_file_replaces_again(city, gridloom) -> None:
    source = city.parent / "c.csv"
    source.write_text("身份证号,性别\nA1,女\n,男\n", encoding="utf-8")
    for _ in range(3):
        gridloom("import", city, source, "--role", "person", "--mode", "replace")
    assert gridloom("query", city, "person", *EXACTLY, "--json").json["data"]["count"] == 2
