"""The feature that was clicked: highlighted on the map, told in its panel."""

from functools import partial
from typing import TYPE_CHECKING

from gridloom_desktop.window.failures import tell
from gridloom_desktop.window.model.city_map import Hit
from gridloom_desktop.window.model.identifying import Fact

if TYPE_CHECKING:
    from gridloom_desktop.window.city_window import CityWindow


class Selection:
    """Selects a feature of a window's map, or none."""

    def __init__(self, window: "CityWindow") -> None:
        self._window = window
        self._hit: Hit | None = None

    def identify(self, x: float, y: float, tolerance: float) -> None:
        """Show what is known of the feature at a place."""
        window, city = self._window, self._window.city
        hit = city.map.hit(x, y, tolerance) if city else None
        self._select(hit)
        if city is None or hit is None:
            return
        window.tabs.setCurrentWidget(window.feature)
        window.work.submit(
            partial(city.facts, hit), partial(self._show_facts, hit), partial(tell, window)
        )

    def clear(self) -> None:
        """Select nothing."""
        self._select(None)

    def clear_hidden(self) -> None:
        """Select nothing where the layer of the feature is not visible any more."""
        city = self._window.city
        if city and self._hit and not city.map.layer(self._hit.layer.name).visible:
            self._select(None)

    def _select(self, hit: Hit | None) -> None:
        """Highlight a feature, or none; what was told of an earlier one goes."""
        self._hit = hit
        self._window.canvas.select(hit.rings() if hit else [])
        if hit is None:
            self._window.feature.clear()

    def _show_facts(self, hit: Hit, facts: list[Fact]) -> None:
        if self._hit is hit:  # another may have been clicked meanwhile, or another city opened
            self._window.feature.show_feature(hit.layer.subject, facts)
