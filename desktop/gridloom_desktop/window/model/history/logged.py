"""Acts that the log alone tells of. Reasons and whose they are stay in the log."""

import datetime as dt
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from gridloom_analytics.analyses import catalogue
from gridloom_desktop.window.model.history import commands
from gridloom_desktop.window.model.history.act import NO_COMMAND, Act
from gridloom_desktop.window.model.history.places import Named
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace import FolderStore

TOLD_ELSEWHERE = {"edit"}
"""Corrections are kept beside their tables."""
GONE = tr("What it made was replaced, removed or undone since.")
PLAIN: dict[str, Message] = {
    "encrypt": tr("The records were encrypted"),
    "decrypt": tr("The records were decrypted"),
    "copy key": tr("The key was copied"),
    "migrate": tr("The workspace was moved to a newer format, after a backup"),
    "personal export": tr("Personal data left, for a reason that is in the log"),
}
KINDS: dict[str, Message] = {
    "web-map": tr("web map"),
    "sheet": tr("map sheet"),
    "workbook": tr("workbook"),
    "layer": tr("layer for QGIS"),
}


def told(
    store: FolderStore, entry: Mapping[str, Any], named: Named, at: dt.datetime | None
) -> Act | None:
    """Return what an entry of the log tells; None where it is told elsewhere."""
    act = str(entry["act"])
    if act in TOLD_ELSEWHERE:
        return None
    if act == "publish":
        return _published(store, entry, named, at)
    what = _gone(act, entry)
    if what is not None:
        kind: Any = act
        return Act(kind, what, at, note=GONE, is_current=False)
    return Act("other", PLAIN.get(act) or _other(act, entry), at, note=_why(act))


def _published(
    store: FolderStore, entry: Mapping[str, Any], named: Named, at: dt.datetime | None
) -> Act:
    if entry["kind"] == "qgis":
        told = tr("Map published for QGIS: {file}", file=PurePath(str(entry["file"])).name)
        return Act("publish", told, at, commands.publishing(entry))
    made = {n: named.now(str(entry[n])) for n in ("result", "measure") if entry.get(n) is not None}
    subject = next(iter(made.values()), None)
    what = tr(
        "{subject} published as a {kind}: {file}",
        subject=tr("“{name}”", name=subject) if subject else tr("a measure"),
        kind=KINDS.get(str(entry["kind"]), entry["kind"]),
        file=PurePath(str(entry["file"])).name,
    )
    there = subject in store.results or subject in store.measures
    return Act(
        "publish", what, at, commands.publishing({**entry, **made}) if there else None,
        None if there else GONE if subject else NO_COMMAND, is_current=there,
    )  # fmt: skip


def _gone(act: str, entry: Mapping[str, Any]) -> Message | None:
    """Return what was done whose outcome is not there any more; None for other acts."""
    match act:
        case "import":
            return tr("Import into “{table}”", table=entry["table"])
        case "join":
            return tr("“{left}” joined to “{right}”", left=entry["left"], right=entry["right"])
        case "measure":
            return tr("Measure “{name}” kept", name=entry["name"])
        case "run":
            known = catalogue().get(str(entry["analysis"]))
            title = known.title if known else entry["analysis"]
            return tr("{analysis}: “{name}”", analysis=title, name=entry["name"])
        case "own":
            return tr("Owners of the fields of “{table}” set", table=entry["table"])
    return None


def _other(act: str, entry: Mapping[str, Any]) -> Message | str:
    match act:
        case "remove":
            return tr("“{name}” removed", name=entry["name"])
        case "rename":
            return tr("“{old}” renamed to “{new}”", old=entry["old"], new=entry["new"])
        case "undo":
            return tr("Undone: {what}", what=entry["what"])
        case "redo":
            return tr("Done again: {what}", what=entry["what"])
        case "print":
            return tr("“{name}” printed", name=entry["result"])
        case "resolve":
            return tr("Differences between departments in “{table}” decided", table=entry["table"])
    return act


def _why(act: str) -> Message:
    """Return why an act has no command: names and what is gone are as they are now already."""
    if act in ("remove", "rename", "undo", "redo", "migrate"):
        return tr("The script makes what is there now, under the names that it has now.")
    return NO_COMMAND
