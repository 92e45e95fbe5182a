"""A shape corrected by hand, an area split, areas merged: kept, joined anew, told."""

from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely

from gridloom_layers.editing import edits, merge_areas, move, next_code, reshape, split_area
from gridloom_layers.errors import BadInput, Cancelled
from gridloom_layers.importing import ImportOptions, import_source
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, open_workspace

from .conftest import GRIDS, WHY, at, box, column, grids, save


def shapes(store: FolderStore, table: str = "grid") -> gpd.GeoSeries:
    return store.layer(table, []).geometry


def refused(code: str):
    return pytest.raises(BadInput, check=lambda error: error.code == code)


def test_a_shape_is_moved_and_the_old_one_kept(town: FolderStore) -> None:
    before = shapes(town, "building")[3]
    move(town, "building", 3, 5.5, -2.25, WHY)
    after = shapes(town, "building")[3]
    assert after.equals(shapely.affinity.translate(before, 5.5, -2.25))
    (made,) = edits(town, "building", 3)
    assert (made.act, made.field) == ("move", None)
    assert shapely.from_wkt(made.old).equals_exact(before)
    assert shapely.from_wkt(made.new).equals_exact(after)


def test_what_is_moved_into_another_grid_is_joined_to_it(town: FolderStore) -> None:
    done = move(town, "building", 2, 60, 0, WHY)
    assert column(town, "building", "grid_key") == [1, 2, 2, 2, 3, 3, 4, 4]
    (report,) = done.joins
    assert (report.left, report.right, report.matched) == ("building", "grid", 8)


def test_neighbours_follow_a_border_that_is_drawn_anew(town: FolderStore) -> None:
    whole = shapes(town).union_all()
    new = shapely.Polygon([at(0, 0), at(100, 0), at(130, 60), at(100, 100), at(0, 100)])
    done = reshape(town, "grid", 1, new, WHY, together=True)
    after = shapes(town)
    assert after.union_all().equals(whole)
    assert after.area.tolist() == [11_500, 8_500, 10_000, 10_000]
    assert [(one.row_key, one.act) for one in done.edits] == [(1, "reshape"), (2, "follow")]
    assert column(town, "building", "grid_key") == [1, 1, 1, 2, 3, 3, 4, 4]


def test_an_overlap_that_comes_is_told(town: FolderStore) -> None:
    done = reshape(town, "grid", 1, box(0, 0, 130, 100), WHY)
    assert str(done.warnings[0]) == (
        f"“{GRIDS[0]}” and “{GRIDS[1]}” lie over each other by 3,000 m² more than before."
    )
    assert shapes(town)[2].area == 10_000


def test_an_outline_that_crosses_itself_is_refused_with_the_place(town: FolderStore) -> None:
    bow_tie = shapely.Polygon([at(0, 0), at(100, 100), at(100, 0), at(0, 100)])
    with refused("unfit-shape") as told:
        reshape(town, "grid", 1, bow_tie, WHY)
    assert "at 500,050.0, 2,490,050.0 the outline crosses itself" in str(told.value.message)


@pytest.mark.parametrize("shape", [shapely.Point(1, 1), shapely.Polygon(), None])
def test_what_is_no_area_is_refused(town: FolderStore, shape: object) -> None:
    before = town.at_commit
    with refused("unfit-shape"):
        reshape(town, "grid", 1, shape, WHY)
    assert town.at_commit == before


def test_an_area_is_split_and_what_stands_in_it_is_joined_to_its_half(town: FolderStore) -> None:
    cut = shapely.LineString([at(60, -10), at(60, 110)])
    done = split_area(town, "grid", 1, cut, WHY)
    assert (done.row_key, done.code) == (5, "440306009601005")
    after = shapes(town)
    assert (after[1].area, after[5].area) == (6_000, 4_000)
    assert column(town, "building", "grid_key") == [1, 5, 2, 2, 3, 3, 4, 4]
    assert column(town, "grid", "name") == ["甲", "乙", "丙", "丁", "甲"]


def test_counts_are_blank_in_both_halves_and_the_old_one_is_kept(town: FolderStore) -> None:
    cut = shapely.LineString([at(60, -10), at(60, 110)])
    split_area(town, "grid", 1, cut, WHY)
    assert column(town, "grid", "residents") == [None, 20, 30, 40, None]
    assert [(one.act, one.field, one.old) for one in edits(town, "grid", 1)][1:] == [
        ("value", "residents", "10")
    ]


def test_a_split_layer_is_what_other_programs_see(town: FolderStore) -> None:
    split_area(town, "grid", 1, shapely.LineString([at(60, -10), at(60, 110)]), WHY)
    file = town.path / str(town.table("grid").layer)
    frame = pyogrio.read_dataframe(file)
    assert frame["code"].tolist() == [*GRIDS, "440306009601005"]
    assert frame.area.tolist() == shapes(town).area.tolist()
    assert town.problems() == []


def test_a_line_beside_the_area_and_a_code_that_is_taken_are_refused(town: FolderStore) -> None:
    before = town.at_commit
    with refused("not-cut"):
        split_area(town, "grid", 1, shapely.LineString([at(300, 0), at(300, 9)]), WHY)
    with refused("key-taken"):
        cut = shapely.LineString([at(60, -10), at(60, 110)])
        split_area(town, "grid", 1, cut, WHY, code=GRIDS[2])
    assert open_workspace(town.path).at_commit == before


def test_areas_are_merged_and_their_counts_added(town: FolderStore) -> None:
    done = merge_areas(town, "grid", [1, 2], 2, WHY)
    assert column(town, "grid", "code") == GRIDS[1:]
    assert shapes(town)[2].equals(box(0, 0, 200, 100))
    assert column(town, "grid", "residents") == [30, 30, 40]
    assert column(town, "building", "grid_key") == [2, 2, 2, 2, 3, 3, 4, 4]
    assert [(one.row_key, one.act, one.field) for one in done.edits if one.act != "value"] == [
        (2, "merge", None), (1, "remove", None), (1, "remove", "code"),
    ]  # fmt: skip
    assert (done.edits[-1].old, done.edits[-1].new) == (GRIDS[0], GRIDS[1])


def test_areas_that_do_not_touch_are_merged_and_that_is_told(town: FolderStore) -> None:
    reshape(town, "grid", 2, box(300, 0, 400, 100), WHY)
    done = merge_areas(town, "grid", [1, 2], 1, WHY)
    assert [str(one) for one in done.warnings] == ["The merged area has 2 parts that do not touch."]


def test_an_outline_is_not_drawn_anew_once_that_is_cancelled(town: FolderStore) -> None:
    before = shapes(town)
    progress = Progress(lambda step: progress.cancel() if step.step == "borders" else None)
    with pytest.raises(Cancelled):
        reshape(town, "grid", 1, box(0, 0, 90, 90), WHY, progress, together=True)
    assert shapes(town).equals(before)


def test_merging_a_split_area_gives_it_back(town: FolderStore) -> None:
    before = shapes(town)[1]
    split_area(town, "grid", 1, shapely.LineString([at(30, -10), at(70, 110)]), WHY)
    merge_areas(town, "grid", [1, 5], 1, WHY)
    assert shapes(town)[1].equals(before)


def test_the_key_of_a_row_that_was_merged_away_is_not_used_again(town: FolderStore) -> None:
    merge_areas(town, "grid", [3, 4], 3, WHY)
    done = split_area(town, "grid", 3, shapely.LineString([at(100, 90), at(100, 210)]), WHY)
    assert done.row_key == 5


def test_codes_are_numbered_on_in_their_community_and_gaps_are_used_at_the_end(
    town: FolderStore,
) -> None:
    info = town.table("grid")
    assert next_code(town, info, "440306009601002") == "440306009601005"
    merge_areas(town, "grid", [1, 2], 2, WHY)
    with refused("no-free-code"):
        next_code(town, info, "not a code")


def test_a_layer_imported_again_does_not_move_a_corrected_shape_back(
    town: FolderStore, tmp_path: Path
) -> None:
    reshape(town, "grid", 1, box(0, 0, 90, 100), WHY)
    again = grids()
    again.geometry = again.translate(1, 0)
    import_source(town, save(again, tmp_path / "later.gpkg"), ImportOptions("grid", mode="upsert"))
    after = shapes(town)
    assert after[1].equals(box(0, 0, 90, 100)) and after[2].equals(box(101, 0, 201, 100))
    assert town.imports[-1].report["conflicts"] == {"geometry": 1}


def deliver(store: FolderStore, folder: Path, mode: str) -> None:
    later = grids().assign(officer="李")
    source = save(later, folder / f"{len(store.imports)}.gpkg")
    import_source(store, source, ImportOptions("grid", mode=mode))


def test_what_was_merged_away_does_not_come_back_with_the_next_delivery(
    town: FolderStore, tmp_path: Path
) -> None:
    merge_areas(town, "grid", [1, 2], 2, WHY)
    for _ in range(2):
        deliver(town, tmp_path, "upsert")
        assert column(town, "grid", "code") == GRIDS[1:]
        report = town.imports[-1].report
        assert (report["read"], report["loaded"]) == (4, 3)
        assert report["quarantined"] == {"merged into another by hand": 1}
        assert report["warnings"][0]["en"] == "1 row was merged into another by hand and stays so."


def test_a_code_that_was_given_anew_is_delivered_again(town: FolderStore, tmp_path: Path) -> None:
    merge_areas(town, "grid", [1, 2], 2, WHY)
    cut = shapely.LineString([at(100, -10), at(100, 110)])
    split_area(town, "grid", 2, cut, WHY, code=GRIDS[0])
    deliver(town, tmp_path, "upsert")
    assert column(town, "grid", "code") == [*GRIDS[1:], GRIDS[0]]
    assert column(town, "grid", "officer") == ["李"] * 4


def test_a_table_that_is_replaced_has_what_its_source_has(
    town: FolderStore, tmp_path: Path
) -> None:
    merge_areas(town, "grid", [1, 2], 2, WHY)
    deliver(town, tmp_path, "replace")
    assert sorted(column(town, "grid", "code")) == GRIDS


def test_an_edit_is_undone_to_the_last_file(town: FolderStore) -> None:
    before, hold = shapes(town), town.hold()
    files = town.manifest.files()
    split_area(town, "grid", 1, shapely.LineString([at(60, -10), at(60, 110)]), WHY)
    town.restore(hold, town.at_commit, "undo", "Split of a grid")
    assert shapes(town).equals(before)
    assert (town.manifest.files(), edits(town, "grid")) == (files, [])
    assert column(town, "building", "grid_key") == [1, 1, 2, 2, 3, 3, 4, 4]
