"""What several readers say of a source that cannot be read."""

from collections.abc import Iterable
from pathlib import Path

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import listed, tr


def damaged(path: Path, layer: str | None = None) -> BadInput:
    """Return the error for a file that is not what it seems or is broken."""
    return BadInput(
        "damaged-source",
        tr("“{file}” is damaged or is not the kind of file that its name says.", file=path.name),
        Where(file=str(path), layer=layer),
        tr("Get the file again from where it comes, or export it anew."),
    )


def unknown_layer(path: Path, layer: str, layers: Iterable[str]) -> BadInput:
    """Return the error for a sheet or layer that the file does not hold."""
    return BadInput(
        "unknown-layer",
        tr("“{file}” has no layer or sheet “{layer}”.", file=path.name, layer=layer),
        Where(file=str(path), layer=layer),
        tr("It has: {names}.", names=listed(layers)),
    )
