"""Every entry of a sample's manifest says all that its import has to be told."""

import datetime as dt
from typing import Any

from gridloom_sample.importing import import_options


def test_an_entry_becomes_the_options_of_its_import(files: dict[str, dict[str, Any]]) -> None:
    options = import_options(files["component"])
    assert (options.role, options.table, options.mode) == ("component", "component", "new")
    assert options.mapping == {"x": "经度", "y": "纬度"}
    assert (options.datum, options.as_of) == ("gcj02", dt.date(2026, 1, 1))
    assert import_options(files["grid"]).scheme == "基础网格"


def test_a_later_delivery_of_the_same_persons_is_merged(files: dict[str, dict[str, Any]]) -> None:
    entry = files["person"]
    later = {**entry, "options": {**entry["options"], "mode": "upsert"}}
    assert import_options(later).mode == "upsert"
