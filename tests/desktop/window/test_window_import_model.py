"""What an import knows before and after it, without a window."""

import datetime as dt
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from gridloom_desktop.window.model.importing.batch import Batch
from gridloom_desktop.window.model.importing.draft import drafted, in_role, table_name
from gridloom_desktop.window.model.importing.dropping import pasted, sorted_out
from gridloom_desktop.window.model.importing.guessing import guessed
from gridloom_desktop.window.model.importing.looking import look_at
from gridloom_desktop.window.model.importing.quarantined import quarantined
from gridloom_desktop.window.model.importing.running import JoinOffer, run_import, run_join
from gridloom_desktop.window.model.importing.telling import account, reasons
from gridloom_layers.errors import BadInput, Cancelled
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import create_workspace

PERSONS = (
    "身份证号,姓名,性别,备注\n11010519491231002X,张伟,女,低保户\n34052419800101001X,王芳,男,独居\n"
)


@pytest.fixture
def store(tmp_path):
    made = create_workspace(tmp_path / "city.gridloom", "EPSG:3826", dt.date(2026, 1, 1))
    yield made
    made.close()


@pytest.fixture
def persons(tmp_path) -> Path:
    (tmp_path / "人口.csv").write_bytes(PERSONS.encode("gb18030"))
    return tmp_path / "人口.csv"


def look(path, **how):
    return look_at(path, Progress(), **how)


def imported(store, path, **changes):
    return run_import(store, replace(drafted(store, look(path)), **changes), Progress())


def test_the_encoding_is_found_and_the_texts_are_decoded(persons):
    found = look(persons)
    assert (found.encoding, found.headers) == ("gb18030", ("身份证号", "姓名", "性别", "备注"))
    assert found.examples("姓名") == ["张伟", "王芳"]


def test_another_encoding_shows_other_texts(tmp_path):
    (tmp_path / "a.csv").write_bytes("名稱,類別\n大安區公所,機關\n".encode("cp950"))
    right, wrong = look(tmp_path / "a.csv"), look(tmp_path / "a.csv", encoding="gb18030")
    assert right.examples("名稱") == ["大安區公所"] and "名稱" not in wrong.headers


@pytest.mark.slow
def test_the_role_of_each_source_of_a_city_is_guessed(sample):
    entries = json.loads((sample / "manifest.json").read_text(encoding="utf-8"))["files"]
    wrong = [
        one["file"] for one in entries if guessed(look(sample / one["file"]))[0].role != one["role"]
    ]
    assert len(entries) == 15 and wrong == []


@pytest.mark.parametrize(
    ("file", "role"),
    [
        ("taipei/taipei_town.geojson", "district"),
        ("taipei/taipei_village.geojson", "community"),
        ("taipei/crime_bicycle.csv", "event"),
        ("taipei/street_trees.csv.gz", "component"),
        ("taipei/tw_village_population_docs_cunli_2021_03.csv", "statistics"),
        ("shanghai/districts_gbk/区县界_area.shp", "district"),
        ("boston/boston311_2015_slim.csv.gz", "event"),
        ("tokyo/buildings_5wards.gpkg.zip", "building"),
    ],
)
def test_the_role_of_files_of_real_cities_is_guessed(cities, file, role):
    assert guessed(look(cities / file))[0].role == role


def test_a_table_that_tells_nothing_is_a_guess_that_is_told(store, cities):
    assert not drafted(store, look(cities / "columbus/localstats_spdep.csv")).sure


def test_examples_of_persons_are_masked_as_their_import_grades_them(store, persons):
    draft = drafted(store, look(persons))
    shown = {row.name: row.examples for row in draft.fields() if row.column}
    assert shown["name"] == ("张*", "王*") and shown["sex"] == ("女", "男")
    texts = [cell for row in draft.sample(5) for cell in row]
    assert not {"张伟", "低保户", "11010519491231002X"} & set(texts)


def test_only_what_the_user_changed_of_the_mapping_is_asked_for(store, persons):
    draft = drafted(store, look(persons))
    assert draft.options().mapping == {}
    changed = draft.mapped("name", "备注")
    assert changed.options().mapping == {"name": "备注"}
    assert changed.mapped("sex", None).options().mapping == {"name": "备注", "sex": ""}


def test_a_column_serves_one_field(store, persons):
    draft = drafted(store, look(persons)).mapped("address", "姓名")
    assert draft.mapping["address"] == "姓名" and "name" not in draft.mapping


def test_a_mapping_is_remembered_for_the_next_file_of_its_kind(store, persons):
    draft = drafted(store, look(persons)).mapped("address", "备注")
    run_import(store, draft, Progress())
    again = drafted(store, look(persons))
    assert again.mapping["address"] == "备注"
    assert {row.reason for row in again.fields() if row.column} == {"remembered"}


def test_rows_of_a_table_that_is_there_are_updated_by_key(store, persons):
    assert drafted(store, look(persons)).mode == "new"
    imported(store, persons)
    draft = drafted(store, look(persons))
    assert draft.mode == "upsert" and draft.target(store).rows == 2


def test_what_must_be_decided_first_is_told(store, tmp_path):
    (tmp_path / "trees.csv").write_text("TreeID,X,Y\nT1,305000,2770000\n", encoding="utf-8")
    draft = in_role(store, drafted(store, look(tmp_path / "trees.csv")), "component")
    assert "does not say its CRS" in str(draft.problems(store)[0])
    assert replace(draft, crs="EPSG:3826").problems(store) == []
    assert "EPSG:1" in str(replace(draft, crs="EPSG:1").problems(store)[0])
    assert len(in_role(store, draft, "grid").problems(store)) == 1


def test_columns_of_no_field_wait_for_a_decision(store, tmp_path):
    (tmp_path / "persons.csv").write_text("foo,bar\n1,2\n3,4\n", encoding="utf-8")
    batch = Batch(store)
    (entry,) = batch.add([tmp_path / "persons.csv"])
    batch.take(entry, look(entry.path))
    entry.draft = in_role(store, entry.draft, "person")
    assert entry.state(store) == "question" and "page 2" in str(entry.draft.problems(store)[0])
    entry.draft = entry.draft.mapped("name", "foo")
    assert entry.state(store) == "ready"


def test_columns_that_tell_no_rows_apart_are_told_before_the_import(store, tmp_path):
    (tmp_path / "persons.csv").write_text("性别\n男\n", encoding="utf-8")
    draft = in_role(store, drafted(store, look(tmp_path / "persons.csv")), "person")
    assert draft.problems(store) == [] and "neither updated" in str(draft.remarks()[-1])


def test_sheets_of_a_workbook_are_sources_of_their_own(store, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["统一社会信用代码", "企业名称"])
    book.active.append(["91350100M000100Y43", "某某公司"])
    book.create_sheet("说明").append(["模拟数据"])
    book.save(tmp_path / "法人.xlsx")
    batch = Batch(store)
    (entry,) = batch.add([tmp_path / "法人.xlsx"])
    further = batch.take(entry, look(entry.path))
    assert [(one.layer, one.ticked) for one in batch.entries] == [("Sheet", True), ("说明", False)]
    assert further[0].state(store) == "further" and batch.ready() == 1
    assert entry.draft.options().layer == "Sheet"


def test_damaged_numbers_of_a_workbook_are_set_aside_and_told(store, tmp_path):
    book = openpyxl.Workbook()
    for row in (["身份证号", "姓名"], ["11010519491231002X", "张伟"], [340524198001010019, "李娜"]):
        book.active.append(row)
    book.save(tmp_path / "人口.xlsx")
    done = imported(store, tmp_path / "人口.xlsx")
    assert str(account(done.report)[0]).endswith("2 rows read, 1 loaded, 1 quarantined, 0 blank.")
    (aside,) = [one for one in reasons(done.report) if str(one.title) == "Quarantined"]
    assert aside.rows == (("number in a code column: digits lost", 1),)
    table = quarantined(store, done.number, Progress())
    assert table.frame["cell"].tolist() == ["A3"] and "李娜" not in str(table.frame.to_dict())


def test_a_source_is_read_and_never_changed(store, persons):
    before = hashlib.sha256(persons.read_bytes()).hexdigest()
    imported(store, persons)
    assert hashlib.sha256(persons.read_bytes()).hexdigest() == before
    assert [one.name for one in persons.parent.iterdir() if one.is_file()] == ["人口.csv"]


def test_taipei_is_imported_and_the_joins_that_fit_are_made(store, cities):
    for file in ("taipei_town.geojson", "taipei_village.geojson"):
        imported(store, cities / "taipei" / file)
    done = imported(store, cities / "taipei" / "bins.json")
    assert done.offers == (JoinOffer("facility", "community"),)
    report = run_join(store, done.offers[0], Progress())
    assert (report.matched, report.left_rows) == (1196, 1197)


def test_taipeis_population_is_offered_to_the_villages_by_name_and_455_are_found(store, cities):
    for file in ("taipei_town.geojson", "taipei_village.geojson"):
        imported(store, cities / "taipei" / file)
    done = imported(store, cities / "taipei" / "tw_village_population_docs_cunli_2021_03.csv")
    (offer,) = done.offers
    assert (offer.right, offer.by) == ("community", "name")
    assert run_join(store, offer, Progress()).matched == 455


def test_thefts_are_offered_to_each_level_that_their_addresses_may_name(store, cities):
    for file in ("taipei_town.geojson", "taipei_village.geojson"):
        imported(store, cities / "taipei" / file)
    done = imported(store, cities / "taipei" / "crime_bicycle.csv")
    assert [(one.right, one.on) for one in done.offers] == [
        ("community", "address=district_name+name"), ("district", "address=name"),
    ]  # fmt: skip
    districts = run_join(store, done.offers[1], Progress())
    thefts = pd.read_csv(cities / "taipei" / "crime_bicycle.csv", encoding="cp950")
    towns = json.loads((cities / "taipei" / "taipei_town.geojson").read_text(encoding="utf-8"))
    names = "|".join(one["properties"]["TNAME"] for one in towns["features"])
    assert districts.matched == thefts["發生地點"].str.contains(names).sum()


def test_a_cancelled_import_leaves_the_workspace_as_it_was(store, persons):
    draft, progress = drafted(store, look(persons)), Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        run_import(store, draft, progress)
    assert not store.tables and not store.imports


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty-source"), (b"code,name\n", "empty-source")]
)
def test_a_file_without_rows_is_one_sentence(tmp_path, content, code):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(BadInput) as caught:
        look(tmp_path / "a.csv")
    assert caught.value.code == code


def test_what_is_dropped_is_sorted_out(tmp_path):
    for name in ("city.gridloom", "folder"):
        (tmp_path / name).mkdir()
    names = ("city.gridloom", "folder", "a.csv", "tiles.mbtiles", "区.shp", "区.dbf", "区.shp.xml",
             "alone.dbf")  # fmt: skip
    places = [*(str(tmp_path / one) for one in names), "https://example.org/a.csv"]
    dropped = sorted_out(places)
    assert [one.name for one in dropped.files] == ["a.csv", "区.shp", "alone.dbf"]
    assert [one.name for one in dropped.workspaces] == ["city.gridloom"]
    assert [one.name for one in dropped.tiles] == ["tiles.mbtiles"]
    assert [one.code for one in dropped.faults] == ["not-a-file", "not-a-file"]


def test_paths_are_pasted_with_and_without_quotation_marks():
    text = '"C:\\数据\\a b.csv"\r\n\n /数据/b.csv \nfile:///数据/c.csv'
    assert pasted(text) == ["C:\\数据\\a b.csv", "/数据/b.csv", "/数据/c.csv"]


def test_a_register_is_called_by_its_file(persons):
    found = look(persons)
    assert table_name(replace(found, path=Path("就业 登记:2025.csv"))) == "就业-登记-2025"
