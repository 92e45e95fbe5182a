"""A layer of the map as QGIS shall draw it."""

from collections.abc import Mapping

import numpy as np

from gridloom_analytics.bilingual import Bilingual, begun
from gridloom_analytics.cartography import MISSING, Style
from gridloom_analytics.cartography.bivariate import BivariateStyle
from gridloom_desktop.publishing.qgis import Drawing, Heating, Labels, Marks, Sizing
from gridloom_desktop.publishing.qgis.answers import titled
from gridloom_desktop.publishing.units import with_unit
from gridloom_desktop.window.model.colouring import REST
from gridloom_desktop.window.model.document import LayerView
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.naming import RANKS
from gridloom_desktop.window.model.symbology import Variable
from gridloom_layers.language import Language
from gridloom_layers.workspace import TableInfo
from gridloom_layers.workspace.titles import canonical_field, value_label

Names = Mapping[Variable, str]
Titles = Mapping[str, Bilingual]
Words = Mapping[str, Mapping[str, str]]


def drawing(
    layer: MapLayer,
    view: LayerView,
    names: Names,
    titles: Titles,
    words: Words,
    language: Language,
) -> Drawing:
    """Return how a layer is drawn by the columns that its variables go by (``names``)."""
    without = layer.classes == MISSING
    withheld = np.zeros(len(without), bool) if layer.withheld is None else layer.withheld
    style, crossing = _styles(layer, view, names)
    return Drawing(
        marks=_marks(layer),
        style=style,
        language=language,
        missing=bool((without & ~withheld).any()),
        withheld=bool((without & withheld).any()),
        hidden=layer.blank,
        rest=next((n for n, one in enumerate(style.classes) if one.value == REST), None),
        crossing=crossing,
        sizing=_sizing(layer, view, names, language),
        heating=_heating(layer, view, names),
        labels=_labels(layer, view, words),
        opacity=layer.opacity,
        aliases=titled(titles, language),
        words=words,
    )


def value_words(info: TableInfo, language: Language) -> dict[str, dict[str, str]]:
    """Return what coded values of a table mean, by field."""
    found: dict[str, dict[str, str]] = {}
    for one in info.fields:
        known = canonical_field(info, one)
        if known is not None and known.values and one.type == "text":
            found[one.name] = {value: value_label(value, known)[language] for value in known.values}
    return found


def _styles(layer: MapLayer, view: LayerView, names: Names) -> tuple[Style, BivariateStyle | None]:
    """Return the styles of a layer on the columns of its file."""
    colouring, crossing = view.colouring, layer.crossing
    if colouring is None or not view.is_of_rows:
        return layer.style, None
    if crossing is None:
        column = names.get(colouring.variable, layer.style.column) if layer.style.column else ""
        return layer.style.model_copy(update={"column": column}), None
    styles = (crossing.first, crossing.second)
    first, second = (
        style.model_copy(update={"column": names[variable]})
        for style, variable in zip(styles, colouring.variables, strict=True)
    )
    return layer.style, crossing.model_copy(update={"first": first, "second": second})


def with_booleans(style: Style) -> Style:
    """Return the style of yes and no as QGIS writes them."""
    classes = [one.model_copy(update={"value": str(one.value).lower()}) for one in style.classes]
    return style.model_copy(update={"classes": tuple(classes)})


def _marks(layer: MapLayer) -> Marks:
    look = layer.look
    point = layer.shapes.kind == "point"
    rim = look.outline if not point or look.exact else None
    kind = "point" if layer.heat is not None else layer.shapes.kind
    return Marks(
        kind, look.filled, rim, look.outline_width, look.radius, look.line_width,
    )  # fmt: skip


def _sizing(layer: MapLayer, view: LayerView, names: Names, language: Language) -> Sizing | None:
    wanted, sizes = view.symbols.sizing, layer.sizes
    if wanted is None or sizes is None or wanted.variable not in names:
        return None
    title = with_unit(begun(sizes.title)[language], sizes.unit, language)
    return Sizing(names[wanted.variable], sizes.uppers, sizes.pixels, sizes.labels, title)


def _heating(layer: MapLayer, view: LayerView, names: Names) -> Heating | None:
    wanted, heat = view.symbols.heat, layer.heat
    if wanted is None or heat is None:
        return None
    weight = None if wanted.weight is None else names.get(wanted.weight.variable)
    return Heating(heat.colours, heat.radius, heat.strength, weight)


def _labels(layer: MapLayer, view: LayerView, words: Words) -> Labels | None:
    if view.labels is None or layer.texts is None:
        return None
    rank = RANKS.get(layer.role, 0) if layer.result is None else 0
    return Labels(view.labels, words.get(view.labels, {}), rank)
