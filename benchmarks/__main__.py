"""``python -m benchmarks NAME… [--full] [--write]``: one JSON line for each measurement."""

import argparse
import datetime as dt
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from benchmarks.measuring import Measurement
from benchmarks.report import write_page

FOLDER = Path(__file__).parent
HARNESS = {"__main__", "made_tiles", "measuring", "report", "peers"}
DOCS = FOLDER.parent / "docs"


def subjects() -> list[str]:
    """Return the names of the modules and packages here that measure something."""
    return sorted({found.name for found in iter_modules([str(FOLDER)])} - HARNESS)


def measured(subject: str, *, full: bool) -> list[Measurement]:
    """Return what the subject's ``measure(full)`` yields, and print each line as it comes."""
    found: Iterator[Measurement] = import_module(f"benchmarks.{subject}").measure(full)
    return [_printed(one) for one in found]


def _printed(one: Measurement) -> Measurement:
    print(one.to_json(), flush=True)
    return one


def main() -> None:
    """Measure, print a line each, and write the page where asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="+", choices=["all", *subjects()], help="what to measure")
    parser.add_argument("--full", action="store_true", help="at full size (minutes)")
    parser.add_argument(
        "--write", action="store_true", help=f"write sections of a page in {DOCS.name}/"
    )
    options = parser.parse_args()
    names = subjects() if "all" in options.names else options.names
    found = {name: measured(name, full=options.full) for name in names}
    if options.write:
        page = "benchmarks-full.md" if options.full else "benchmarks.md"
        write_page(found, DOCS / page, dt.date.today())


if __name__ == "__main__":
    main()
