"""What the tree of layers says: a branch for each layer, read or not, with its legend."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from gridloom_analytics.bilingual import Bilingual, begun, same
from gridloom_analytics.disclosure.persons import counts_persons
from gridloom_analytics.selecting.telling import told
from gridloom_analytics.titles import result_title, table_heading
from gridloom_desktop.basemap import Basemap
from gridloom_desktop.publishing.units import with_unit
from gridloom_desktop.window.model.counts import told_count
from gridloom_desktop.window.model.document import Document, LayerView
from gridloom_desktop.window.model.looks import GROUND, Look, look_of, tinted
from gridloom_desktop.window.model.map_layer import UNCLASSED, LegendEntry, MapLayer
from gridloom_desktop.window.model.opening import finest_level
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.variables import title_of_variable
from gridloom_layers.language import LANGUAGES, Message, tr
from gridloom_layers.workspace import FolderStore
from gridloom_layers.workspace.titles import field_title

Kind = Literal["area", "line", "point", "basemap"]


@dataclass(frozen=True)
class Branch:
    """A layer in the tree.

    ``about`` says what it is coloured by, ``filter`` which rows it shows; both None where that is
    nothing. ``count`` is None where it is not known yet, and of ``persons`` in full tens.
    ``entries`` are the classes, none for a layer of one colour, which is ``colour``. ``waiting``
    says that it is switched on and not read.
    """

    name: str
    title: Bilingual
    kind: Kind
    look: Look
    visible: bool
    opacity: float
    count: int | None
    colour: str | None
    about: Bilingual | None = None
    filter: Bilingual | None = None
    entries: tuple[LegendEntry, ...] = ()
    waiting: bool = False
    persons: bool = False


@dataclass(frozen=True)
class Legend:
    """The classes of a layer and how many rows it shows."""

    layer: MapLayer
    entries: tuple[LegendEntry, ...]
    count: int


@dataclass
class Legends:
    """The legends of layers; rows that are shown as before are not counted again."""

    _known: dict[str, Legend] = field(default_factory=dict)

    def of(self, layers: Iterable[MapLayer]) -> Mapping[str, Legend]:
        """Return the legend of each layer, by its name."""
        self._known = {layer.name: self._legend(layer) for layer in layers}
        return self._known

    def _legend(self, layer: MapLayer) -> Legend:
        known = self._known.get(layer.name)
        if known is None or not _count_alike(known.layer, layer):
            return Legend(layer, _entries(layer), layer.count)
        return replace(known, layer=layer)


def _entries(layer: MapLayer) -> tuple[LegendEntry, ...]:
    """Return the lines under a layer: of its heat, or of its classes and then its sizes.

    A layer of one colour has no line for it, and one of nine colours a legend of its own: here are
    its rows without any.
    """
    if layer.heat is not None:
        return tuple(layer.heat_legend())
    single = len(layer.style.classes) == 1 and layer.result is None and not layer.style.column
    classes = [] if single else layer.legend()
    if layer.crossing is not None:
        classes = [one for one in classes if one.key == UNCLASSED]
    return (*classes, *layer.size_legend())


def _count_alike(one: MapLayer, other: MapLayer) -> bool:
    same = one.classes is other.classes and one.kept is other.kept
    same = same and one.withheld is other.withheld
    same = same and one.sizes is other.sizes and one.heat is other.heat
    return same and (one.style, one.hidden) == (other.style, other.hidden)


def outline(session: Session, legends: Legends) -> list[Branch]:
    """Return a branch for each layer and basemap, the topmost first. Reads nothing."""
    made = legends.of(session.layers)
    branches = []
    for one in reversed(session.document.stack):
        if isinstance(one, Basemap):
            branches.append(_of_basemap(one))
        elif one.table in session.store.tables:
            branches.append(_branch(session, one, made.get(one.name)))
    return branches


def _of_basemap(basemap: Basemap) -> Branch:
    parts = [tr("Basemap").both(), *([same(basemap.attribution)] if basemap.attribution else [])]
    return Branch(
        name=basemap.name,
        title=same(basemap.title),
        kind="basemap",
        look=GROUND,
        visible=basemap.visible,
        opacity=basemap.toning.opacity,
        count=None,
        colour=None,
        about={language: " · ".join(one[language] for one in parts) for language in LANGUAGES},
    )


def _branch(session: Session, view: LayerView, legend: Legend | None) -> Branch:
    table = session.store.table(view.table)
    filtered = None if view.where is None else told(view.where, session.store, view.table)
    persons = counts_persons(table)
    rows = told_count(table.rows, persons=persons)
    plain = Branch(
        name=view.name,
        title=title_of(session.store, view) if legend is None else legend.layer.title,
        kind=table.geometry or "point",
        look=look_of(table.role, finest=finest_level(session.store.tables.values())),
        visible=view.visible,
        opacity=view.opacity,
        count=rows if view.where is None and view.result is None else None,
        colour=None,
        about=_about(session.store, view),
        filter=filtered,
        waiting=view.visible,
        persons=persons,
    )
    if legend is None:
        return _unread(plain, dict(view.painted))
    return _read(plain, view, legend)


def _unread(plain: Branch, painted: Mapping[str, str]) -> Branch:
    if plain.about is not None:
        return plain
    colour = next(iter(painted.values()), None)
    look = tinted(plain.look, colour) if colour else plain.look
    return _changed(plain, colour=look.colour, look=look)


def _read(plain: Branch, view: LayerView, legend: Legend) -> Branch:
    """Return the branch of a layer that is read."""
    layer = legend.layer
    classes = layer.style.classes
    single = len(classes) == 1 and view.colouring is None and layer.result is None
    about, unit = plain.about, layer.style.unit
    if about is not None and unit and layer.heat is None:
        about = {language: with_unit(about[language], unit, language) for language in LANGUAGES}
    return _changed(
        plain,
        about=about,
        kind=layer.shapes.kind,
        look=layer.look,
        visible=view.visible,
        opacity=view.opacity,
        count=legend.count,
        colour=classes[0].colour if single and layer.heat is None else None,
        entries=legend.entries,
        waiting=False,
    )


def _changed(branch: Branch, **changes: object) -> Branch:
    return replace(branch, **changes)  # pyright: ignore[reportArgumentType]


def title_of(store: FolderStore, view: LayerView) -> Bilingual:
    """Return what a layer is called, whether it is read or not."""
    if view.title is not None:
        return same(view.title)
    if view.result is not None and view.result in store.results:
        return result_title(store, view.result)
    return table_heading(store.table(view.table))


def _about(store: FolderStore, view: LayerView) -> Bilingual | None:
    """Return what a layer is shown by: its result, its colours, and its sizes or heat."""
    by = (*_coloured_by(store, view), *_symbols_by(store, view))
    if not by:
        return None
    return {language: " · ".join(one[language] for one in by) for language in LANGUAGES}


def _coloured_by(store: FolderStore, view: LayerView) -> Iterator[Bilingual]:
    table, colouring = store.table(view.table), view.colouring
    if view.symbols.heat is not None:
        return
    if view.result is not None:
        yield tr("Result").both()
        yield table_heading(table)
    if colouring is not None:
        titles = [title_of_variable(store, view.table, one) for one in colouring.variables]
        match [one for one in titles if one is not None]:
            case [first, second]:
                yield _told(tr("By {first} and {second}"), first=first, second=second)
            case [first]:
                yield _told(tr("By {field}"), field=first)


def _symbols_by(store: FolderStore, view: LayerView) -> Iterator[Bilingual]:
    heat, sizing = view.symbols.heat, view.symbols.sizing
    if heat is not None:
        weight = heat.weight and title_of_variable(store, view.table, heat.weight)
        yield _told(tr("Heat, weighted by {field}"), field=weight) if weight else tr("Heat").both()
    elif sizing is not None and (title := title_of_variable(store, view.table, sizing)):
        yield _told(tr("Size by {field}"), field=title)


def _told(message: Message, **titles: Bilingual) -> Bilingual:
    """Return a sentence about things that are called differently in each language."""
    return {
        one: message.template(one).format(**{name: title[one] for name, title in titles.items()})
        for one in LANGUAGES
    }


def label_fields(session: Session, view: LayerView) -> list[tuple[str, Bilingual]]:
    """Return the fields that may be written beside rows: neither personal nor links."""
    store = session.store
    table = store.table(view.table)
    links = {link.column for link in store.links if link.left == table.name}
    fields = (one for one in table.fields if one.personal == "no" and one.name not in links)
    return [(one.name, begun(field_title(table, one))) for one in fields]


def addable(session: Session) -> list[tuple[str, Bilingual]]:
    """Return the layers of the workspace that are not on the map, with their titles."""
    shown = {view.table for view in session.document.layers}
    tables = session.store.tables.values()
    found = [one for one in tables if one.geometry is not None and one.name not in shown]
    return [(one.name, table_heading(one)) for one in found]


def without(document: Document, name: str) -> Document:
    """Return the document without a layer or basemap; a table that nothing else shows stays off."""
    view = document.layer(name)
    rest = document.without([name])
    if view is None or view.result is not None or any(
        one.table == view.table and one.result is None for one in rest.layers
    ):  # fmt: skip
        return rest
    return rest.model_copy(update={"left_out": (*document.left_out, view.table)})


def with_table(document: Document, table: str) -> Document:
    """Return the document with a layer of a table on top."""
    left_out = tuple(one for one in document.left_out if one != table)
    view = LayerView(name=document.free_name(table), table=table)
    return document.with_layers((*document.layers, view)).model_copy(update={"left_out": left_out})
