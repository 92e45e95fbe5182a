"""``python -m benchmarks NAME… [--full] [--write]``: one JSON line for each measurement."""

import argparse
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from benchmarks.measuring import Measurement
from benchmarks.report import write_table

FOLDER = Path(__file__).parent
HARNESS = {"__main__", "measuring", "report", "peers"}
DOCS = FOLDER.parent / "docs"


def subjects() -> list[str]:
    """Return the names of the modules and packages here that measure something."""
    return sorted({found.name for found in iter_modules([str(FOLDER)])} - HARNESS)


def measurements(names: list[str], *, full: bool) -> Iterator[Measurement]:
    """Yield what each named module's ``measure(full)`` yields, as it comes."""
    for name in names:
        yield from import_module(f"benchmarks.{name}").measure(full)


def main() -> None:
    """Measure, print a line each, and write the page where asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="+", choices=["all", *subjects()], help="what to measure")
    parser.add_argument("--full", action="store_true", help="at full size (minutes)")
    parser.add_argument("--write", action="store_true", help=f"write a page in {DOCS.name}/")
    options = parser.parse_args()
    names = subjects() if "all" in options.names else options.names
    found = []
    for measurement in measurements(names, full=options.full):
        print(measurement.to_json(), flush=True)
        found.append(measurement)
    if options.write:
        page = "benchmarks-full.md" if options.full else "benchmarks.md"
        write_table(found, DOCS / page)


if __name__ == "__main__":
    main()
