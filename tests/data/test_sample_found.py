"""Every fault of the ground truth is found by import and joins, with the same count, and no other.

The manifest's files go into a workspace with the options that it gives, the encoding left to find.
"""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gridloom_layers.importing import ImportOptions, ImportReport, import_source
from gridloom_layers.joins import JoinReport, diagnose, join, links_between
from gridloom_layers.joins.matches import BITS
from gridloom_layers.workspace import FolderStore, create_workspace

FINDINGS = {
    "bow-tie": "self-intersection",
    "blank-row": "blank",
    "duplicate-row": "duplicate key",
    "point-at-zero": "no position (0, 0)",
    "wrong-check-digit": "check-digit",
    "15-digit-id": "legacy-15-digit",
    "full-width-code": "full-width",
    "lower-case-x": "lower-case",
    "implausible-birth-date": "implausible-date",
    "implausible-date": "implausible date",
    "missing-id": "no key",
    "id-stored-as-number": "number in a code column: digits lost",
    "room-code-as-building-code": "room-instead-of-building",
    "organisation-code-as-credit-code": "organisation-code",
}
"""What an import calls each fault; the other faults show in joins and in empty cells."""
NAMES = [
    "district", "street", "community", "grid", "building", "facility", "component", "room",
    "person", "entity", "lease", "employment", "social_insurance", "school_roll", "event",
]  # fmt: skip


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> FolderStore:
    path = tmp_path_factory.mktemp("found") / "城市.gridloom"
    return create_workspace(path, "EPSG:4547", dt.date(2026, 1, 1))


@pytest.fixture(scope="module")
def reports(
    city: FolderStore, sample: Path, files: dict[str, dict[str, Any]]
) -> dict[str, ImportReport]:
    """The report of the import of each file, by the name of its table."""
    found = {}
    for name, entry in files.items():
        options = ImportOptions(
            role=entry["role"],
            name=name,
            datum=entry["datum"] or "wgs84",
            crs=entry["crs"],
            scheme=entry["options"].get("scheme"),
        )
        found[name] = import_source(city, sample / entry["file"], options)
    return found


@pytest.fixture(scope="module")
def planted(truth: dict[str, Any], files: dict[str, dict[str, Any]]) -> dict[str, dict[str, int]]:
    """How often each fault was planted, by table."""
    return {
        name: {
            one["fault"]: one["count"] for one in truth["faults"] if one["file"] == entry["file"]
        }
        for name, entry in files.items()
    }


@pytest.fixture(scope="module")
def joined(
    city: FolderStore, reports: dict[str, ImportReport]
) -> dict[tuple[str, str], JoinReport]:
    pairs = [
        ("person", "building"), ("entity", "building"), ("event", "building"), ("lease", "person"),
        ("employment", "person"), ("school_roll", "person"), ("employment", "entity"),
    ]  # fmt: skip
    return {pair: join(city, *pair) for pair in pairs}


def test_every_file_of_the_manifest_is_looked_at(files: dict[str, Any]) -> None:
    assert sorted(files) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_import_finds_what_was_planted_and_nothing_else(
    reports: dict[str, ImportReport], planted: dict[str, dict[str, int]], name: str
) -> None:
    report, expected = reports[name], Counter[str]()
    for fault, count in planted[name].items():
        expected[FINDINGS.get(fault, "not seen by an import")] += count
    del expected["not seen by an import"]
    found = Counter(report.repaired) + Counter(report.quarantined) + Counter(report.notes)
    assert found + Counter(blank=report.blank) == expected


@pytest.mark.parametrize("left", ["entity", "event"])
def test_a_building_that_is_not_there_is_no_such_key(
    joined: dict[tuple[str, str], JoinReport], planted: dict[str, dict[str, int]], left: str
) -> None:
    unmatched = joined[left, "building"].unmatched
    assert unmatched["no-such-key"] == planted[left]["unknown-building"]


def test_an_entity_without_a_building_has_nothing_to_join_by(
    joined: dict[tuple[str, str], JoinReport], planted: dict[str, dict[str, int]]
) -> None:
    assert joined["entity", "building"].unmatched["empty"] == planted["entity"]["missing-building"]


@pytest.mark.parametrize(
    ("rule", "faults"),
    [
        ("room-instead-of-building", ["room-code-as-building-code"]),
        ("room-code", ["unknown-building", "missing-building"]),
    ],
)
def test_people_are_joined_by_a_rule_in_the_rows_where_it_was_planted(
    city: FolderStore,
    joined: dict[tuple[str, str], JoinReport],
    truth: dict[str, Any],
    files: dict[str, dict[str, Any]],
    rule: str,
    faults: list[str],
) -> None:
    (link,) = links_between(city, "person", "building")
    found = np.flatnonzero(diagnose(city, link).matches.rules & BITS[rule])
    source = city.attributes("person", ["source_row"])["source_row"].to_numpy()
    rows = {row for one in truth["faults"] for row in one["rows"]
            if one["file"] == files["person"]["file"] and one["fault"] in faults}  # fmt: skip
    assert set(source[found] - 1) == rows  # the header is row 1


@pytest.mark.parametrize("left", ["lease", "employment", "school_roll"])
def test_an_id_with_a_wrong_check_digit_is_told_as_that(
    joined: dict[tuple[str, str], JoinReport], planted: dict[str, dict[str, int]], left: str
) -> None:
    assert joined[left, "person"].unmatched["check-digit"] == planted[left]["wrong-check-digit"]


def test_organisation_codes_are_joined_to_the_credit_codes_that_hold_them(
    city: FolderStore,
    joined: dict[tuple[str, str], JoinReport],
    planted: dict[str, dict[str, int]],
) -> None:
    rows = city.attributes("employment", ["credit_code", "entity_key"]).to_pandas()
    short = rows[rows["credit_code"].str.len() == 9]
    entities = city.attributes("entity", ["credit_code"])["credit_code"].to_pandas()
    there = short["credit_code"].isin(set(entities.str[8:17]))
    assert len(short) == planted["employment"]["organisation-code-as-credit-code"]
    assert joined["employment", "entity"].repaired["organisation-code"] == there.sum()
    assert (short["entity_key"].notna() == there).all()


def test_credit_codes_are_joined_to_the_entities_that_have_their_organisation_code(
    city: FolderStore, joined: dict[tuple[str, str], JoinReport]
) -> None:
    given = city.attributes("employment", ["credit_code"])["credit_code"].to_pandas()
    entities = city.attributes("entity", ["credit_code"])["credit_code"].to_pandas()
    short = set(entities[entities.str.len() == 9])
    expected = (given.str[8:17].isin(short) & (given.str.len() == 18)).sum()
    assert joined["employment", "entity"].repaired["credit-code"] == expected > 0


@pytest.mark.parametrize(
    ("name", "field", "fault"),
    [("component", "class_code", "missing-class"), ("event", "kind", "missing-kind")],
)
def test_a_cell_that_was_left_empty_is_empty(
    city: FolderStore,
    reports: dict[str, ImportReport],
    planted: dict[str, dict[str, int]],
    name: str,
    field: str,
    fault: str,
) -> None:
    assert city.attributes(name, [field])[field].null_count == planted[name][fault]
