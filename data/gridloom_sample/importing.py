"""How a file of the sample is imported, as its entry in the manifest says."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from gridloom_layers.importing import ImportOptions


def import_options(entry: Mapping[str, Any]) -> ImportOptions:
    """Return the options of an import for an entry of ``files`` in ``manifest.json``.

    ``entry`` is a :class:`~gridloom_sample.sources.catalogue.Entry` as JSON holds it.
    """
    options = entry["options"]
    return ImportOptions(
        role=entry["role"],
        name=entry["name"],
        layer=entry["layer"],
        mapping={axis: options[axis] for axis in ("x", "y") if axis in options},
        encoding=entry["encoding"],
        datum=entry["datum"] or "wgs84",
        crs=entry["crs"],
        as_of=dt.date.fromisoformat(options["as_of"]),
        scheme=options.get("scheme"),
        mode=options["mode"],
    )
