"""Commands about a workspace as a whole: create, describe, check, log, remove, rename, backup."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridloom_desktop.command.answer import Answer
from gridloom_desktop.command.encryption import key_lines
from gridloom_desktop.command.failing import damaged_workspace
from gridloom_desktop.command.manual import argument, command, flag, option
from gridloom_desktop.command.opening import City, opened
from gridloom_desktop.command.values import count, day
from gridloom_layers.language import Message, listed, tr, tr_n

if TYPE_CHECKING:
    from gridloom_analytics.renaming.following import Following

app = typer.Typer()

Crs = Annotated[
    str, option("--crs", "CRS", tr("projected coordinate system, such as EPSG:4547 or a PROJ text"))
]
DataDate = Annotated[
    dt.date,
    option("--data-date", "DATE", tr("the day at which ages are taken"), day),
]
Encrypt = Annotated[
    bool,
    flag("--encrypt", tr("encrypt the records; the key goes into the computer's keyring")),
]


@command(
    app,
    "create",
    tr("Make an empty workspace."),
    "create city.gridloom --crs EPSG:4547 --data-date 2026-01-01",
    "create city.gridloom --crs EPSG:4547 --data-date 2026-01-01 --encrypt",
)
def create(city: City, crs: Crs, data_date: DataDate, encrypt: Encrypt = False) -> Answer:
    """Make an empty workspace."""
    from gridloom_layers.workspace import create_workspace
    from gridloom_layers.workspace.encrypting import create_encrypted

    if encrypt:
        store, keeper = create_encrypted(city, crs, data_date)
        about = key_lines(city, keeper)
    else:
        store, about = create_workspace(city, crs, data_date), ()
    lines = (tr("“{city}” is ready ({crs}).", city=str(city), crs=store.crs), *about)
    data = {"path": city, "crs": store.crs, "data_date": store.data_date, "encrypted": encrypt}
    return Answer(data, lines)


@command(
    app,
    "describe",
    tr("Tell what a workspace holds: layers, tables, links, measures, results, imports."),
    "describe city.gridloom",
    "describe city.gridloom --json",
)
def describe(city: City) -> Answer:
    """Tell what a workspace holds."""
    from gridloom_desktop.command.describing import description, description_lines

    store = opened(city)
    return Answer(description(store), description_lines(store))


Checked = Annotated[Path, argument("CITY", tr("the workspace, or a backup of one (FILE.zip)"))]


@command(
    app,
    "check",
    tr("Check every file of a workspace against its manifest, or every byte of a backup."),
    "check city.gridloom",
    "check city.zip",
)
def check(context: typer.Context, city: Checked) -> Answer:
    """Check the files of a workspace or of a backup; refuse what is damaged."""
    from gridloom_layers.workspace import open_workspace
    from gridloom_layers.workspace.verifying import verify

    if city.is_file():
        files = verify(city, context.obj.progress)
        return Answer({"files": files, "problems": []}, (_nothing_wrong(files),))
    store = open_workspace(city)
    problems = store.problems()
    if problems:
        raise damaged_workspace(city, problems)
    files = len(store.manifest.files())
    return Answer({"files": files, "problems": []}, (_nothing_wrong(files),))


def _nothing_wrong(files: int) -> Message:
    return tr_n("{count} file checked: nothing is wrong.",
                "{count} files checked: nothing is wrong.", files)  # fmt: skip


Last = Annotated[int | None, option("--last", "N", tr("only the last N acts"), count)]


@command(app, "log", tr("Show the acts that were logged in a workspace."), "log city.gridloom")
def log(city: City, last: Last = None) -> Answer:
    """Show the logged acts, oldest first."""
    from gridloom_layers.workspace import open_workspace

    acts = open_workspace(city).acts()
    shown = acts if last is None else acts[max(0, len(acts) - last) :]
    lines = tuple(_act(act) for act in shown) or (tr("Nothing has been logged yet."),)
    return Answer({"acts": shown}, lines)


def _act(act: dict[str, Any]) -> str:
    details = ", ".join(f"{key}={value}" for key, value in act.items() if key not in ("at", "act"))
    return f"{act.get('at')}  {act.get('act')}  {details}"


Named = Annotated[str, argument("NAME", tr("a layer, table, measure or result"))]


@command(
    app,
    "remove",
    tr("Remove a layer, table, measure or result, and the links to it."),
    "remove city.gridloom hotspots-65",
)
def remove(city: City, name: Named) -> Answer:
    """Remove something by its name."""
    from gridloom_layers.workspace import open_workspace

    store = open_workspace(city)
    with store.change() as change:
        change.remove(name)
    store.log("remove", {"name": name})
    return Answer({"removed": name}, (tr("“{name}” is removed.", name=name),))


New = Annotated[str, argument("NEW", tr("its new name"))]


@command(
    app,
    "rename",
    tr("Rename a layer, table, measure or result; what names it follows."),
    "rename city.gridloom hotspots-65 elderly",
)
def rename(context: typer.Context, city: City, name: Named, new: New) -> Answer:
    """Rename something."""
    from gridloom_analytics.renaming.following import rename as rename_all
    from gridloom_desktop.window.model.autosave import rename_in_kept
    from gridloom_layers.workspace import open_workspace

    store = open_workspace(city)
    found = rename_all(store, name, new, context.obj.progress)
    rename_in_kept(store, name, new)
    data = {"old": name, "new": new, "measures": sorted(found.measures),
            "results": sorted(found.documents), "unread": sorted(found.unread)}  # fmt: skip
    told = tr("“{old}” is now “{new}”.", old=name, new=new)
    return Answer(data, (told, *_followed(found), *found.stays))


def _followed(found: "Following") -> Iterator[Message]:
    """Say what follows the new name."""
    if found.measures:
        yield tr("Measures that follow: {names}.", names=listed(sorted(found.measures)))
    if found.documents:
        yield tr("Results that follow: {names}.", names=listed(sorted(found.documents)))


Archive = Annotated[Path, option("--out", "FILE.zip", tr("the file to write"))]
Source = Annotated[Path, argument("FILE", tr("a backup made by “gridloom backup”"))]


@command(
    app,
    "backup",
    tr("Write a workspace into one file that is read back and verified."),
    "backup city.gridloom --out city.zip",
)
def backup(context: typer.Context, city: City, out: Archive) -> Answer:
    """Write a verified backup."""
    from gridloom_layers.workspace import open_workspace
    from gridloom_layers.workspace.backup import back_up

    files = back_up(open_workspace(city), out, context.obj.progress)
    told = tr_n("{count} file is in “{out}”, verified.",
                "{count} files are in “{out}”, verified.", files, out=str(out))  # fmt: skip
    return Answer({"out": out, "files": files, "bytes": out.stat().st_size}, (told,))


@command(
    app,
    "restore",
    tr("Make a workspace from a backup, every file verified."),
    "restore city.zip city.gridloom",
)
def restore(context: typer.Context, file: Source, city: City) -> Answer:
    """Make a workspace from a backup."""
    from gridloom_layers.workspace.backup import restore as restore_workspace

    files = restore_workspace(file, city, context.obj.progress)
    told = tr_n(
        "“{city}” is restored: {count} file, verified.",
        "“{city}” is restored: {count} files, verified.",
        files,
        city=str(city),
    )
    return Answer({"path": city, "files": files}, (told,))
