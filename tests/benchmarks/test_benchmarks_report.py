"""The pages of measurements: a section for each subject, written without the others."""

import datetime as dt
from pathlib import Path

from benchmarks.measuring import Measurement
from benchmarks.report import write_page

FIRST, LATER = dt.date(2026, 1, 2), dt.date(2026, 3, 4)


def test_a_subject_measured_again_replaces_its_section_and_leaves_the_others(
    tmp_path: Path,
) -> None:
    page = tmp_path / "page.md"
    write_page({"places": [Measurement("join", 5, 1.0)]}, page, FIRST)
    write_page({"canvas": [Measurement("draw", 7, 2.0, "QGIS", 5.0, 0.0)]}, page, FIRST)
    before = page.read_text(encoding="utf-8")
    write_page({"canvas": [Measurement("draw", 7, 1.0, "QGIS", 5.0, 0.0)]}, page, LATER)
    sections = page.read_text(encoding="utf-8").split("\n## ")[1:]
    assert [text.split("\n")[0] for text in sections] == ["canvas", "places"]
    assert "Measured on 2026-03-04" in sections[0]
    assert "| draw | 7 | 1 | QGIS | 5 | 5 | 0 | – |" in sections[0]
    assert sections[1] == before.split("\n## ")[2]
