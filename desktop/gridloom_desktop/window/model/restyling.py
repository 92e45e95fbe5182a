"""Changes of how layers of a document look and stand: each gives another document."""

from pydantic import BaseModel, ConfigDict

from gridloom_desktop.basemap import Basemap
from gridloom_desktop.window.model.document import Document, LayerView
from gridloom_desktop.window.model.symbology import Colouring, Symbols, Variable
from gridloom_layers.workspace import TableInfo


class CopiedStyle(BaseModel):
    """The style of a layer, as it is copied from one layer to others."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    colouring: Colouring | None = None
    opacity: float = 1.0
    labels: str | None = None
    hidden: tuple[str, ...] = ()
    painted: tuple[tuple[str, str], ...] = ()
    symbols: Symbols = Symbols()

    @property
    def variables(self) -> tuple[Variable, ...]:
        """What a layer must have to be shown so."""
        own = () if self.colouring is None else self.colouring.variables
        return (*own, *self.symbols.variables)


def style_of(view: LayerView) -> CopiedStyle:
    """Return the style of a layer."""
    return CopiedStyle(**{name: getattr(view, name) for name in CopiedStyle.model_fields})


def fits(style: CopiedStyle, view: LayerView, table: TableInfo) -> bool:
    """Say whether a layer can have a style: one of a field needs that field.

    Measures are asked at any level, results lie on the layer that they were asked of. A result
    keeps the colours of its own classes.
    """
    if view.result is not None and style.colouring is None and style.painted:
        return False
    if not view.is_of_rows and style.colouring is not None:
        return False
    return all(_has(view, table, one) for one in style.variables)


def _has(view: LayerView, table: TableInfo, variable: Variable) -> bool:
    match variable.source:
        case "field":
            return table.field(variable.column) is not None
        case "measure":
            return table.geometry == "area"
        case "result":
            of_colours = view.colouring.variables if view.colouring is not None else ()
            return variable.result in (view.result, *(one.result for one in of_colours))


def with_style(document: Document, name: str, style: CopiedStyle, table: TableInfo) -> Document:
    """Return the document with a layer in a copied style; labels only where it has the field."""
    changes = {one: getattr(style, one) for one in CopiedStyle.model_fields}
    if style.labels is not None and table.field(style.labels) is None:
        changes.pop("labels")
    return document.changed(name, **changes)


def coloured_by(document: Document, name: str, colouring: Colouring | None) -> Document:
    """Return the document with a layer coloured otherwise.

    What was done to single classes by hand is kept as long as the classes are the same.
    """
    view = document.layer(name)
    if view is None or view.colouring == colouring:
        return document
    changes: dict[str, object] = {"colouring": colouring}
    if not _same_classes(view.colouring, colouring):
        changes |= {"hidden": (), "painted": ()}
    elif not _same_colours(view.colouring, colouring):
        changes |= {"painted": ()}
    return document.changed(name, **changes)


def _same_classes(one: Colouring | None, other: Colouring | None) -> bool:
    if one is None or other is None:
        return False
    same = one.variables == other.variables
    return same and one.classes == other.classes


def _same_colours(one: Colouring | None, other: Colouring | None) -> bool:
    if one is None or other is None:
        return False
    return (one.palette, one.reverse) == (other.palette, other.reverse)


def with_class_shown(document: Document, name: str, key: str, shown: bool) -> Document:
    """Return the document with a class of a layer drawn or not."""
    view = document.layer(name)
    if view is None:
        return document
    others = tuple(one for one in view.hidden if one != key)
    return document.changed(name, hidden=others if shown else (*others, key))


def with_class_painted(document: Document, name: str, key: str, colour: str) -> Document:
    """Return the document with a class of a layer in a colour, ``#rrggbb``."""
    view = document.layer(name)
    if view is None:
        return document
    others = tuple(one for one in view.painted if one[0] != key)
    return document.changed(name, painted=(*others, (key, colour)))


def with_opacity(document: Document, name: str, opacity: float) -> Document:
    """Return the document with a layer or a basemap that lets through more or less."""
    basemap = document.basemap(name)
    if basemap is None:
        return document.changed(name, opacity=opacity)
    return document.changed(name, toning=basemap.toning.model_copy(update={"opacity": opacity}))


def with_basemap(document: Document, basemap: Basemap) -> Document:
    """Return the document with a basemap above those that lie under all layers."""
    return document.model_copy(update={"basemaps": (*document.basemaps, basemap)})


def duplicated(document: Document, name: str, title: str) -> tuple[Document, str]:
    """Return the document with a second view of a layer right above it, and its name."""
    view = document.layer(name)
    if view is None:
        return document, name
    copy = view.model_copy(update={"name": document.free_name(name), "title": title})
    entries = list(document.stack)
    entries.insert(entries.index(view) + 1, copy)
    return document.with_stack(entries), copy.name


def place_of(document: Document, name: str) -> int:
    """Return how many layers and basemaps lie under one."""
    return next(place for place, one in enumerate(document.stack) if one.name == name)


def stepped(document: Document, name: str, step: int) -> Document:
    """Return the document with a layer moved up by ``step`` places, down where it is negative."""
    place = place_of(document, name) + step
    return document.moved(name, min(max(place, 0), len(document.stack) - 1))
