"""What a layer with time knows of the period that it shows."""

from typing import TYPE_CHECKING, Protocol, Self

from gridloom_desktop.window.model.time.axis import TimeAxis

if TYPE_CHECKING:
    from gridloom_desktop.window.model.map_layer import MapLayer


class Slices(Protocol):
    """Rows or results, cut into the slices of an axis."""

    @property
    def axis(self) -> TimeAxis:
        """The slices."""
        ...


class Moment(Protocol):
    """Some slices of a layer."""

    @property
    def sliced(self) -> Slices:
        """All of its slices."""
        ...

    @property
    def shown(self) -> range:
        """Those that are shown."""
        ...

    def on(self, layer: "MapLayer") -> "MapLayer":
        """Return the layer as it is in them."""
        ...

    def moved(self, shown: range) -> Self:
        """Return other slices of the same."""
        ...
