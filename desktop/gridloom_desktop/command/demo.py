"""The command ``demo``: the main job on the sample city, and the window on what it gave."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridloom_desktop.command.answer import Answer, Line
from gridloom_desktop.command.manual import command, flag, option
from gridloom_desktop.command.values import count
from gridloom_layers.language import current_language, tr

if TYPE_CHECKING:
    from gridloom_desktop.demonstration import Demonstration

app = typer.Typer()

Folder = Annotated[Path, option("--out", "DIR", tr("the folder to leave everything in"))]
Headless = Annotated[bool, flag("--headless", tr("do not open the window"))]
Persons = Annotated[int, option("--persons", "N", tr("persons of the sample city"), count)]


@command(
    app,
    "demo",
    tr("Build the sample city, do the main job on it, and show what it found."),
    "demo",
    "demo --out /tmp/demo --headless",
)
def demo(
    context: typer.Context,
    out: Folder = Path("demo"),
    headless: Headless = False,
    persons: Persons = 100_000,
) -> Answer:
    """Do the main job on the sample city; open the window where there is a display."""
    from gridloom_desktop.demonstration import CITY, demonstrate

    done = demonstrate(out, persons, 1, context.obj.progress)
    seen = not headless and _display()
    if seen:
        _open_window(out / CITY)
    data = {
        "out": out,
        "files": [out / name for name in done.files],
        "findings": done.findings,
        "imports": done.imports,
        "joins": done.joins,
    }
    window = tr("The window opens on it.")
    if not seen:
        window = tr("“gridloom desktop {city}” opens the window on it.", city=str(out / CITY))
    return Answer(data, [*_lines(out, done), window])


def _lines(out: Path, done: "Demonstration") -> list[Line]:
    read = sum(report.read for report in done.imports)
    doubtful = sum(sum(report.quarantined.values()) for report in done.imports)
    matched = sum(report.matched for report in done.joins)
    rows = sum(report.left_rows for report in done.joins)
    return [
        tr(
            "{files} files of the made-up city were read: {read:,} rows, {doubtful:,} of them "
            "set aside with their reasons; {matched:,} of {rows:,} rows were linked.",
            files=len(done.imports),
            read=read,
            doubtful=doubtful,
            matched=matched,
            rows=rows,
        ),
        *(one[current_language()] for one in done.findings),
        tr("It is all in “{folder}”:", folder=str(out)),
        *(f"  {out / name}" for name in done.files),
    ]


def _display() -> bool:
    """Tell whether a window can be seen here, and PyQt6 is installed."""
    seen = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return seen and find_spec("PyQt6") is not None


def _open_window(city: Path) -> None:
    """Open the window in a process of its own, which outlives this one."""
    subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "gridloom_desktop.command", "desktop", str(city)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
