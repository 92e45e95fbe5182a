"""The layers of a map in files: the workspace's own, or written through the gate."""

import json
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd
import pyarrow as pa

from gridloom_analytics.bilingual import begun
from gridloom_analytics.result import Result
from gridloom_desktop.publishing.export.cleared import cleared
from gridloom_desktop.publishing.export.headings import listed_headings, row_headings
from gridloom_desktop.publishing.export.labels import without_identifiers
from gridloom_desktop.publishing.export.recoloured import scrubbed_style
from gridloom_desktop.publishing.export.result_layers import value_titles
from gridloom_desktop.publishing.export.shown import (
    ShownRows,
    release_raster,
    release_shapes,
    release_shown,
)
from gridloom_desktop.publishing.export.styled import StyledRows
from gridloom_desktop.publishing.qgis import Drawing, RasterLayer, VectorLayer
from gridloom_desktop.publishing.qgis.layers import Shade
from gridloom_desktop.window.model.document import LayerView
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.qgis.columns import (
    Columns,
    add_drawn,
    columns_of,
    drawn_variables,
)
from gridloom_desktop.window.model.qgis.drawn import (
    Names,
    Titles,
    Words,
    drawing,
    value_words,
    with_booleans,
)
from gridloom_desktop.window.model.qgis.subset import subset
from gridloom_desktop.window.model.scene import Scene
from gridloom_desktop.window.model.symbology import Variable
from gridloom_layers.language import Language
from gridloom_layers.workspace import ROW_KEY, FolderStore, TableInfo


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

    def placed(self, view: LayerView, layer: MapLayer) -> VectorLayer | RasterLayer | None:
        """Return a layer of the map in its file; None where nothing of it may leave.

        Raises ``BadInput`` where its rows are persons.
        """
        return PlacedLayer(self, view, layer).made()


@dataclass
class PlacedLayer:
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

    def made(self) -> VectorLayer | RasterLayer | None:
        """Return the layer in its file."""
        if not self.view.is_of_rows:
            return self._further()
        if self._is_in_workspace():
            rows = None
            if self.layer.kept is not None:
                rows = subset(self.store, self.layer, self.view.where)
            if self.layer.kept is None or rows is not None:
                return self._referred(rows)
        return self._written()

    def _is_in_workspace(self) -> bool:
        """Say whether its rows, and all that they are drawn by, are in the workspace's own file."""
        heated_areas = self.layer.heat is not None and self.layer.shapes.kind != "point"
        if self.info.layer is None or self.view.result is not None or heated_areas:
            return False
        if scrubbed_style(self.layer.style) != self.layer.style:
            return False  # its rows would not be told by what its classes may be called
        return all(one.source == "field" for one in drawn_variables(self.view))

    def _drawing(self, view: LayerView, names: Names, titles: Titles, words: Words) -> Drawing:
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

    def _referred(self, rows: str | None) -> VectorLayer:
        names = {one: one.column for one in drawn_variables(self.view)}
        titles = row_headings(self.store, self.info, ("row_key", *self.info.field_names))
        words = value_words(self.info, self.placing.language)
        drawn = self._drawing(self.view, names, titles, words)
        path = (self.store.path / str(self.info.layer)).resolve().as_posix()
        return replace(self._layer(drawn, path, "layer"), subset=rows)

    def _written(self) -> VectorLayer:
        columns = columns_of(self.layer, self.info.field_names if self._is_whole else ())
        own = self._add_result(columns)
        add_drawn(columns, self.placing.scene, self.view)
        view = self._add_labels(columns)
        titles = self._titles(columns)
        words = value_words(self.info, self.placing.language) if self._is_whole else {}
        drawn = self._drawing(view, columns.of, titles, words)
        if not self.layer.recoloured and own:
            column = own.get(drawn.style.column, drawn.style.column)
            drawn = replace(drawn, style=drawn.style.model_copy(update={"column": column}))
        rows = release_shown(self.store, self.view.table, self._rows(columns), self.view.name)
        self.placing.written.append(StyledRows(rows, drawn, self._title))
        return self._layer(drawn, self.placing.beside, self.view.name, columns.measures)

    @property
    def _is_whole(self) -> bool:
        """Say whether rows leave with all fields: records that are shown for themselves."""
        return self.info.layer is None and self.view.result is None

    def _rows(self, columns: Columns) -> ShownRows:
        keys = self.layer.row_keys
        kept = keys if self.layer.kept is None else keys[self.layer.kept]
        withheld = self._withheld
        return ShownRows(
            keys=kept,
            values=columns.frame,
            fields=columns.fields,
            withheld=withheld,
            whole=self._is_whole,
            as_points=self.layer.heat is not None and self.layer.shapes.kind != "point",
        )

    @property
    def _withheld(self) -> pd.Series | None:
        keys = pd.Index(self.layer.row_keys)
        if self.layer.withheld is not None and self.layer.withheld.any():
            return pd.Series(self.layer.withheld, keys)
        return None

    def _add_result(self, columns: Columns) -> dict[str, str]:
        """Add what a result found, as it may be seen; return what its columns are called now."""
        if self.result is None:
            return {}
        shown, _ = cleared(self.result)
        titles = value_titles(shown)
        found = shown.primary.reindex(columns.keys)
        names: dict[str, str] = {}
        for name in map(str, found):
            if found[name].isna().to_numpy().all() and name != self.layer.style.column:
                continue  # a column without a value would only tell that others are withheld
            names[name] = columns.add(name, found[name], titles[name])
            variable = Variable(column=name, source="result", result=self.view.result)
            if self.placing.scene.values(self.view.table, variable) is None:
                columns.of[variable] = names[name]
        return names

    def _add_labels(self, columns: Columns) -> LayerView:
        """Add the field that is written on the rows, where they have it not; return the view."""
        wanted, texts = self.view.labels, self.layer.texts
        if wanted is None or texts is None or self._is_whole or wanted in ("code", "name"):
            return self.view
        told = [one[self.placing.language] for one in texts]
        title = row_headings(self.store, self.info, [wanted])[wanted]
        name = columns.add(wanted, told, title)
        columns.fields[name] = wanted
        return self.view.model_copy(update={"labels": name})

    def _titles(self, columns: Columns) -> Titles:
        own = self.info.field_names if self._is_whole else ("code", "name")
        named = row_headings(self.store, self.info, ("row_key", *own, "suppressed"))
        return {**named, **columns.titles}

    @property
    def _title(self) -> str:
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

    def _layer(
        self, drawn: Drawing, path: str, sublayer: str, measures: dict[str, str] | None = None
    ) -> VectorLayer:
        properties = {"gridloom/workspace": self.store.path.resolve().as_posix()}
        properties["gridloom/table"] = self.view.table
        if self.view.result is not None:
            properties["gridloom/result"] = self.view.result
        if measures:
            properties["gridloom/measures"] = json.dumps(measures, ensure_ascii=False)
        return VectorLayer(
            self.view.name, self._title, path, self.store.crs, drawn, sublayer,
            visible=self.view.visible, extent=self.layer.shapes.extent, about=self._about,
            properties=properties,
        )  # fmt: skip

    @property
    def _about(self) -> str:
        if self.result is None:
            return ""
        shown, language = cleared(self.result)[0], self.placing.language
        told = [shown.summary[language], shown.method.name[language], shown.method.citation]
        return "\n".join(one for one in told if one)

    def _further(self) -> VectorLayer | RasterLayer | None:
        """Return further shapes of a result, or one of its surfaces."""
        result, name = self.result, str(self.view.part or "")
        if result is None or self.view.result is None:
            return None
        kind = name.removeprefix(f"{self.view.result} ")
        rows = release_shapes(result, kind, self.view.name)
        if rows is None:
            return self._surface(result, kind)
        table = self.layer.attributes
        titles = {} if table is None else {**table.columns, **listed_headings([ROW_KEY])}
        drawn = self._drawing(self.view, {}, titles, {})
        self.placing.written.append(StyledRows(rows, drawn, self._title))
        return self._layer(drawn, self.placing.beside, self.view.name)

    def _surface(self, result: Result, kind: str) -> RasterLayer | None:
        content = release_raster(result, kind)
        if content is None:
            return None
        file = f"{self.placing.stem}-{self.view.name}.tif".replace("/", "-").replace(" ", "-")
        self.placing.rasters[file] = content
        language = self.placing.language
        shades = tuple(
            Shade(one.upper or 0.0, one.label[language], one.colour)
            for one in self.layer.style.classes
        )
        return RasterLayer(
            self.view.name, self._title, f"./{file}", self.store.crs, visible=self.view.visible,
            opacity=self.layer.opacity, shades=shades,
        )  # fmt: skip
