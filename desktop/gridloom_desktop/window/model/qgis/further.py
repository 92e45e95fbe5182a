"""What a result shows beside its rows: further shapes, and surfaces as rasters."""

from gridloom_analytics.result import Result
from gridloom_desktop.publishing.export.headings import listed_headings
from gridloom_desktop.publishing.export.shown import release_raster, release_shapes
from gridloom_desktop.publishing.export.styled import StyledRows
from gridloom_desktop.publishing.qgis import RasterLayer, VectorLayer
from gridloom_desktop.publishing.qgis.layers import layer_id
from gridloom_desktop.publishing.qgis.surfaces import shades_of
from gridloom_desktop.window.model.qgis.placed import Placed
from gridloom_layers.workspace import ROW_KEY


class PlacedFurther(Placed):
    """A layer of further shapes of a result, or one of its surfaces."""

    def made(self) -> VectorLayer | RasterLayer | None:
        """Return the layer in its file; None where nothing of it may leave."""
        result, name = self.result, str(self.view.part or "")
        if result is None or self.view.result is None:
            return None
        kind = name.removeprefix(f"{self.view.result} ")
        sublayer = self.placing.free_name(self.view.name)
        rows = release_shapes(result, kind, sublayer)
        if rows is None:
            return self._surface(result, kind)
        table = self.layer.attributes
        titles = {} if table is None else {**table.columns, **listed_headings([ROW_KEY])}
        drawn = self.drawing(self.view, {}, titles, {})
        self.placing.written.append(StyledRows(rows, drawn, self.title))
        return self.layer_in(drawn, self.placing.beside, sublayer)

    def _surface(self, result: Result, kind: str) -> RasterLayer | None:
        content = release_raster(result, kind)
        if content is None:
            return None
        file = f"{self.placing.stem}-{layer_id(self.view.name)}.tif"
        self.placing.rasters[file] = content
        shades = shades_of(self.layer.style, self.placing.language)
        return RasterLayer(
            self.view.name, self.title, f"./{file}", self.store.crs, visible=self.view.visible,
            opacity=self.layer.opacity, shades=shades,
        )  # fmt: skip
