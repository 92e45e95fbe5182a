"""What names a row follows when that gets another code or name; classes have a table of the city.

The tables here are written from literals; what is expected is read off them by eye.
"""

from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pytest

from gridloom_layers.editing import (
    add_class,
    adopt_standard,
    assign,
    correct_value,
    correct_with_references,
    edits,
    referring,
    remove_class,
)
from gridloom_layers.errors import BadInput
from gridloom_layers.importing import ImportOptions, import_source
from gridloom_layers.joins import join, missing_joins
from gridloom_layers.workspace import FolderStore, SourceInfo, TableField, TableSpec

from .conftest import BUILDINGS, GRIDS, WHY, box, column, grids, save

LAMPS = "部件标识码,部件名称,类别代码\nC1,a,0102\nC2,b,0102\nC3,c,0103\n"
CASES = "事件编号,事件大类,事件小类\nE1,市容环境,暴露垃圾\nE2,市容环境,道路破损\n"
NEW = "440306009600099T017"


@pytest.fixture
def classed(town: FolderStore, tmp_path: Path) -> FolderStore:
    """The town with three components and two events, and class tables of its own."""
    for name, text in (("component", LAMPS), ("event", CASES)):
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        import_source(town, path, ImportOptions(name))
        adopt_standard(town, f"{name}_class")
    return town


def key_of(store: FolderStore, table: str, field: str, value: str) -> int:
    return column(store, table, field).index(value) + 1


def test_a_class_table_begins_with_the_standard(classed: FolderStore) -> None:
    codes = column(classed, "component_class", "class_code")
    names = column(classed, "component_class", "class_name")
    assert dict(zip(codes, names, strict=True))["0102"] == "污水井盖"
    assert (names[0], codes[0], codes[1]) == ("公用设施", "01", "0101")
    assert column(classed, "event_class", "limit")[1] == 12


def test_a_class_that_gets_another_code_takes_its_components_along(classed: FolderStore) -> None:
    key = key_of(classed, "component_class", "class_code", "0102")
    found = referring(classed, "component_class", key, "class_code")
    assert [(one.table, one.field, one.keys.tolist()) for one in found] == [
        ("component", "class_code", [1, 2])
    ]
    before = classed.at_commit
    correct_with_references(classed, "component_class", key, "class_code", "0199", WHY)
    assert column(classed, "component", "class_code") == ["0199", "0199", "0103"]
    assert classed.at_commit.sequence == before.sequence + 1
    assert [one.old for one in edits(classed, "component")] == ["0102", "0102"]
    assert classed.problems() == []


def test_the_log_has_one_line_for_all_rows_of_a_table_that_follow(classed: FolderStore) -> None:
    known = len(classed.acts())
    key = key_of(classed, "component_class", "class_code", "0102")
    correct_with_references(classed, "component_class", key, "class_code", "0199", WHY)
    told = [(act["table"], act["field"], act.get("rows"), act.get("row_key"), act["commit"])
            for act in classed.acts()[known:]]  # fmt: skip
    assert told == [
        ("component", "class_code", 2, None, classed.sequence),
        ("component_class", "class_code", None, key, classed.sequence),
    ]


def test_a_wider_class_takes_its_classes_along(classed: FolderStore) -> None:
    correct_with_references(classed, "component_class", 1, "class_code", "07", WHY)
    codes = column(classed, "component_class", "class_code")
    parents = column(classed, "component_class", "parent_code")
    assert codes[0] == "07"
    assert {parent for code, parent in zip(codes, parents, strict=True) if parent and
            code.startswith("01")} == {"07"}  # fmt: skip


def test_events_name_their_class_by_its_name(classed: FolderStore) -> None:
    for old, new, field in (("暴露垃圾", "裸露垃圾", "kind"), ("市容环境", "市容", "class_name")):
        key = key_of(classed, "event_class", "class_name", old)
        correct_with_references(classed, "event_class", key, "class_name", new, WHY)
        assert new in column(classed, "event", field)
        assert old not in column(classed, "event", field)


def test_a_class_that_is_wider_than_itself_follows_itself(classed: FolderStore) -> None:
    correct_value(classed, "component_class", 1, "parent_code", "01", WHY)
    correct_with_references(classed, "component_class", 1, "class_code", "07", WHY)
    assert column(classed, "component_class", "class_code")[0] == "07"
    assert column(classed, "component_class", "parent_code")[0] == "07"


def test_who_names_a_building_twice_follows_it_twice(town: FolderStore, tmp_path: Path) -> None:
    home, other = BUILDINGS[:2]
    rows = f"姓名,楼栋编码,workplace\n甲,{home},{home}\n乙,{home},{other}\n丙,{other},{home}\n"
    (tmp_path / "worker.csv").write_text(rows, encoding="utf-8")
    import_source(town, tmp_path / "worker.csv", ImportOptions("person", name="worker"))
    join(town, "worker", "building", "code")
    join(town, "worker", "building", "code", on="workplace=code")
    correct_with_references(town, "building", 1, "code", NEW, WHY)
    assert column(town, "worker", "building_code") == [NEW, NEW, other]
    assert column(town, "worker", "workplace") == [NEW, other, NEW]
    assert column(town, "worker", "building_key") == [1, 1, 2]
    assert column(town, "worker", "workplace_key") == [1, 2, 1]
    assert town.problems() == []


def test_a_class_is_added_and_removed_while_nothing_has_it(classed: FolderStore) -> None:
    made = add_class(classed, "component_class", "0150", "充电桩", "01", WHY)
    assert column(classed, "component_class", "class_name")[-1] == "充电桩"
    remove_class(classed, "component_class", made[0].row_key, WHY)
    assert "0150" not in column(classed, "component_class", "class_code")
    assert [one.act for one in edits(classed, "component_class")] == ["new"] * 3 + ["remove"] * 3


def test_a_class_that_was_removed_comes_back_with_a_source_that_has_it(
    classed: FolderStore, tmp_path: Path
) -> None:
    key = key_of(classed, "component_class", "class_code", "0116")
    name = column(classed, "component_class", "class_name")[key - 1]
    remove_class(classed, "component_class", key, WHY)
    rows = f"class_code,class_name,parent_code\n0116,{name},01\n{name},其他,01\n"
    (tmp_path / "later.csv").write_text(rows, encoding="utf-8")
    options = ImportOptions("class", name="component_class", mode="upsert")
    import_source(classed, tmp_path / "later.csv", options)
    assert column(classed, "component_class", "class_code")[-2:] == ["0116", name]
    assert "merged" not in str(classed.imports[-1].report)


@pytest.mark.parametrize(("code", "name", "told"), [
    ("0102", "x", "key-taken"), ("", "x", "no-class"), ("0150", " ", "no-class"),
])  # fmt: skip
def test_a_class_without_a_code_of_its_own_is_refused(
    classed: FolderStore, code: str, name: str, told: str
) -> None:
    with pytest.raises(BadInput) as refused:
        add_class(classed, "component_class", code, name, "01", WHY)
    assert refused.value.code == told


def test_a_class_in_use_is_not_removed(classed: FolderStore) -> None:
    key = key_of(classed, "component_class", "class_code", "0102")
    with pytest.raises(BadInput, match="2 rows have this class"):
        remove_class(classed, "component_class", key, WHY)


@pytest.fixture
def nested(town: FolderStore, tmp_path: Path) -> FolderStore:
    """Two streets, a community in each, two grids in each."""
    codes, names = ["440306009", "440306010"], ["新安", "西乡"]
    named = {"code": [f"{code}601" for code in codes], "name": ["甲社区", "乙社区"],
             "street_code": codes, "street_name": names}  # fmt: skip
    halves = [box(0, 0, 200, 100), box(0, 100, 200, 200)]
    for name, values in (("street", {"code": codes, "name": names}), ("community", named)):
        frame = gpd.GeoDataFrame(values, geometry=halves, crs=town.crs)
        import_source(town, save(frame, tmp_path / f"{name}.gpkg"), ImportOptions(name))
    belonging = grids().assign(community_code=[named["code"][at] for at in (0, 0, 1, 1)])
    source = save(belonging, tmp_path / "belonging.gpkg")
    import_source(town, source, ImportOptions("grid", mode="upsert"))
    join(town, "community", "street", "code")
    join(town, "grid", "community", "code")
    return town


def test_a_community_that_gets_another_street_says_its_name_too(nested: FolderStore) -> None:
    made = assign(nested, "community", 1, "street", 2, WHY)
    assert [(one.field, one.new) for one in made] == [
        ("street_code", "440306010"), ("street_name", "西乡"),
    ]  # fmt: skip
    assert column(nested, "community", "street_key") == [2, 2]


def test_a_community_that_gets_another_code_takes_its_grids_along(nested: FolderStore) -> None:
    correct_with_references(nested, "community", 2, "code", "440306010699", WHY)
    assert column(nested, "grid", "community_code")[2:] == ["440306010699"] * 2
    assert column(nested, "grid", "community_key") == [1, 1, 2, 2]
    assert column(nested, "grid", "code") == GRIDS


def test_a_code_in_another_form_follows_too(nested: FolderStore, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"社区号": ["４４０３０６００９６０１", None]},
                             geometry=[box(0, 0, 9, 9)] * 2, crs=nested.crs)  # fmt: skip
    path = save(frame, tmp_path / "shop.gpkg")
    import_source(nested, path, ImportOptions("facility", name="shop"))
    join(nested, "shop", "community", "code", on="社区号=code")
    correct_with_references(nested, "community", 1, "code", "440306009688", WHY)
    assert column(nested, "shop", "社区号") == ["440306009688", None]
    assert column(nested, "shop", "community_key") == [1, None]


@pytest.fixture
def counted(nested: FolderStore, tmp_path: Path) -> FolderStore:
    """Another layer by the codes of the communities: of the first, and of one to come."""
    codes = ["440306009601", "440306009699"]
    frame = gpd.GeoDataFrame({"code": codes}, geometry=[box(0, 0, 9, 9)] * 2, crs=nested.crs)
    path = save(frame, tmp_path / "counted.gpkg")
    import_source(nested, path, ImportOptions("community", name="counted"))
    join(nested, "counted", "community", "code", on="code=code")
    return nested


def test_a_code_that_a_following_table_has_is_refused(counted: FolderStore) -> None:
    with pytest.raises(BadInput, match="Another row of “counted” has this code"):
        correct_with_references(counted, "community", 1, "code", "440306009699", WHY)
    assert column(counted, "counted", "code") == ["440306009601", "440306009699"]
    assert column(counted, "community", "code")[0] == "440306009601"


def test_a_table_that_goes_by_the_code_of_another_follows_it(counted: FolderStore) -> None:
    correct_with_references(counted, "community", 1, "code", "440306009688", WHY)
    assert column(counted, "counted", "code") == ["440306009688", "440306009699"]
    assert column(counted, "counted", "community_key") == [1, None]


def test_a_street_renamed_is_renamed_in_its_own_communities_only(nested: FolderStore) -> None:
    correct_value(nested, "community", 2, "street_name", "新安", WHY)  # of the other street
    correct_with_references(nested, "street", 1, "name", "新安街道", WHY)
    assert column(nested, "community", "street_name") == ["新安街道", "新安"]


def test_a_name_follows_beside_a_code_that_is_held_as_a_number(nested: FolderStore) -> None:
    correct_value(nested, "community", 2, "name", "甲社区", WHY)  # told apart by their codes
    fields = (
        TableField(name="community_name", type="text"),
        TableField(name="community_code", type="number"),
    )
    rows = pa.record_batch({
        "row_key": [1, 2, 3], "source_number": [1] * 3, "source_row": [2, 3, 4],
        "community_name": ["甲社区"] * 3, "community_code": [440306009601.0, 440306010601.0, None],
    })  # fmt: skip
    sources = (SourceInfo(number=1, file="shop.parquet", sha256="0"),)
    with nested.change() as change:
        change.write(TableSpec("shop", "facility", fields, sources=sources), [rows])
    correct_with_references(nested, "community", 1, "name", "新社区", WHY)
    assert column(nested, "shop", "community_name") == ["新社区", "甲社区", "甲社区"]


def test_class_tables_are_not_joined_to_each_other(classed: FolderStore) -> None:
    tables = {(one.left, one.right) for one in missing_joins(classed)}
    assert not [pair for pair in tables if "_class" in pair[0] + pair[1]]
