"""The command ``desktop``: the window."""

import gc
import signal
from pathlib import Path
from typing import Annotated

import typer

from gridloom_desktop.command.answer import Answer
from gridloom_desktop.command.manual import argument, command
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr

app = typer.Typer()

City = Annotated[Path | None, argument("CITY", tr("the workspace to open"))]


@command(app, "desktop", tr("Open the window."), "desktop city.gridloom")
def desktop(city: City = None) -> Answer:
    """Open the window and wait until it is closed."""
    if city is not None:
        from gridloom_layers.workspace import open_workspace

        open_workspace(city).close()
    show(city)
    return Answer({"workspace": city})


def show(city: Path | None) -> None:
    """Show the window on a workspace until the user closes it."""
    try:
        load_window()
        from gridloom_desktop.window.main import main
    except ImportError as error:
        raise BadInput(
            "no-window",
            tr("The window needs PyQt6, which cannot be loaded here ({reason}).", reason=error),
            hint=tr("Install it with “pip install gridloom[desktop]”."),
        ) from error
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    main(city)


def load_window() -> None:
    """Import all that the window needs.

    Nothing of it is garbage: to look for some would take an eighth of the time, now and later.
    """
    gc.disable()
    try:
        import gridloom_desktop.window.main  # noqa: F401 - late: no other command needs it
    finally:
        gc.freeze()
        gc.enable()
