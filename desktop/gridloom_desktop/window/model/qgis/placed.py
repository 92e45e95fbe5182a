"""A layer of a map on its way into a file: what all of them have in common."""

import json
from dataclasses import dataclass, field, replace
from functools import cached_property

import pyarrow as pa

from gridloom_analytics.bilingual import begun
from gridloom_analytics.geopackage import column_names
from gridloom_analytics.result import Result
from gridloom_desktop.publishing.export.cleared import cleared
from gridloom_desktop.publishing.export.labels import without_identifiers
from gridloom_desktop.publishing.export.recoloured import scrubbed_style
from gridloom_desktop.publishing.export.styled import StyledRows
from gridloom_desktop.publishing.qgis import Drawing, VectorLayer
from gridloom_desktop.window.model.document import LayerView
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.qgis.drawn import Names, Titles, Words, drawing, with_booleans
from gridloom_desktop.window.model.scene import Scene
from gridloom_layers.language import Language
from gridloom_layers.workspace import FolderStore, TableInfo


@dataclass
class Placing:
    """Puts the layers of a map into files.

    ``beside`` is how the map names the GeoPackage beside it, into which ``written`` layers go;
    ``rasters`` are files beside it, by their names.
    """

    store: FolderStore
    scene: Scene
    language: Language
    stem: str
    written: list[StyledRows] = field(default_factory=list)
    rasters: dict[str, bytes] = field(default_factory=dict)

    @property
    def beside(self) -> str:
        """The path of the GeoPackage beside the map."""
        return f"./{self.stem}.gpkg"

    def free_name(self, wanted: str) -> str:
        """Return what a layer can be called in that file, which does not tell case apart."""
        names = [one.rows.name for one in self.written]
        return column_names([*names, wanted])[-1]


@dataclass
class Placed:
    """One layer on its way into a file."""

    placing: Placing
    view: LayerView
    layer: MapLayer

    @property
    def store(self) -> FolderStore:
        """The workspace."""
        return self.placing.store

    @cached_property
    def info(self) -> TableInfo:
        """The table that its rows are of."""
        return self.store.table(self.view.table)

    @cached_property
    def result(self) -> Result | None:
        """The result that it shows, if it does, whole."""
        from gridloom_analytics.keeping import kept  # late, as elsewhere

        return None if self.view.result is None else kept(self.store, self.view.result)

    def drawing(self, view: LayerView, names: Names, titles: Titles, words: Words) -> Drawing:
        """Return how the layer is drawn, without identifiers in what its classes are called."""
        drawn = drawing(self.layer, view, names, titles, words, self.placing.language)
        style = with_booleans(drawn.style) if self._is_boolean else drawn.style
        return replace(drawn, style=scrubbed_style(style))

    @property
    def _is_boolean(self) -> bool:
        """Say whether it is coloured by yes and no."""
        colouring = self.view.colouring
        if colouring is None or not self.view.is_of_rows:
            return False
        values = self.placing.scene.values(self.view.table, colouring.variable)
        return values is not None and pa.types.is_boolean(values.column.type)

    @property
    def title(self) -> str:
        """What it is called in QGIS, without identifiers."""
        return without_identifiers(self._own_title)

    @property
    def _own_title(self) -> str:
        title, style = begun(self.layer.title), self.layer.style
        language = self.placing.language
        if style.column == "" and self.layer.crossing is None:
            return title[language]
        if self.layer.result is not None and not self.layer.recoloured:
            return title[language]
        return f"{title[language]} · {begun(style.title)[language]}"

    def layer_in(
        self, drawn: Drawing, path: str, sublayer: str, measures: dict[str, str] | None = None
    ) -> VectorLayer:
        """Return the layer as the map refers to it; ``measures`` by their columns.

        ``gridloom/part`` says of a written file that it has not all rows of its table.
        """
        properties = {"gridloom/workspace": self.store.path.resolve().as_posix()}
        properties["gridloom/table"] = self.view.table
        if self.view.result is not None:
            properties["gridloom/result"] = self.view.result
        if self.layer.kept is not None and path == self.placing.beside:
            properties["gridloom/part"] = "some rows"
        if measures:
            properties["gridloom/measures"] = json.dumps(measures, ensure_ascii=False)
        return VectorLayer(
            self.view.name, self.title, path, self.store.crs, drawn, sublayer,
            visible=self.view.visible, extent=self.layer.shapes.extent, about=self.about,
            properties=properties,
        )  # fmt: skip

    @property
    def about(self) -> str:
        """What its result found and how, in some lines."""
        if self.result is None:
            return ""
        shown, language = cleared(self.result)[0], self.placing.language
        told = [shown.summary[language], shown.method.name[language], shown.method.citation]
        return "\n".join(one for one in told if one)
