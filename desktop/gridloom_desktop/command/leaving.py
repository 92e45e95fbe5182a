"""The options of commands by which rows leave the workstation."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from gridloom_desktop.command.manual import flag, option
from gridloom_layers.language import tr

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import Permission

Out = Annotated[
    Path | None, option("--out", "FILE", tr("the file to write: .csv, .xlsx, .gpkg or .parquet"))
]
Personal = Annotated[bool, flag("--personal", tr("let personal data out whole; the act is logged"))]
Reason = Annotated[
    str | None, option("--reason", "TEXT", tr("why personal data leave; goes to the log"))
]


def permission(personal: bool, reason: str | None) -> "Permission | None":
    """Return the permission that the options ask for, or None without them."""
    # the gate is imported late: it brings geopandas
    from gridloom_desktop.publishing.export import Permission

    return Permission.asked(personal=personal, reason=reason)
