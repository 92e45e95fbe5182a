"""One open workspace: its store, its map, and what can be asked of it. Knows no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridloom_analytics.analysis import Analysis
from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.result import Result
from gridloom_desktop.window.model.answering import answer, kept_answers, result_layer
from gridloom_desktop.window.model.city_map import CityMap, Hit
from gridloom_desktop.window.model.colouring import colour_fields, coloured
from gridloom_desktop.window.model.forms import Entry, askable, form
from gridloom_desktop.window.model.identifying import Fact, facts
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.opening import open_layers
from gridloom_layers.language import Language
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, open_workspace
from gridloom_layers.workspace.titles import field_title

if TYPE_CHECKING:
    from gridloom_desktop.publishing.publish import Kind, PublishReport


@dataclass
class City:
    """A workspace and its map.

    The methods that take a progress read or change the store and belong on its own thread; the
    others are quick.
    """

    store: FolderStore
    map: CityMap = field(default_factory=CityMap)
    _results: dict[str, Result] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path, progress: Progress) -> "City":
        """Open a workspace and load its layers and the results that it keeps."""
        store = open_workspace(path)
        try:
            layers = open_layers(store, progress)
            city = cls(store, CityMap(layers))
            for result, layer in kept_answers(store, layers):
                city.add_answer(result, layer)
        except BaseException:
            store.close()
            raise
        return city

    def close(self) -> None:
        """Let go of the workspace's files."""
        self.store.close()

    def askable(self) -> list[MapLayer]:
        """Return the layers that an analysis may be asked of, the likeliest first."""
        layers = {one.table: one for one in reversed(self.map.layers) if one.result is None}
        return [layers[table] for table in askable(self.store, layers)]

    def form(self, analysis: Analysis, layer: str) -> list[Entry]:
        """Return the questions of an analysis about a layer of the map."""
        return form(analysis, self.store, self.map.layer(layer).table)

    def colour_fields(self, layer: MapLayer) -> list[tuple[str, Bilingual]]:
        """Return name and title of the fields that a layer may be coloured by."""
        if layer.result is not None:
            return []
        table = self.store.table(layer.table)
        return [(one.name, field_title(table, one)) for one in colour_fields(self.store, table)]

    def coloured(self, name: str, column: str | None, _: Progress) -> MapLayer:
        """Return a layer coloured by one of its fields, or plain."""
        return coloured(self.store, self.map.layer(name), column)

    def facts(self, hit: Hit, _: Progress) -> list[Fact]:
        """Return what is known of a feature."""
        return facts(self.store, hit.layer, hit.row)

    def answer(
        self, analysis: str, layer: str, settings: Mapping[str, Any], progress: Progress
    ) -> tuple[Result, MapLayer | None]:
        """Run an analysis, keep its result; return it with its layer, if it can be drawn."""
        from gridloom_desktop.publishing.export import release_answer  # late: it loads geopandas

        base = self.map.layer(layer)
        name, result = answer(self.store, analysis, settings, base.table, progress)
        return release_answer(result), result_layer(base, name, result)

    def add_answer(self, result: Result, layer: MapLayer) -> None:
        """Put the layer of an answer on the map."""
        self._results[layer.name] = result
        self.map.add_answer(layer)

    def published_result(self) -> str | None:
        """Return the name of the topmost result that is visible."""
        shown = [layer.result for layer in self.map.layers if layer.visible and layer.result]
        return shown[-1] if shown else None

    def shown_result(self) -> Result | None:
        """Return the topmost result that is visible."""
        name = self.published_result()
        return self._results[name] if name else None

    def publish(
        self, kind: "Kind", out: Path, result: str, language: Language, progress: Progress
    ) -> "PublishReport":
        """Publish a kept result through the gate."""
        # Late: it loads matplotlib and folium, which the window does without until then.
        from gridloom_desktop.publishing.publish import publish

        return publish(self.store, kind, out, result=result, language=language, progress=progress)
