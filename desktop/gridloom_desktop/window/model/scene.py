"""From a document to the layers of a map: what they are made of is read once and kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.bilingual import Bilingual, same
from gridloom_analytics.selecting import Condition
from gridloom_desktop.window.model.answering import Answer, kept_answer
from gridloom_desktop.window.model.asking.showing import shown_rows
from gridloom_desktop.window.model.document import Document, LayerView
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.naming import row_texts
from gridloom_desktop.window.model.opening import finest_level, open_layer
from gridloom_desktop.window.model.row_keys import flags_of
from gridloom_desktop.window.model.styled_parts import (
    GIVEN_UP,
    Key,
    Part,
    StyledParts,
    Superseded,
)
from gridloom_desktop.window.model.symbology import Variable
from gridloom_desktop.window.model.time.cube import Cube, CubePeriod, cube_of
from gridloom_desktop.window.model.time.period import Period, shown_period
from gridloom_desktop.window.model.time.sliced import Sliced, read_sliced
from gridloom_desktop.window.model.time.view import TimeView
from gridloom_desktop.window.model.values import Values
from gridloom_desktop.window.model.watching import not_readable, unreadable
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore


@dataclass
class Scene:
    """Makes the layers of documents of one workspace.

    ``read`` goes to the store and belongs on its thread; all else is quick and belongs in the
    window's. A part that cannot be read is remembered as the fault that it is: the layers that
    need it are left out until the data change.
    """

    store: FolderStore
    _made: dict[Key, Any] = field(default_factory=dict)

    @property
    def _styled(self) -> StyledParts:
        return StyledParts(self.store, self._made, self.base)

    def is_read(self, document: Document) -> bool:
        """Say whether all that is visible in the document is read, but for measures."""
        return not any(part.measure is None for part in self._missing(document))

    def _missing(self, document: Document) -> Iterator[Part]:
        return (part for part in self._parts(document) if part.key not in self._made)

    def read(self, document: Document, progress: Progress) -> list[BadInput]:
        """Read what is missing of what is visible, but for measures; return what faults it met."""
        return self._make((one for one in self._missing(document) if not one.measure), progress)

    def ask(self, document: Document, progress: Progress) -> list[BadInput]:
        """Ask the measures that are missing too, and make what rests on them."""
        return self._make(self._missing(document), progress)

    def _make(self, parts: Iterable[Part], progress: Progress) -> list[BadInput]:
        faults = []
        for part in parts:
            try:
                self._made[part.key] = part.make(progress)
            except Superseded:
                continue
            except (BadInput, *unreadable()) as error:
                fault = not_readable(error, self.store, part.key)
                self._made[part.key] = fault
                if all(fault is not one for one in faults):
                    faults.append(fault)
        return faults

    def asks(self, document: Document) -> Message | None:
        """Return what is still to be asked, which may take long: a measure; None: nothing."""
        missing = (part.measure for part in self._missing(document))
        name = next((one for one in missing if one is not None), None)
        return None if name is None else tr("Asking the measure “{name}”", name=name)

    def give_up(self, document: Document) -> None:
        """Do without the measures of the document that are missing, until the data change."""
        for part in list(self._missing(document)):
            if part.measure is not None:
                self._made[part.key] = GIVEN_UP

    def layers(self, document: Document) -> tuple[MapLayer, ...]:
        """Return the layers of the document that are read, the lowest first."""
        made = (self._layer(view) for view in document.layers)
        return tuple(self._timed(one, document.time) for one in made if one is not None)

    def sliced(self, time: TimeView) -> Sliced | Cube | None:
        """Return the slices of time of a table's rows, None where they are not read (yet)."""
        if not self._has_time(time):
            return None
        found = self._made.get(self._time_key(time))
        return found if isinstance(found, Sliced | Cube) else None

    def values(self, table: str, variable: Variable) -> Values | None:
        """Return a variable of the rows of a table that is read already, as it may be seen."""
        found = self._made.get(self._styled.values_key(table, variable))
        return found if isinstance(found, Values) else None

    def answer(self, result: str) -> Answer | None:
        """Return a kept result that is read already, as it may be seen."""
        there = result in self.store.results
        found = self._made.get(self._answer_key(result)) if there else None
        return found if isinstance(found, Answer) else None

    def put_answer(self, answer: Answer) -> None:
        """Take a result that was found just now: it need not be read again."""
        self._made[self._answer_key(answer.name)] = answer

    def forget(self) -> None:
        """Let go of all that was read."""
        self._made.clear()

    def forget_old(self) -> None:
        """Let go of what is made of data that are no longer current."""
        tables, results = self.store.tables, self.store.results
        current = {(name, one.generation) for name, one in tables.items()}
        current |= {(name, one.generation) for name, one in results.items()}
        for key in list(self._made):  # the store's thread may add to it meanwhile
            if key[1:3] not in current:
                self._made.pop(key, None)

    def _parts(self, document: Document) -> Iterator[Part]:
        for view in document.layers:
            if view.visible and self._is_there(view):
                yield from self._parts_of(view)
        time = document.time
        if time is not None and self._has_time(time):
            yield from self._parts_of_answer(time)
            yield Part(self._time_key(time), lambda _: self._slice(time))

    def _is_there(self, view: LayerView) -> bool:
        there = view.result is None or view.result in self.store.results
        return there and view.table in self.store.tables

    def _parts_of(self, view: LayerView) -> Iterator[Part]:
        yield Part(self._base_key(view.table), lambda _: self._open(view.table))
        if view.result is not None:
            name = view.result
            yield Part(self._answer_key(name), lambda _: self._answered(view.table, name))
        if view.colouring is not None and view.is_of_rows:
            yield from self._styled.parts_of_colouring(view.table, view.colouring)
        yield from self._styled.parts_of_symbols(view)
        if view.labels is not None:
            field = view.labels
            key = self._texts_key(view.table, field)
            yield Part(key, lambda _: row_texts(self.store, self.store.table(view.table), field))
        if view.where is not None:
            where = view.where
            key = self._filter_key(view.table, where)
            yield Part(key, lambda progress: shown_rows(self.store, view.table, where, progress))

    def _base_key(self, table: str) -> Key:
        # its look depends on which level of areas is the finest
        finest = finest_level(self.store.tables.values())
        return "base", table, self.store.table(table).generation, finest

    def _filter_key(self, table: str, where: Condition) -> Key:
        # a condition may speak of any table: it is asked again after each commit
        generation, commit = self.store.table(table).generation, self.store.sequence
        return "filter", table, generation, where.model_dump_json(), commit

    def _texts_key(self, table: str, field: str) -> Key:
        return "texts", table, self.store.table(table).generation, field

    def _has_time(self, time: TimeView) -> bool:
        return time.table in self.store.tables and time.result in (None, *self.store.results)

    def _parts_of_answer(self, time: TimeView) -> Iterator[Part]:
        if (name := time.result) is not None:
            yield Part(self._answer_key(name), lambda _: self._answered(time.table, name))

    def _time_key(self, time: TimeView) -> Key:
        if time.result is not None:
            return "cube", time.result, self.store.results[time.result].generation
        return "time", time.table, self.store.table(time.table).generation, time.field, time.step

    def _slice(self, time: TimeView) -> Sliced | Cube | None:
        if time.result is not None:
            layer = self._result_layer(time.result, time.result)
            answer = self.answer(time.result)
            return None if layer is None or answer is None else cube_of(answer, layer)
        read = read_sliced(self.store, time.table, time.field, time.step)
        return read.on(self.base(time.table).row_keys)

    def _timed(self, layer: MapLayer, time: TimeView | None) -> MapLayer:
        """Return the layer as it is in the period that is shown."""
        if time is None or layer.table != time.table or layer.result != time.result:
            return layer
        if layer.recoloured:  # steps of a result are told in its own classes only
            return layer
        if (sliced := self.sliced(time)) is None or layer.attributes is not None:
            return layer
        shown = shown_period(time, sliced.axis)
        if isinstance(sliced, Cube):
            return CubePeriod(sliced, shown).on(layer)
        return Period(sliced, shown, layer.kept).on(layer)

    def _answer_key(self, result: str) -> Key:
        entry = self.store.results[result]
        # its layers say which table they show, which may be called otherwise by now
        return "answer", result, entry.generation, str(entry.document["layer"])

    def base(self, table: str) -> MapLayer:
        """Return the plain layer of a table; read it, on the store's thread, where it is not yet.

        Raise the fault that it could not be read for.
        """
        key = self._base_key(table)
        if key not in self._made:
            self._made[key] = self._open(table)
        if isinstance(base := self._made[key], BadInput):
            raise base
        return base

    def _open(self, table: str) -> MapLayer:
        finest = finest_level(self.store.tables.values())
        return open_layer(self.store, self.store.table(table), finest)

    def _answered(self, table: str, result: str) -> Answer:
        return kept_answer(self.store, self.base(table), result)

    def _layer(self, view: LayerView) -> MapLayer | None:
        """Return the layer of a view; None where it is not read (yet, or for a fault)."""
        if not self._is_there(view):
            return None
        layer = self._unfiltered(view)
        if layer is None:
            return None
        kept = None
        if view.where is not None:
            keys = self._made.get(self._filter_key(view.table, view.where))
            if not isinstance(keys, np.ndarray):
                return None
            kept = self._mask(layer, keys)
        title = layer.title if view.title is None else same(view.title)
        if view.painted:
            layer = layer.painted(dict(view.painted))
        layer = replace(
            layer, name=view.name, title=title, visible=view.visible, opacity=view.opacity,
            kept=kept, hidden=frozenset(view.hidden), texts=self._texts(view, layer),
        )  # fmt: skip
        return self._styled.symbolised(view, layer)

    def _texts(self, view: LayerView, layer: MapLayer) -> Sequence[Bilingual] | None:
        """Return what is written on the rows of a layer; those of further shapes have no fields."""
        if view.labels is None or layer.attributes is not None:
            return None
        texts = self._made.get(self._texts_key(view.table, view.labels))
        return texts if isinstance(texts, list) else None

    def _result_layer(self, result: str, part: str | None) -> MapLayer | None:
        answer = self.answer(result)
        parts = answer.layers if answer else ()
        return next((one for one in parts if one.name == part), None)

    def _unfiltered(self, view: LayerView) -> MapLayer | None:
        layer = self._in_its_own_style(view)
        if layer is None or view.colouring is None or not view.is_of_rows:
            return layer
        found = self._made.get(self._styled.colour_key(view.table, view.colouring))
        waits = found is None and any(one.source == "measure" for one in view.colouring.variables)
        if waits or found is GIVEN_UP:
            return layer
        if not isinstance(found, MapLayer):
            return None
        return found if view.result is None else layer.coloured_as(found)

    def _in_its_own_style(self, view: LayerView) -> MapLayer | None:
        if view.result is not None:
            return self._result_layer(view.result, view.part)
        layer = self._made.get(self._base_key(view.table))
        return layer if isinstance(layer, MapLayer) else None

    def _mask(self, layer: MapLayer, keys: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Return which rows of a layer have these keys, the same array for the same question."""
        key = ("mask", layer.table, self.store.table(layer.table).generation, id(keys), layer.name)
        if key not in self._made:
            self._made[key] = flags_of(layer.row_keys, keys)
        return self._made[key]
