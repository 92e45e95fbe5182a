"""Which ways are taken between tables, on small maps drawn by hand."""

from gridloom_analytics.queries.linked.naming import title
from gridloom_analytics.queries.linked.references import Reference, references
from gridloom_analytics.queries.linked.ways import Map
from gridloom_layers.workspace import Link


def link(left: str, right: str, on: str | None = "code", column: str | None = None) -> Reference:
    made = Link(left=left, right=right, by="code", on=on, column=column or f"{right}_key",
                report={})  # fmt: skip
    return Reference(left, right, made.column, on, link=made)


def declared(left: str, right: str, field: str) -> Reference:
    return Reference(left, right, field, field, key="code")


def ways(subject: str, *refer: Reference, **roles: str) -> list[str]:
    names = {name for each in refer for name in (each.left, each.right)}
    city = Map.of({name: roles.get(name, name) for name in sorted(names)}, refer)
    return [city.described(way) for way in city.ways(subject)]


def test_a_reference_is_followed_both_ways() -> None:
    lives = link("person", "building")
    assert ways("person", lives) == ["person → building"]
    assert ways("building", lives) == ["building ← person"]


def test_two_fields_to_one_table_are_told_apart() -> None:
    child, guardian = declared("r", "person", "citizen_id"), declared("r", "person", "guardian")
    found = ways("person", child, guardian, r="register")
    assert found == ["person ← r (citizen_id)", "person ← r (guardian)"]


def test_contents_are_reached_on_the_shortest_way_only() -> None:
    found = ways("grid", link("building", "grid"), link("room", "building"),
                 link("person", "room"), link("person", "building"))  # fmt: skip
    assert found == ["grid ← building", "grid ← building ← room", "grid ← building ← person"]


def test_a_joined_way_comes_before_a_declared_one() -> None:
    found = ways("community", link("building", "grid"), link("grid", "community"),
                 declared("building", "street", "street_code"),
                 declared("street", "community", "x"))  # fmt: skip
    assert "community ← grid ← building" in found
    assert "community ← street ← building" not in found


def test_what_a_person_does_is_no_content_of_a_place() -> None:
    found = ways("building", link("person", "building"), declared("entity", "person", "head"))
    assert found == ["building ← person"]


def test_a_register_leads_from_a_person_to_an_employer_and_back() -> None:
    jobs = (declared("jobs", "person", "citizen_id"), declared("jobs", "entity", "credit_code"))
    assert "person ← jobs → entity" in ways("person", *jobs, jobs="register")
    assert "entity ← jobs → person" in ways("entity", *jobs, jobs="register")


def test_events_near_a_person_are_those_of_the_building_and_of_the_grid() -> None:
    found = ways("person", link("person", "building"), link("building", "grid"),
                 link("event", "building"), link("event", "grid"))  # fmt: skip
    assert found[-2:] == ["person → building ← event", "person → building → grid ← event"]


def test_a_grid_of_its_own_is_nearer_than_that_of_the_building() -> None:
    found = ways("person", link("person", "building"), link("building", "grid"),
                 link("person", "grid"), link("event", "grid"))  # fmt: skip
    assert [way for way in found if way.endswith("event")] == ["person → grid ← event"]


def test_each_scheme_of_grids_has_its_own_events() -> None:
    found = ways("building", link("building", "old"), link("building", "new"),
                 link("event", "old"), link("event", "new"), old="grid", new="grid")  # fmt: skip
    assert found[2:] == ["building → old ← event", "building → new ← event"]


class Drawn:
    """As much of a store as references need."""

    def __init__(self, store, links) -> None:
        self.tables, self.links = store.tables, links

    def table(self, name: str):
        return self.tables[name]


def between(store, left: str, right: str, *links: Link) -> list[str]:
    found = references(Drawn(store, links))  # pyright: ignore[reportArgumentType]
    return [each.column for each in found if (each.left, each.right) == (left, right)]


def made(left: str, right: str, by, on: str | None) -> Link:
    return Link(left=left, right=right, by=by, on=on, column="it", report={})


def test_a_declared_field_that_was_joined_is_the_link(store) -> None:
    joined = made("event", "component", "code", "component_code=code")
    assert between(store, "event", "component") == ["component_code"]
    assert between(store, "event", "component", joined) == ["it"]


def test_a_join_by_another_field_does_not_stand_for_the_declared_one(store) -> None:
    other = made("entity", "person", "code", "representative=citizen_id")
    assert between(store, "entity", "person", other) == ["it", "representative_id"]


def test_a_join_by_place_stands_for_the_code_of_the_place(store) -> None:
    placed = made("building", "grid", "place", None)
    assert between(store, "building", "grid", placed) == ["it"]


def test_links_over_a_building_stand_for_the_code_of_a_grid(store) -> None:
    home = made("event", "building", "code", "building_code=code")
    assert between(store, "event", "grid", home) == ["grid_code"]
    there = made("building", "grid", "place", None)
    assert between(store, "event", "grid", home, there) == []


def test_a_link_of_another_meaning_does_not_stand_for_the_code_of_a_grid(store) -> None:
    patrol = made("event", "grid", "code", "address=code")
    assert between(store, "event", "grid", patrol) == ["it", "grid_code"]


def test_titles_say_what_the_rows_are_to_the_subject() -> None:
    jobs = declared("jobs", "person", "citizen_id"), declared("jobs", "entity", "credit_code")
    city = Map.of({"jobs": "register", "person": "person", "entity": "entity"}, jobs)
    (way,) = (way for way in city.ways("person") if len(way) > 1)
    assert title(way, ["person", "register", "entity"]) == {"zh": "工作单位", "en": "employers"}
