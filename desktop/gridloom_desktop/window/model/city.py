"""One open workspace: its store, its map, and what can be asked of it. Knows no Qt."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridloom_analytics.analysis import Analysis
from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.model.answering import (
    Answer,
    answer,
    kept_answer,
    kept_names,
    kept_title,
    shown_answer,
)
from gridloom_desktop.window.model.city_map import CityMap, Hit
from gridloom_desktop.window.model.colouring import colour_fields, coloured
from gridloom_desktop.window.model.forms import Entry, form
from gridloom_desktop.window.model.identifying import Fact, facts
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.offering import askable, usual_layer
from gridloom_desktop.window.model.opening import open_layers
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Language
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, open_workspace
from gridloom_layers.workspace.titles import field_title

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import ExportReport
    from gridloom_desktop.publishing.publish import Kind, PublishReport


@dataclass
class City:
    """A workspace and its map.

    The methods that take a progress read or change the store and belong on its own thread; the
    others are quick.
    """

    store: FolderStore
    map: CityMap = field(default_factory=CityMap)
    _answers: dict[str, Answer] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path, progress: Progress) -> "City":
        """Open a workspace and load its layers and the newest of the results that it keeps."""
        store = open_workspace(path)
        try:
            layers = open_layers(store, progress)
            city = cls(store, CityMap(layers))
            if newest := city.kept()[:1]:
                with suppress(BadInput):  # the user is told why where they choose it
                    city.add_answer(city.reopened(newest[0], progress))
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

    def usual_layer(self, analysis: Analysis) -> str | None:
        """Return the layer that an analysis is best asked of, if there is one."""
        askable = self.askable()
        table = usual_layer(self.store, analysis, [one.table for one in askable])
        return next((one.name for one in askable if one.table == table), None)

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
    ) -> Answer:
        """Run an analysis, keep its result; return it with what shows it."""
        base = self.map.layer(layer)
        name, result = answer(self.store, analysis, settings, base.table, progress)
        return shown_answer(self.store, base, name, result)

    def kept(self) -> list[str]:
        """Return the names of the results that are kept, the newest first."""
        return kept_names(self.store)

    def kept_title(self, name: str) -> Bilingual:
        """Return what a kept result is called."""
        return kept_title(self.store, name)

    def reopened(self, name: str, _: Progress) -> Answer:
        """Return a kept result with what shows it."""
        return kept_answer(self.store, self.map.layers, name)

    def add_answer(self, answer: Answer) -> None:
        """Put the layers of an answer on the map."""
        self._answers[answer.name] = answer
        self.map.add_answer(answer.layers)

    def published_result(self) -> str | None:
        """Return the name of the topmost result that is visible."""
        shown = [layer.result for layer in self.map.layers if layer.visible and layer.result]
        return shown[-1] if shown else None

    def shown_answer(self) -> Answer | None:
        """Return the answer of the topmost result that is visible."""
        name = self.published_result()
        return self._answers[name] if name else None

    def publish(
        self, kind: "Kind", out: Path, result: str, language: Language, progress: Progress
    ) -> "PublishReport":
        """Publish a kept result through the gate."""
        # Late: it loads matplotlib and folium, which the window does without until then.
        from gridloom_desktop.publishing.publish import publish

        return publish(self.store, kind, out, result=result, language=language, progress=progress)

    def save_charts(self, out: Path, name: str, language: Language, _: Progress) -> "ExportReport":
        """Write the charts of a kept result through the gate."""
        from gridloom_analytics.keeping import kept  # late, as in publish
        from gridloom_desktop.publishing.publish import publish_charts

        return publish_charts(kept(self.store, name), out, self.store, language)
