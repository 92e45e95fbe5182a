"""What the rows of a layer are called: texts of one of its fields, for labels and tips."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.canvas.labels import Labels
from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Language, tr
from gridloom_layers.roles import role
from gridloom_layers.workspace import Store, TableField, TableInfo
from gridloom_layers.workspace.titles import canonical_field, value_label

PERSON = "person"
RANKS = {"district": 2, "street": 1}
"""Areas that are written larger than others."""


def label_fields(store: Store, table: TableInfo) -> list[TableField]:
    """Return the fields that may be written on a map: none that is personal, none of a link.

    Nothing of a table of persons is: whoever stands at a place would be told by it.
    """
    if table.role == PERSON:
        return []
    links = {link.column for link in store.links if link.left == table.name}
    return [one for one in table.fields if one.personal == "no" and one.name not in links]


def name_field(store: Store, table: TableInfo) -> TableField | None:
    """Return the field that says what a row is called: its name, else its key."""
    offered = {one.name: one for one in label_fields(store, table)}
    return offered.get("name") or offered.get(role(table.role).key or "")


def row_texts(store: Store, table: TableInfo, name: str) -> list[Bilingual]:
    """Return what a field says of each row, in the layer's order; ``""`` where it is null.

    ``BadInput`` where the field is unknown or may not be written on a map.
    """
    found = next((one for one in label_fields(store, table) if one.name == name), None)
    if found is None:
        raise BadInput(
            "no-label-field",
            tr("“{field}” cannot be written on the map.", field=name),
            hint=tr("Choose a field that is not personal."),
        )
    known = canonical_field(table, found)
    values = store.attributes(table.name, [name]).column(name).to_pylist()
    told = {value: value_label(value, known) for value in set(values)}
    return [told[value] for value in values]


def row_name(store: Store, table: TableInfo, row_key: int) -> Bilingual | None:
    """Return what one row is called, None where it has no name that may be shown."""
    found = name_field(store, table)
    if found is None:
        return None
    rows = store.rows(table.name, pa.array([row_key], pa.int64()), [found.name])
    values = rows.column(found.name).to_pylist()
    return value_label(values[0], canonical_field(table, found)) if values and values[0] else None


def with_names(document: Document, store: Store, *, named: bool) -> Document:
    """Return the document with the names of all areas and places on the map, or with none."""
    views = []
    for view in document.layers:
        table = store.tables.get(view.table)
        found = name_field(store, table) if table is not None and named else None
        labels = found.name if found is not None and found.name == "name" else None
        views.append(view.model_copy(update={"labels": labels}))
    return document.with_layers(views)


@dataclass
class LabelSets:
    """The labels of layers; those of layers that say what they said are not made again.

    Where each stands is found once and kept with them.
    """

    _known: dict[tuple[str, Language], tuple[MapLayer, Labels]] = field(default_factory=dict)

    def of(self, layers: Iterable[MapLayer], language: Language) -> list[Labels]:
        """Return the labels of the visible layers that have any, in their order."""
        shown = [one for one in layers if one.visible and one.texts is not None]
        self._known = {(one.name, language): (one, self._labels(one, language)) for one in shown}
        return [labels for _, labels in self._known.values()]

    def _labels(self, layer: MapLayer, language: Language) -> Labels:
        known, labels = self._known.get((layer.name, language), (None, None))
        if known is None or labels is None or not _say_the_same(known, layer):
            return layer_labels(layer, language)
        return labels


def _say_the_same(one: MapLayer, other: MapLayer) -> bool:
    if one.hidden != other.hidden or (one.hidden and one.classes is not other.classes):
        return False
    return one.shapes is other.shapes and one.texts is other.texts and one.kept is other.kept


def layer_labels(layer: MapLayer, language: Language) -> Labels:
    """Return the labels of a layer in a language."""
    return Labels(
        name=layer.name,
        shapes=layer.shapes,
        texts=[text[language] for text in layer.texts or ()],
        hidden=None if layer.seen is None else ~layer.seen,
        rank=RANKS.get(layer.role, 0) if layer.result is None else 0,
        radius=layer.look.radius if layer.shapes.kind == "point" else 0.0,
    )
