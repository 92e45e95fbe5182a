"""What is linked to rows of the sample city, against plain pandas over its source files."""

import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gridloom_analytics.queries.linked import LinkedAnswer, Relation, linked
from gridloom_layers.workspace import FolderStore

Frames = dict[str, pd.DataFrame]
some = settings(max_examples=15)
ROWS = st.integers(0, 10**9)


def pick(frame, at: int):
    """Return one row of a frame, one value of a series."""
    return frame.iloc[at % len(frame)]


def one(answer: LinkedAnswer, way: str) -> Relation:
    (found,) = (each for each in answer.relations if each.way == way)
    return found


def found(answer: LinkedAnswer, way: str, field: str) -> list[str]:
    """Return a field of all rows of a relation."""
    relation = one(answer, way)
    assert relation.count == relation.rows.num_rows
    return sorted(relation.rows.column(field).to_pylist())


def homes(sources: Frames) -> pd.Series:
    """Return the building of each person: that of the code, else that of the room."""
    known, people = set(sources["building"]["楼栋编码"]), sources["person"]
    by_code, by_room = people["楼栋编码"].str[:19], people["房间编码"].str[:19]
    return by_code.where(by_code.isin(known), by_room.where(by_room.isin(known)))


@some
@given(ROWS)
def test_a_person_has_a_building_and_a_household(store: FolderStore, sources: Frames, at) -> None:
    people = sources["person"].assign(home=homes(sources)).dropna(subset="身份证号")
    person = pick(people, at)
    answer = linked(store, "person", person["身份证号"])
    same_room = sources["person"][sources["person"]["房间编码"] == person["房间编码"]]
    others = same_room[same_room["手机号码"] != person["手机号码"]]
    assert found(answer, "person = person (room_code)", "phone") == sorted(others["手机号码"])
    home = [] if pd.isna(person["home"]) else [person["home"]]
    assert found(answer, "person → building", "code") == home
    assert found(answer, "person → room", "code") == [person["房间编码"]]


@some
@given(ROWS)
def test_a_person_has_companies_and_registers(store: FolderStore, sources: Frames, at) -> None:
    heads = sources["entity"]["法定代表人证件号码"]
    number = heads.iloc[at % len(heads)] if at % 2 else pick(sources["lease"], at)["承租人身份证号"]
    assume(number in set(sources["person"]["身份证号"]))
    answer = linked(store, "person", number)
    own = sources["entity"][heads == number]
    assert found(answer, "person ← entity", "name") == sorted(own["企业名称"])
    for table, column, key in (("lease", "承租人身份证号", "合同编号"),
                               ("employment", "身份证号码", "编号")):  # fmt: skip
        rows = sources[table][sources[table][column] == number]
        assert found(answer, f"person ← {table}", "number") == sorted(rows[key])


@some
@given(ROWS)
def test_a_person_has_employers_by_a_register(store: FolderStore, sources: Frames, at) -> None:
    job = pick(sources["employment"], at)
    assume(job["身份证号码"] in set(sources["person"]["身份证号"]))
    answer = linked(store, "person", job["身份证号码"])
    codes, own = sources["entity"]["统一社会信用代码"], job["用人单位代码"]
    same = (codes == own) | (codes == own[8:17]) | (codes.str[8:17] == own)
    expected = sorted(sources["entity"][same]["企业名称"])
    assert found(answer, "person ← employment → entity", "name") == expected


@some
@given(ROWS)
def test_a_building_has_what_is_in_it(store: FolderStore, sources: Frames, at) -> None:
    code = pick(sources["building"], at)["楼栋编码"]
    answer = linked(store, "building", code)
    residents = sources["person"][homes(sources) == code]
    assert found(answer, "building ← person", "phone") == sorted(residents["手机号码"])
    for table, key, field in (("entity", "企业名称", "name"), ("room", "房间编码", "code"),
                              ("event", "案件编号", "code")):  # fmt: skip
        rows = sources[table][sources[table]["楼栋编码"] == code]
        assert found(answer, f"building ← {table}", field) == sorted(rows[key])


@some
@given(ROWS)
def test_events_of_a_person_are_those_at_the_building(
    store: FolderStore, sources: Frames, at
) -> None:
    events = sources["event"].dropna(subset="楼栋编码")
    code = pick(events, at)["楼栋编码"]
    residents = sources["person"][homes(sources) == code]["身份证号"].dropna()
    assume(len(residents))
    answer = linked(store, "person", pick(residents, at))
    there = events[events["楼栋编码"] == code]
    assert found(answer, "person → building ← event", "code") == sorted(there["案件编号"])


@some
@given(ROWS)
def test_a_component_has_the_events_about_it(store: FolderStore, sources: Frames, at) -> None:
    events = sources["event"].dropna(subset="部件编码")
    code = pick(events, at)["部件编码"]
    answer = linked(store, "component", code)
    about = events[events["部件编码"] == code]
    assert found(answer, "component ← event", "code") == sorted(about["案件编号"])


@some
@given(ROWS)
def test_an_entity_has_a_representative_and_employees(
    store: FolderStore, sources: Frames, at
) -> None:
    entities, people = sources["entity"], sources["person"]
    entity = pick(entities[entities["统一社会信用代码"].str.len() == 18], at)
    own = entity["统一社会信用代码"]
    answer = linked(store, "entity", own)
    head = people[people["身份证号"] == entity["法定代表人证件号码"]]
    assert found(answer, "entity → person", "phone") == sorted(head["手机号码"])
    jobs = sources["employment"][sources["employment"]["用人单位代码"].isin([own, own[8:17]])]
    assert found(answer, "entity ← employment", "number") == sorted(jobs["编号"])
    staff = people[people["身份证号"].isin(jobs["身份证号码"])]
    assert found(answer, "entity ← employment → person", "phone") == sorted(staff["手机号码"])


@some
@given(ROWS)
def test_a_room_has_residents_and_tenants(store: FolderStore, sources: Frames, at) -> None:
    code, people = pick(sources["lease"], at)["租赁房屋编码"], sources["person"]
    answer = linked(store, "room", code)
    inside = people[people["房间编码"] == code]
    assert found(answer, "room ← person", "phone") == sorted(inside["手机号码"])
    leases = sources["lease"][sources["lease"]["租赁房屋编码"] == code]
    tenants = people[people["身份证号"].isin(leases["承租人身份证号"])]
    assert found(answer, "room ← lease → person", "phone") == sorted(tenants["手机号码"])


@some
@given(ROWS)
def test_a_school_has_its_pupils(store: FolderStore, sources: Frames, at) -> None:
    code, people = pick(sources["school_roll"], at)["学校代码"], sources["person"]
    answer = linked(store, "facility", code)
    roll = sources["school_roll"][sources["school_roll"]["学校代码"] == code]
    assert found(answer, "facility ← school_roll", "number") == sorted(roll["学籍号"])
    pupils = people[people["身份证号"].isin(roll["学生身份证号"])]
    way = "facility ← school_roll → person"
    assert found(answer, way, "phone") == sorted(pupils["手机号码"])


@some
@given(ROWS)
def test_a_grid_has_the_buildings_in_it_and_what_is_in_those(
    store: FolderStore, sources: Frames, at
) -> None:
    buildings = sources["building"]
    grid = pick(buildings, at)["所属网格"]
    answer = linked(store, "grid", grid)
    inside = buildings[buildings["所属网格"] == grid]["楼栋编码"]
    assert found(answer, "grid ← building", "code") == sorted(inside)
    residents = sources["person"][homes(sources).isin(inside)]
    assert found(answer, "grid ← building ← person", "phone") == sorted(residents["手机号码"])
    companies = sources["entity"][sources["entity"]["楼栋编码"].isin(inside)]
    assert found(answer, "grid ← building ← entity", "name") == sorted(companies["企业名称"])
    components = sources["component"]
    placed = components[components["经度"].astype(float) != 0]  # joined by place; 0, 0 is no place
    there = placed[placed["所在单元网格"] == grid]["标识码"]
    assert found(answer, "grid ← component", "code") == sorted(there)


@some
@given(ROWS)
def test_a_street_has_all_that_is_in_its_communities(
    store: FolderStore, sources: Frames, at
) -> None:
    code = pick(sources["building"], at)["所属网格"][:9]
    answer = linked(store, "street", code, limit=3)
    inside = sources["building"][sources["building"]["所属网格"].str[:9] == code]["楼栋编码"]
    way = "street ← community ← grid ← building"
    assert one(answer, way).count == len(inside)
    people = one(answer, f"{way} ← person")
    assert people.count == homes(sources).isin(inside).sum()
    assert people.rows.num_rows == min(3, people.count)


def test_no_relation_comes_twice(store: FolderStore) -> None:
    for table in store.tables:
        (key,) = store.attributes(table, []).slice(0, 1).column("row_key").to_pylist()
        ways = [each.way for each in linked(store, table, row_key=key, limit=0).relations]
        assert len(ways) == len(set(ways)) > 0
