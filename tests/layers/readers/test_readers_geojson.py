"""GeoJSON: members that GDAL passes over are set aside, and any flipped bit shows."""

import json
from pathlib import Path
from typing import Any

import pytest

from gridloom_layers.errors import BadInput
from gridloom_layers.readers import SOURCE_ROW, open_source

COUNT = 3


def feature(number: int) -> dict[str, Any]:
    """Return a feature with a text in which quotation marks and brackets stand."""
    place = {"type": "Point", "coordinates": [114.0 + number, 22.5]}
    return {"type": "Feature", "properties": {"code": f'“"]}},{{\\{number}'}, "geometry": place}


def collection(members: list[Any]) -> bytes:
    """Return a file of members; before them stands an array that is not theirs."""
    document = {"type": "FeatureCollection", "bbox": [113, 22, 120, 23], "features": members}
    return json.dumps(document, ensure_ascii=False).encode()


def rows_of(path: Path) -> tuple[list[int], list[int]]:
    """Return the numbers of the rows read, and of those that were not to be read."""
    with open_source(path) as source:
        read = [row for batch in source.batches() for row in batch[SOURCE_ROW].to_pylist()]
        assert source.rows == len(read) + len(source.faults)
        return read, [fault.row for fault in source.faults]


@pytest.mark.parametrize(
    "odd", [None, 5, "x", [1, 2], {}, feature(1)["geometry"], {"type": "Fdature", "n": 1}], ids=str
)
def test_a_member_that_is_no_feature_is_a_fault_at_its_place(tmp_path: Path, odd: object) -> None:
    file = tmp_path / "x.geojson"
    file.write_bytes(collection([feature(1), odd, feature(2)]))
    assert rows_of(file) == ([1, 3], [2])


def test_the_text_of_what_is_no_feature_is_kept(tmp_path: Path) -> None:
    file, odd = tmp_path / "x.geojson", {**feature(2), "type": "Fdature"}
    file.write_bytes(collection([feature(1), odd]))
    with open_source(file) as source:
        list(source.batches())
        (fault,) = source.faults
    assert json.loads(fault.text) == odd


@pytest.mark.parametrize("value", [feature(1), feature(1)["geometry"]], ids=["feature", "geometry"])
def test_a_file_of_one_feature_or_geometry_is_one_row(tmp_path: Path, value: object) -> None:
    (tmp_path / "x.geojson").write_text(json.dumps(value), encoding="utf-8")
    assert rows_of(tmp_path / "x.geojson") == ([1], [])


@pytest.mark.parametrize("between", ["\n", "\n\x1e"])
def test_features_one_after_another_are_refused_not_read_in_part(
    tmp_path: Path, between: str
) -> None:
    lines = between.join(json.dumps(feature(number)) for number in range(COUNT))
    (tmp_path / "x.geojson").write_text(lines, encoding="utf-8")
    with pytest.raises(BadInput) as found:
        rows_of(tmp_path / "x.geojson")
    assert found.value.code == "damaged-source"


def test_features_that_cannot_be_explained_are_refused_with_both_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.geojson"
    file.write_bytes(collection([feature(1), None, feature(2)]))
    monkeypatch.setattr("gridloom_layers.readers.geojson._passed_over", lambda *_: [])
    with pytest.raises(BadInput, match="3 features, of which only 2 can be read"):
        open_source(file)


@pytest.mark.parametrize("bit", range(8))
def test_whatever_bit_is_flipped_every_feature_is_accounted_for(tmp_path: Path, bit: int) -> None:
    sound = collection([feature(number) for number in range(COUNT)])
    for place in range(sound.index(b'"features"'), len(sound)):
        file = tmp_path / "x.geojson"
        harmed = bytearray(sound)
        harmed[place] ^= 1 << bit
        file.write_bytes(harmed)
        try:
            read, faults = rows_of(file)
        except BadInput as told:
            assert told.code == "damaged-source"
        else:
            assert sorted(read + faults) == list(range(1, COUNT + 1)), harmed[place - 20 :]
