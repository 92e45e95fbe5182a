"""The pages ``docs/benchmarks.md`` and ``benchmarks-full.md``: a section for each subject."""

import datetime as dt
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.measuring import Measurement

HEADING = """# Benchmarks

`python -m benchmarks all --write` runs ours and the peer in one run and writes `benchmarks.md`,
with `--full` at full size `benchmarks-full.md`; `python -m benchmarks SUBJECT --write` writes the
section of one subject anew. Ratios bind; absolute times depend on the machine.
Agreement is how far the two answers are apart, 0 where they are identical: for numbers the greatest
absolute difference, for the frames of the canvas the root mean square difference of their channels
(of 1), for imports the rows lost. Peak is the most memory that the process held while ours ran,
libraries and the peers' data included.

Records are asked of a warm process: indexes, projections and summaries are there as the peers'
indexes are, kept answers are not. PostGIS is asked in the three forms that `benchmarks/records`
describes, from the tables as the three codes tie them to places copied and an index for the
question.
"""


COLUMNS = [
    "| | n | ours, s | peer | peer, s | ratio | agreement | peak, MiB |",
    "|---|--:|--:|---|--:|--:|--:|--:|",
]
SECTION = "\n## "


def write_page(found: Mapping[str, Sequence[Measurement]], path: Path, day: dt.date) -> None:
    """Write the subjects ``found`` on ``day`` into the page; its other sections stay as they are.

    Sections are in the order of their names.
    """
    old = path.read_text(encoding="utf-8").split(SECTION)[1:] if path.exists() else []
    sections = {text.split("\n", 1)[0]: text for text in old}
    sections |= {subject: _section(subject, rows, day) for subject, rows in found.items()}
    ordered = [sections[subject].rstrip() + "\n" for subject in sorted(sections)]
    path.write_text(SECTION.join([HEADING, *ordered]), encoding="utf-8")


def _section(subject: str, measurements: Sequence[Measurement], day: dt.date) -> str:
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    rows = [*COLUMNS, *(_row(one) for one in measurements)]
    return f"{subject}\n\nMeasured on {day.isoformat()}: {machine}.\n\n" + "\n".join(rows)


def _row(one: Measurement) -> str:
    cells = (
        one.name,
        f"{one.n:,}",
        _number(one.ours_s, ".4g"),
        one.peer or "–",
        _number(one.peer_s, ".4g"),
        _number(one.ratio, ",.0f" if (one.ratio or 0) >= 100 else ".3g"),
        _number(one.agreement, ".2g"),
        _number(one.peak_mib, ",.0f"),
    )
    return "| " + " | ".join(cells) + " |"


def _number(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)
