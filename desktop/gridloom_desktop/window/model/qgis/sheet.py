"""A workspace's map for QGIS: layers, groups, the part of the plane that is seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gridloom_analytics.bilingual import Bilingual, Given, same
from gridloom_analytics.titles import result_title
from gridloom_desktop.basemap import Basemap
from gridloom_desktop.canvas import Box
from gridloom_desktop.publishing.export.styled import StyledRows
from gridloom_desktop.publishing.qgis import Group, RasterLayer, Sheet, VectorLayer
from gridloom_desktop.publishing.qgis.layers import Member
from gridloom_desktop.window.model.city_map import extent
from gridloom_desktop.window.model.document import Document, LayerView
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.qgis.basemaps import placed_basemap
from gridloom_desktop.window.model.qgis.further import PlacedFurther
from gridloom_desktop.window.model.qgis.part import Part, part_of
from gridloom_desktop.window.model.qgis.placed import Placing
from gridloom_desktop.window.model.qgis.rows import PlacedRows
from gridloom_desktop.window.model.qgis.shown import Shown, shown_of
from gridloom_desktop.window.model.scene import Scene
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Language, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore

MARGIN = 0.04
"""The share of a frame that stays free around what is shown in it."""


@dataclass(frozen=True)
class QgisMap:
    """A map, the layers and rasters that go into files beside it, and what to know about it."""

    sheet: Sheet
    written: tuple[StyledRows, ...]
    rasters: Mapping[str, bytes]
    notes: tuple[Bilingual, ...]


def qgis_map(
    store: FolderStore,
    stem: str,
    language: Language,
    progress: Progress,
    document: Document | None = None,
    part: Part | None = None,
) -> QgisMap:
    """Return the map of a workspace for files called ``stem``: of a ``document``, else as a window
    would show it, or a ``part`` of it. On the store's thread."""
    scene = Scene(store)
    shown = shown_of(store, scene) if document is None else Shown(document)
    if part is not None:
        shown = part_of(shown, part, store, scene)
    faults = [*scene.read(shown.to_read, progress), *scene.ask(shown.to_read, progress)]
    placing = Placing(store, scene, language, stem)
    notes = [_told(one) for one in faults]
    if (result := shown.result_in_time) is not None:
        notes.append(_of_all_time(result_title(store, result)))
    made = _Made(placing, notes, progress, len(shown.views))
    layers = {one.name: one for one in scene.layers(shown.to_read)}
    members = (
        *made.group(tr("Results"), shown.results, layers),
        *made.group(tr("Measures"), shown.measures, layers),
        *made.stack(shown.document, layers),
    )
    box = shown.document.box or _with_margin(extent(_seen(shown.document, layers)))
    sheet = Sheet(
        store.name, store.crs, members, box, {"workspace": store.path.resolve().as_posix()}
    )
    return QgisMap(sheet, tuple(placing.written), placing.rasters, tuple(made.notes))


def _seen(document: Document, layers: Mapping[str, MapLayer]) -> list[MapLayer]:
    return [layers[one.name] for one in document.layers if one.visible and one.name in layers]


def _with_margin(box: Box | None) -> Box | None:
    """Return a box as a new window shows it."""
    if box is None:
        return None
    xmin, ymin, xmax, ymax = box
    wide, high = MARGIN * (xmax - xmin), MARGIN * (ymax - ymin)
    return xmin - wide, ymin - high, xmax + wide, ymax + high


def _told(fault: BadInput) -> Bilingual:
    return same(str(fault))


def _of_all_time(result: Bilingual) -> Bilingual:
    told = Given.of(result)
    return tr("“{layer}” shows no single period in QGIS but all of its time.", layer=told).both()


@dataclass
class _Made:
    """Layers on their way into a map; what cannot be carried over is noted."""

    placing: Placing
    notes: list[Bilingual]
    progress: Progress
    total: int
    done: int = 0

    def stack(self, document: Document, layers: Mapping[str, MapLayer]) -> Iterable[Member]:
        """Yield layers and basemaps, the topmost first."""
        for one in reversed(document.stack):
            found = self._basemap(one) if isinstance(one, Basemap) else self._layer(one, layers)
            if found is not None:
                yield found

    def group(
        self, title: object, views: tuple[LayerView, ...], layers: Mapping[str, MapLayer]
    ) -> Iterable[Group]:
        """Yield a group of layers that are not visible, nothing where there are none."""
        found = [self._layer(view, layers) for view in views]
        members = tuple(one for one in found if one is not None)
        if members:
            yield Group(str(title), members, expanded=False)

    def _basemap(self, basemap: Basemap) -> VectorLayer | RasterLayer | None:
        found = placed_basemap(self.placing.store, basemap, self.placing.language)
        if isinstance(found, VectorLayer | RasterLayer):
            return found
        self.notes.append(found)
        return None

    def _layer(
        self, view: LayerView, layers: Mapping[str, MapLayer]
    ) -> VectorLayer | RasterLayer | None:
        self.progress.report("release", self.done, self.total)
        self.done += 1
        layer = layers.get(view.name)
        if layer is None:
            return None
        try:
            placed = PlacedRows if view.is_of_rows else PlacedFurther
            return placed(self.placing, view, layer).made()
        except BadInput as fault:
            self.notes.append(_told(fault))
            return None
