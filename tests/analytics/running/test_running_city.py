from pathlib import Path

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from gridloom_analytics.running import keep, kept, layer_of, mapped, run
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore, open_workspace

WOMEN = "share(person where sex = 'F')"
CORNER = {1, 2, 3, 9, 10, 11, 17, 18, 19}
"""The row keys of the cells where high values are planted."""


def test_the_planted_hot_corner_is_found(city: FolderStore) -> None:
    found = run(city, "hotspots", {"value": "lights"})
    hot = set(found.primary.index[(found.primary.bin >= 2).fillna(False)])
    assert hot >= {1, 2, 3, 9, 10, 11, 17, 18}
    assert found.summary["en"].startswith(f"Hot spots of “lights”: {len(hot)}; cold spots: 0")
    assert "The hottest: 格" in found.summary["en"]


def test_a_measure_is_evaluated_at_the_finest_level(city: FolderStore) -> None:
    found = run(city, "hotspots", {"value": WOMEN, "permutations": 0})
    assert found.layer == "grid"
    assert set(found.primary.index[found.primary.value == 1.0]) == CORNER
    assert found.persons is not None
    assert found.persons.sum().max() == 3200
    assert "value" in found.guarded


def test_a_kept_measure_is_found_by_its_name(city: FolderStore) -> None:
    with city.change() as change:
        change.put_measure("women", WOMEN)
    by_name, by_text = (
        run(city, "outliers", {"value": v, "permutations": 99}) for v in ("women", WOMEN)
    )
    assert_frame_equal(by_name.primary, by_text.primary)


def test_a_raw_count_is_warned_about_and_a_share_is_not(city: FolderStore) -> None:
    count, share = (
        run(city, "hotspots", {"value": value, "permutations": 0})
        for value in ("count(person)", WOMEN)
    )
    assert any("plain count" in warning["en"] for warning in count.warnings)
    assert not any("plain count" in warning["en"] for warning in share.warnings)


def test_a_row_without_a_value_is_left_out_and_said(city: FolderStore) -> None:
    found = run(city, "hotspots", {"value": "lights", "permutations": 9})
    assert found.primary.loc[64].isna().all()
    assert any("1 row without a value" in warning["en"] for warning in found.warnings)


def test_the_same_seed_gives_the_same_bytes(city: FolderStore) -> None:
    first, second, other = (
        run(city, "outliers", {"value": "lights", "permutations": 999}, seed=seed).primary
        for seed in (7, 7, 8)
    )
    assert first.p_sim.to_numpy().tobytes() == second.p_sim.to_numpy().tobytes()
    assert (first.p_sim != other.p_sim).any()


@pytest.mark.parametrize("analysis", ["hotspots", "outliers", "distribution"])
def test_a_kept_result_is_read_back_equal(city: FolderStore, analysis: str) -> None:
    found = run(city, analysis, {"value": WOMEN})
    keep(city, "women", found)
    again = kept(open_workspace(city.path), "women")
    assert_frame_equal(again.primary, found.primary)
    assert_frame_equal(again.persons, found.persons)
    for name, table in found.tables.items():
        assert_frame_equal(again.tables[name], table)
    for name in set(vars(found)) - {"primary", "persons", "tables"}:
        assert getattr(again, name) == getattr(found, name)


def test_a_kept_result_has_a_map_with_source_and_result_columns(city: FolderStore) -> None:
    import geopandas as gpd

    keep(city, "hot", run(city, "hotspots", {"value": "P", "permutations": 0}))
    drawn = gpd.read_file(city.result_file("hot", "map"))
    assert {"code", "name", "P_source", "p", "bin"} <= set(drawn)
    assert drawn.crs == city.crs
    np.testing.assert_allclose(drawn.P_source, drawn.value)


def test_a_result_cannot_take_the_name_of_a_layer(city: FolderStore) -> None:
    with pytest.raises(BadInput, match="“grid” is taken"):
        keep(city, "grid", run(city, "distribution", {"value": "P"}))


def test_a_workspace_folder_and_an_open_store_give_the_same(city: FolderStore) -> None:
    settings = {"value": "lights", "permutations": 0}
    by_folder, by_store = run(city.path, "hotspots", settings), run(city, "hotspots", settings)
    assert_frame_equal(by_folder.primary, by_store.primary)


def test_the_layer_of_a_result_is_found_again(city: FolderStore, tmp_path: Path) -> None:
    plain = tmp_path / "格.gpkg"
    city.layer("grid").to_file(plain, layer="格")
    found = run(plain, "hotspots", {"value": "lights", "permutations": 0})
    drawn = mapped(layer_of(plain, found), found)
    assert found.crs == "EPSG:4547"
    assert drawn.index.equals(found.primary.index)
    assert drawn.z.notna().sum() == 63


def test_everything_a_result_says_exists_in_two_languages(city: FolderStore) -> None:
    found = run(city, "hotspots", {"value": "lights"})
    said = [found.summary, found.method.name, *found.method.notes, *found.warnings]
    said += [one.label for one in found.style.classes] + [found.style.title]
    assert all(text["zh"] != text["en"] for text in said)
