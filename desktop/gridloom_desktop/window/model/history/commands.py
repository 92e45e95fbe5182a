"""The commands that make again what a workspace holds."""

from collections.abc import Mapping
from typing import Any

from gridloom_analytics.analyses import catalogue
from gridloom_analytics.analysis import names_text
from gridloom_desktop.window.model.history.act import CITY, Arguments
from gridloom_layers.importing.report import ASKED
from gridloom_layers.workspace import ImportEntry, Link, Reading, ResultEntry

IMPORT_OPTIONS = {
    "layer": "--layer", "encoding": "--encoding", "crs": "--crs", "as_of": "--as-of",
    "scheme": "--scheme", "department": "--from",
}  # fmt: skip
USUAL = {"datum": "wgs84", "mode": "new"}


def creating(store: Reading) -> Arguments:
    """Return the command that makes the workspace, empty."""
    return ("create", CITY, "--crs", store.crs, "--data-date", store.data_date.isoformat())


def importing(store: Reading, entry: ImportEntry) -> Arguments:
    """Return the command of an import."""
    asked = entry.report.get(ASKED) or _guessed(store, entry)
    options: list[object] = ["--role", asked["role"]]
    if entry.table != asked["role"]:
        options += ["--name", entry.table]
    for name, option in IMPORT_OPTIONS.items():
        if asked[name] is not None:
            options += [option, asked[name]]
    for name, usual in USUAL.items():
        if asked[name] != usual:
            options += [f"--{name}", asked[name]]
    for field, column in asked["mapping"].items():
        options += ["--map", f"{field}={column}"]
    return ("import", CITY, asked["path"], *options)


def _guessed(store: Reading, entry: ImportEntry) -> dict[str, Any]:
    """Return how an import was asked for, as far as an older Gridloom kept it."""
    report, info = entry.report, store.tables.get(entry.table)
    sources = info.sources if info else ()
    source = next((one for one in sources if one.file == report["source"]), None)
    return {
        "role": report["role"],
        "path": report["source"],
        "layer": report["layer"],
        "encoding": report["encoding"],
        "crs": None,
        "as_of": source.as_of.isoformat() if source and source.as_of else None,
        "scheme": info.scheme if info else None,
        "department": source.department if source else None,
        "datum": report["datum"],
        "mode": "new",
        "mapping": report["mapping"],
    }


def joining(link: Link) -> Arguments:
    """Return the command of a join."""
    options: list[object] = ["--by", link.by]
    if link.on is not None:
        options += ["--on", link.on]
    if link.within is not None:
        options += ["--within", f"{link.within:g}"]
    if link.at_least is not None:
        options += ["--at-least", f"{link.at_least:g}"]
    return ("join", CITY, link.left, link.right, *options)


def measuring(name: str, text: str) -> Arguments:
    """Return the command that keeps a measure."""
    return ("measure", CITY, name, " ".join(text.split()))


def running(entry: ResultEntry) -> Arguments:
    """Return the command that gives a result: layer, what is not the default, seed, name."""
    options: list[object] = ["--layer", entry.document["layer"]]
    for name, value in settings_of(entry).items():
        options += ["--set", f"{name}={as_setting(value)}"]
    options += ["--seed", str(entry.document["seed"]), "--name", entry.name]
    return ("run", CITY, entry.analysis, *options)


def settings_of(entry: ResultEntry) -> dict[str, Any]:
    """Return the parameters of a result that are not the defaults of its analysis."""
    given: Mapping[str, Any] = entry.document["parameters"]
    known = catalogue().get(entry.analysis)
    fields = known.parameters.model_fields if known else {}
    usual = {name: one.get_default(call_default_factory=True) for name, one in fields.items()}
    return {n: v for n, v in given.items() if not _is_same(v, usual.get(n))}


def _is_same(value: Any, usual: Any) -> bool:
    return value == (list(usual) if isinstance(usual, tuple) else usual)


def as_setting(value: Any) -> str:
    """Return a parameter as ``--set`` takes it.

    >>> as_setting(True), as_setting(["a", "b"]), as_setting(0.1), as_setting(None)
    ('true', 'a, b', '0.1', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return names_text([as_setting(one) for one in value])
    return " ".join(str(value).split())


def publishing(details: Mapping[str, Any]) -> Arguments | None:
    """Return the command of a publication; None where it was of an unnamed measure."""
    if details["kind"] == "qgis":
        return ("publish", CITY, "qgis", "--out", details["file"], "--lang", details["language"])
    for option in ("result", "measure"):
        if (name := details.get(option)) is not None:
            out = ("--out", details["file"], "--lang", details["language"])
            return ("publish", CITY, details["kind"], f"--{option}", name, *out)
    return None


def owning(table: str, field: str, departments: list[str]) -> Arguments:
    """Return the command that says who owns a field of a table, or all others (``*``)."""
    return ("own", CITY, table if field == "*" else f"{table}.{field}", *departments)
