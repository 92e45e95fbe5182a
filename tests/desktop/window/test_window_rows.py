"""Rows of a table as the window's model gives them: order, filter, figures, the gate. No Qt."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_desktop.publishing.export import Permission
from gridloom_desktop.window.model.rows.arranging import Arrangement, Asked, arrange
from gridloom_desktop.window.model.rows.chosen import Chosen
from gridloom_desktop.window.model.rows.columns import columns_of
from gridloom_desktop.window.model.rows.figures import figures
from gridloom_desktop.window.model.rows.leaving import copy_rows, export_table
from gridloom_desktop.window.model.rows.pages import ROWS_A_PAGE, Page, PageReader, Pages, Spread
from gridloom_desktop.window.model.rows.searching import search
from gridloom_desktop.window.model.rows.sorting import in_order, ranks
from gridloom_desktop.window.model.rows.unmasking import says_why, unmask
from gridloom_desktop.window.model.rows.view import SortKey
from gridloom_layers.errors import BadInput, Cancelled
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import (
    FolderStore,
    TableField,
    TableInfo,
    TableSpec,
    create_workspace,
)

NOTHING = np.empty(0, np.int64)
FLOORS = [7, None, 3, 7, 12, 1, None, 3]
USES = ["住宅", "商业", None, "工业", "住宅", "=1+1", "商业", "住宅"]
PERSONS = 35


def own_columns(count: int, first: int = 100) -> dict[str, pa.Array]:
    return {
        "row_key": pa.array(range(first, first + count), pa.int64()),
        "source_number": pa.array([1] * count, pa.int64()),
        "source_row": pa.array(range(2, 2 + count), pa.int64()),
    }


def write_buildings(store: FolderStore) -> None:
    fields = (
        TableField(name="code", type="text", canonical=True),
        TableField(name="floors", type="integer", canonical=True),
        TableField(name="use", type="text", canonical=True),
    )
    codes = [f"4403060096010{number}T0117" for number in range(len(FLOORS))]
    values = {"code": pa.array(codes), "floors": pa.array(FLOORS), "use": pa.array(USES)}
    spec = TableSpec("building", "building", fields, key="code")
    with store.change() as change:
        change.write(spec, [pa.record_batch(own_columns(len(FLOORS)) | values)])


def write_persons(store: FolderStore) -> None:
    fields = (
        TableField(name="name", type="text", canonical=True, personal="identifier"),
        TableField(name="sex", type="text", canonical=True),
        TableField(name="birth_date", type="date", canonical=True, personal="identifier"),
    )
    values = {
        "name": pa.array([f"张{number}" for number in range(PERSONS)]),
        "sex": pa.array(["F" if number % 5 else "M" for number in range(PERSONS)]),
        "birth_date": pa.array([dt.date(1950 + number, 1, 1) for number in range(PERSONS)]),
    }
    with store.change() as change:
        spec = TableSpec("person", "person", fields)
        change.write(spec, [pa.record_batch(own_columns(PERSONS) | values)])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FolderStore]:
    """Eight buildings and 35 persons, 7 of them men."""
    made = create_workspace(tmp_path / "小城.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    write_buildings(made)
    write_persons(made)
    yield made
    made.close()


def shown(store: FolderStore, table: str, asked: Asked, selected=NOTHING, **how) -> list[int]:
    found = arrange(store, table, asked, np.asarray(selected), Progress(), **how)
    return found.at(0, found.count).tolist()


def column(store: FolderStore, table: str, name: str):
    return next(one for one in columns_of(store, store.table(table)) if one.name == name)


def told(store: FolderStore, table: str, name: str, where: str = "", **how) -> dict[str, str]:
    arrangement = arrange(store, table, Asked(where), NOTHING, Progress(), **how)
    found = figures(store, table, column(store, table, name), arrangement, Progress(), **how)
    return {str(title): value for title, value in found.told}


@given(st.lists(st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True)), max_size=40))
def test_numbers_are_sorted_as_pandas_sorts_them_missing_ones_last(values):
    order = in_order([ranks(pa.chunked_array([pa.array(values, pa.float64())]))])
    series = pd.Series(values, dtype="float64") + 0.0  # −0.0 and 0.0 are alike to pandas
    assert order.tolist() == series.sort_values(kind="stable").index.tolist()


@given(st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)), max_size=40))
def test_whole_numbers_are_sorted_however_far_apart(values):
    order = in_order([ranks(pa.chunked_array([pa.array(values, pa.int64())]), descending=True)])
    slow = sorted(range(len(values)), key=lambda i: (values[i] is None, -(values[i] or 0)))
    assert order.tolist() == slow


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60))
def test_rows_alike_in_the_first_column_go_by_the_next_then_by_their_place(pairs):
    keys = [np.array([pair[number] for pair in pairs]) for number in range(2)]
    assert in_order(keys).tolist() == sorted(range(len(pairs)), key=lambda i: pairs[i])


def test_chinese_goes_by_pinyin():
    words = ["重庆", "安徽", "北京", "上海", "福田"]
    order = in_order([ranks(pa.chunked_array([pa.array(words)]).dictionary_encode())])
    assert [words[place] for place in order] == ["安徽", "北京", "福田", "上海", "重庆"]


def test_texts_in_many_pieces_are_sorted_as_one_column():
    pieces = [pa.array(piece).dictionary_encode() for piece in (["c", "a"], ["b", None], ["a"])]
    assert in_order([ranks(pa.chunked_array(pieces))]).tolist() == [1, 4, 2, 0, 3]


def test_nothing_asked_shows_all_rows_as_they_are_stored(store):
    assert arrange(store, "building", Asked(), NOTHING, Progress()).positions is None


def test_rows_are_sorted_with_missing_values_last_both_ways(store):
    rising = shown(store, "building", Asked(sort=(SortKey("floors"),)))
    falling = shown(store, "building", Asked(sort=(SortKey("floors", descending=True),)))
    assert rising == [5, 2, 7, 0, 3, 4, 1, 6]
    assert falling == [4, 0, 3, 2, 7, 5, 1, 6]


def test_a_filter_is_sorted_too(store):
    asked = Asked("use = '住宅'", (SortKey("floors", descending=True),))
    assert shown(store, "building", asked) == [4, 0, 7]


def test_selected_rows_come_first_in_the_order_of_the_columns(store):
    asked = Asked(sort=(SortKey("floors"),), selected_first=True)
    assert shown(store, "building", asked, [104, 107])[:3] == [7, 4, 5]


def test_only_selected_rows_are_shown_keys_that_are_gone_left_out(store):
    assert shown(store, "building", Asked(only_selected=True), [1, 102, 106, 999]) == [2, 6]


def test_a_wrong_filter_is_told_in_the_sentence_of_the_language(store):
    with pytest.raises(BadInput, match="colour"):
        shown(store, "building", Asked("colour > 3"))


def test_a_sort_can_be_cancelled(store):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        arrange(store, "building", Asked(sort=(SortKey("use"),)), NOTHING, progress)


def test_a_title_clicked_again_sorts_the_other_way_then_not_at_all():
    first = Asked().sorted_by("use", further=False)
    second = first.sorted_by("use", further=False)
    third = second.sorted_by("use", further=False)
    assert [one.sort for one in (first, second, third)] == [
        (SortKey("use"),), (SortKey("use", descending=True),), ()
    ]  # fmt: skip


def test_a_further_title_sorts_within_the_first():
    asked = Asked().sorted_by("use", further=False).sorted_by("floors", further=True)
    assert asked.sort == (SortKey("use"), SortKey("floors"))


def test_a_masked_field_gives_no_order(store):
    with pytest.raises(BadInput, match="would tell what it holds"):
        shown(store, "person", Asked(sort=(SortKey("birth_date"),)))


def test_a_masked_text_is_no_filter_but_an_age_is(store):
    with pytest.raises(BadInput, match="masked"):
        shown(store, "person", Asked("name = '张3'"))
    assert len(shown(store, "person", Asked("age >= 60"))) == 10


def test_masked_persons_are_shown_in_full_tens(store):
    found = arrange(store, "person", Asked("sex = 'F'"), NOTHING, Progress())
    assert found.count == 20 and str(found.told()) == "at least 20 of 35 rows"


def test_of_fewer_than_ten_masked_persons_none_is_shown(store):
    found = arrange(store, "person", Asked("sex = 'M'"), NOTHING, Progress())
    assert found.count == 0 and str(found.told()) == "fewer than 10 persons (withheld)"


def test_unmasked_persons_are_counted_and_sorted_like_all_else(store):
    asked = Asked("sex = 'M'", (SortKey("birth_date", descending=True),))
    assert shown(store, "person", asked, unmasked=True) == [30, 25, 20, 15, 10, 5, 0]


def test_figures_of_numbers_are_those_of_numpy(store):
    found, floors = told(store, "building", "floors"), [one for one in FLOORS if one]
    assert found["rows"] == "8" and found["without a value"] == "2"
    assert float(found["median"]) == np.median(floors)
    assert float(found["upper quartile"]) == np.quantile(floors, 0.75)
    assert found["sum"] == "33" and found["different values"] == "4"


def test_figures_follow_the_filter(store):
    assert told(store, "building", "floors", "use = '住宅'")["mean"] == "7.33333"


def test_the_most_frequent_values_come_first(store):
    arrangement = Arrangement(8)
    found = figures(store, "building", column(store, "building", "use"), arrangement, Progress())
    counts = {one.label["zh"]: one.count for one in found.frequent}
    assert counts == Counter(use for use in USES if use)
    assert found.frequent[0].label["zh"] == "住宅"


def test_a_column_without_values_is_told_in_a_sentence(store):
    arrangement = arrange(store, "building", Asked("floors is null"), NOTHING, Progress())
    found = figures(store, "building", column(store, "building", "floors"), arrangement, Progress())
    assert str(found.note) == "There are no values." and found.bars is None


def test_masked_values_have_no_figures(store):
    assert told(store, "person", "birth_date") == {"rows": "30"}


def test_counts_of_masked_persons_are_in_tens_and_small_ones_withheld(store):
    arrangement = Arrangement(PERSONS)
    found = figures(store, "person", column(store, "person", "sex"), arrangement, Progress())
    assert [(one.label["en"], one.count) for one in found.frequent] == [("female", 20)]


def test_an_end_of_an_unmasked_column_is_told(store):
    assert told(store, "person", "birth_date", unmasked=True)["least"] == "1950-01-01"


def test_a_key_is_found_in_the_order_that_is_shown(store):
    asked = Asked(sort=(SortKey("floors"),))
    arrangement = arrange(store, "building", asked, NOTHING, Progress())
    use, code = column(store, "building", "use"), "44030600960104T0117"
    found = search(store, "building", use, code, arrangement, Progress())
    assert found.tolist() == [5]


def test_a_text_is_found_within_values(store):
    use = column(store, "building", "use")
    found = search(store, "building", use, "业", Arrangement(8), Progress())
    assert found.tolist() == [1, 3, 6]


def test_masked_values_are_not_searched(store):
    name = column(store, "person", "name")
    with pytest.raises(BadInput, match="not searched"):
        search(store, "person", name, "张3", Arrangement(PERSONS), Progress())


def test_a_page_holds_texts_in_words_and_masks(store):
    columns = columns_of(store, store.table("person"))
    page = Spread(store, "person", Arrangement(PERSONS), columns, "zh").read(0)
    assert [texts[0] for texts in page.texts] == ["张*", "男", "195*-**-**"]
    assert page.keys.tolist() == list(range(100, 100 + min(PERSONS, ROWS_A_PAGE)))


def test_pages_in_sight_come_before_those_ahead():
    pages = Pages(Spread(None, "t", Arrangement(100 * ROWS_A_PAGE), (), "en"))
    sight = 10 * ROWS_A_PAGE, 11 * ROWS_A_PAGE
    assert pages.missing(*sight) == [10, 11, 12, 13]
    pages.keep(11, Page(NOTHING, (), pa.table({})))
    assert pages.missing(sight[0] - 1, sight[1] - 1) == [9, 10, 8, 7]


def test_rows_are_copied_as_text_and_as_a_table(store):
    columns = columns_of(store, store.table("building"))
    chosen = Chosen("building", positions=np.array([4, 0]))
    clip = copy_rows(store, chosen, columns, "zh", None, Progress())
    assert clip.text.split("\n")[0].split("\t") == ["建筑编码", "层数", "用途"]
    assert clip.text.split("\n")[1].split("\t")[1:] == ["12", "住宅"]
    assert "<td style=\"mso-number-format:'\\@'\">住宅</td>" in clip.html


def test_a_formula_is_made_harmless_on_the_clipboard(store):
    use = (column(store, "building", "use"),)
    clip = copy_rows(store, Chosen("building", np.array([5])), use, "en", None, Progress())
    assert clip.text.endswith("\n'=1+1") and ">&#x27;=1+1<" in clip.html


def test_copied_persons_are_masked_and_in_full_tens(store):
    columns = columns_of(store, store.table("person"))
    chosen = Chosen("person", positions=np.arange(13))
    clip = copy_rows(store, chosen, columns, "zh", None, Progress())
    assert clip.rows == 10 and "张*" in clip.text and "张1" not in clip.text


def test_few_persons_are_not_copied(store):
    columns = columns_of(store, store.table("person"))
    with pytest.raises(BadInput, match="fewer than 10 persons"):
        copy_rows(store, Chosen("person", np.arange(3)), columns, "zh", None, Progress())


def test_persons_are_copied_whole_with_a_permission_on_record(store):
    columns = columns_of(store, store.table("person"))
    leave = Permission("核对登记")
    clip = copy_rows(store, Chosen("person", np.arange(3)), columns, "zh", leave, Progress())
    assert "张2" in clip.text and store.acts()[-1]["reason"] == "核对登记"


def test_selected_rows_are_exported_through_the_gate(store, tmp_path):
    out = tmp_path / "建筑.csv"
    report = export_table(
        store, Chosen("building", keys=np.array([101, 105])), out, None, Progress()
    )
    text = out.read_text(encoding="utf-8-sig")
    assert report.rows == 2 and "'=1+1" in text


def test_masked_persons_do_not_leave_in_a_file_one_by_one(store, tmp_path):
    with pytest.raises(BadInput, match="fewer than 10 persons"):
        export_table(store, Chosen("person", np.arange(9)), tmp_path / "p.csv", None, Progress())


def test_a_file_that_is_no_format_is_refused(store, tmp_path):
    with pytest.raises(BadInput, match="format"):
        export_table(store, Chosen("building"), tmp_path / "b.docx", None, Progress())


@pytest.mark.parametrize("reason", ["case 2026-17", "核对居住登记", "zwei Wörter"])
def test_some_words_are_a_reason(reason):
    assert says_why(reason)


@pytest.mark.parametrize("reason", ["", "x", "......", "test", "查询", "a b c"])
def test_a_word_is_no_reason(reason):
    assert not says_why(reason)


def test_unmasking_is_in_the_log_before_anything_is_seen(store):
    permission = unmask(store, "person", "case 2026-17")
    act = store.acts()[-1]
    assert permission.reason == act["reason"] == "case 2026-17"
    assert act["columns"] == ["name", "birth_date"] and act["what"] == "view of person"


def test_without_a_reason_nothing_is_unmasked(store):
    with pytest.raises(BadInput, match="no reason"):
        unmask(store, "person", "x")
    assert all(act.get("what") != "view of person" for act in store.acts())


def test_a_reader_that_is_closed_takes_no_wish_any_more(store):
    reading = store.again()
    reader = PageReader(pytest.fail, pytest.fail)
    reader.close(reading)
    reader.wish(Spread(reading, "building", Arrangement(len(FLOORS)), (), "en"), [0])
    assert not reader.busy


def test_codes_of_places_tell_where_a_person_is_and_are_masked():
    fields = (
        TableField(name="building_code", type="text", canonical=True),
        TableField(name="remark", type="text"),
        TableField(name="sex", type="text", canonical=True),
    )
    person = TableInfo(
        name="person", role="person", rows=0, key=None, fields=fields, generation=1, records=()
    )
    masked = [column.masked for column in columns_of(SimpleNamespace(links=()), person)]
    assert masked == [True, True, False]
