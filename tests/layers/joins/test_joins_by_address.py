"""Addresses that are alike enough, and those that only look alike."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_layers.errors import BadInput
from gridloom_layers.joins import diagnose, join, match_addresses
from gridloom_layers.joins.addresses import fold_addresses, read_address
from gridloom_layers.progress import Progress

ROAD = "深圳市宝安区松岗街道碧头社区碧头大道"


def find(text, there, at_least=85.0):
    found = match_addresses(
        pa.chunked_array([[text]]), pa.chunked_array([there]), at_least, Progress()
    )
    return int(found.positions[0])


@pytest.mark.parametrize(
    "written",
    [
        f"{ROAD}121号",
        f"{ROAD}121号502室",
        "宝安區松崗街道碧頭社區碧头大道 １２１ 號",
        "广东省深圳市宝安区松岗街道碧头社区碧头大道121号（附近）",
        "碧头社区碧头大道121号",
        "碧头大道121号",
        "深圳市宝安区松岗街道碧头社区碧头大路121号",
    ],
)
def test_the_same_door_is_found_however_it_is_written(written):
    assert find(written, [f"{ROAD}12号", f"{ROAD}121号", f"{ROAD}211号"]) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{ROAD}121号", f"{ROAD}122号"),
        (f"{ROAD}121号3栋", f"{ROAD}121号5栋"),
        ("宝安区水湾社区水湾一路8号", "宝安区水湾社区水湾二路8号"),
        ("宝安区水湾社区水湾东路8号", "宝安区水湾社区水湾西路8号"),
        ("宝安区107国道8号", "宝安区205国道8号"),
    ],
)
def test_numbers_and_directions_must_agree(one, other):
    assert find(one, [other], at_least=1) == -1


def test_a_street_that_is_called_a_town_is_a_street_and_its_name_counts():
    there = ["宝安区石岩街道径贝社区径贝南路72号", "宝安区西乡街道径贝社区径贝南路72号"]
    assert find("宝安区西乡街道径贝社区径贝南路72号", there) == 1
    assert find("宝安区径贝社区径贝南路72号", there) == -1


def test_two_that_are_as_alike_are_ambiguous(city):
    there = ["南山区和平路3号", "福田区和平路3号"]
    city.put("building", {"code": ["a", "b"], "address": there})
    city.put("entity", {"name": ["x", "y"], "address": ["和平路3号", "和平路"]})
    report = join(city.store, "entity", "building", "address")
    assert report.unmatched == {"ambiguous": 1, "no-house-number": 1}


def test_buildings_with_one_address_are_ambiguous_too():
    assert find("和平路3号", ["和平路3号", "和平路３號"]) == -1


def test_the_score_is_kept_beside_the_link_and_told_as_a_histogram(city):
    city.put("building", {"code": ["a"], "address": [f"{ROAD}121号"]}, first_key=9)
    rows = [f"{ROAD}121号", "碧头大道121号", "南头街7号"]
    city.put("entity", {"name": list("xyz"), "address": rows})
    report = join(city.store, "entity", "building", "address", at_least=80)
    kept = city.store.attributes("entity", ["building_key", "building_score"]).to_pydict()
    assert kept["building_key"] == [9, 9, None]
    assert kept["building_score"][0] == 100 > kept["building_score"][1] >= 80
    assert report.scores == {"90-94": 1, "100": 1}


def test_a_join_by_code_takes_the_scores_away_again(city):
    city.put("building", {"code": ["a"], "address": ["和平路3号"]})
    city.put("entity", {"building_code": ["a"], "address": ["和平路3号"]})
    join(city.store, "entity", "building", "address")
    join(city.store, "entity", "building", "code", on=None)
    assert city.store.table("entity").field_names[-1] == "building_key"


def test_the_least_score_is_remembered_with_the_link(city):
    city.put("building", {"code": ["a"], "address": [f"{ROAD}121号"]})
    city.put("entity", {"name": ["x"], "address": ["碧头大道121号"]})
    join(city.store, "entity", "building", "address", at_least=95)
    assert diagnose(city.store, city.store.links[0]).matches.unmatched() == {"no-such-address": 1}


def test_a_score_beyond_100_is_refused(city):
    city.put("building", {"code": ["a"], "address": ["和平路3号"]})
    city.put("entity", {"name": ["x"], "address": ["和平路3号"]})
    with pytest.raises(BadInput, match="least score"):
        join(city.store, "entity", "building", "address", at_least=101)


def test_tables_without_addresses_are_told(city):
    city.put("building", {"code": ["a"]})
    city.put("entity", {"name": ["x"], "address": ["和平路3号"]})
    with pytest.raises(BadInput) as caught:
        join(city.store, "entity", "building", "address")
    assert caught.value.code == "no-common-field"


@given(
    st.integers(1, 999),
    st.sampled_from(["号", "號", "号3栋", "号3幢", "号三栋"]),
    st.sampled_from(["", "401室", " 附近"]),
)
def test_what_stands_behind_the_door_does_not_matter(number, end, behind):
    text = fold_addresses(pa.array([f"{ROAD}{number}{end}{behind}"]))[0].as_py()
    address = read_address(text)
    assert (address.road, address.number) == ("碧头大道", str(number))
    assert address.building == ("3" if len(end) > 1 else "")
