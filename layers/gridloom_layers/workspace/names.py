"""What things in a workspace may be called."""

from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.workspace.manifest import Manifest

KINDS = ("tables", "measures", "results")
LONGEST_NAME = 200
"""Bytes: a file's name has 255, of which the generation takes some."""
DEVICES = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10)),
}
"""What Windows takes for a device, whatever follows the first dot."""


def check_name(manifest: Manifest, name: str, kind: str, besides: str | None = None) -> None:
    """Refuse a name that is no file name, and one that another thing has, whatever its case."""
    _check_characters(name)
    for other in KINDS:
        for known in list[str](getattr(manifest, other)):
            same_thing = other == kind and known in (name, besides)
            if known.casefold() == name.casefold() and not same_thing:
                raise taken(known)


def check_rename(manifest: Manifest, old: str, new: str, kind: str) -> None:
    """Refuse another name for something of a ``kind`` that it cannot have."""
    if new in getattr(manifest, kind):
        raise taken(new)
    check_name(manifest, new, kind, besides=old)


def _check_characters(name: str) -> None:
    """Refuse what no file can be called, on Windows neither."""
    plain = name.isprintable() and not set(name) & set('/\\:*?"<>|')
    fits = 0 < len(name.encode()) <= LONGEST_NAME and name.partition(".")[0].strip() != ""
    if not plain or not fits or name.partition(".")[0].upper() in DEVICES:
        raise BadInput(
            "bad-name",
            tr("“{name}” cannot be used as a name.", name=name),
            hint=tr("Use letters, digits, “-” and “_”."),
        )


def taken(name: str) -> BadInput:
    """Return the fault of a name that something has already."""
    return BadInput(
        "name-taken",
        tr("The name “{name}” is taken.", name=name),
        hint=tr("Choose another name."),
    )
