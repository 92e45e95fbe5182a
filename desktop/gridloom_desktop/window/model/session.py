"""One open workspace: its store, its document, what is selected. Knows no Qt.

Views connect to the signals, which come in the thread that changes the session: the window's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from psygnal import Signal

from gridloom_analytics.selecting import Condition, How, combined
from gridloom_desktop.canvas import Box
from gridloom_desktop.window.model.asking.showing import shown_rows
from gridloom_desktop.window.model.data_step import DataStep
from gridloom_desktop.window.model.document import Document, Picked
from gridloom_desktop.window.model.layering import adjusted
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.presence import Presence
from gridloom_desktop.window.model.renaming import measure_renamed
from gridloom_desktop.window.model.rows.view import filtered_as
from gridloom_desktop.window.model.scene import Scene
from gridloom_desktop.window.model.steps import Gesture, Step, Steps
from gridloom_desktop.window.model.table_names import renames, table_renamed
from gridloom_desktop.window.model.time.period import played
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore

Act = Literal["undo", "redo"]


@dataclass(frozen=True)
class Selected:
    """The rows of a table that are selected: the condition, and their row keys, sorted."""

    table: str
    condition: Condition
    keys: npt.NDArray[np.int64]


class Session:
    """A workspace that is open in a window.

    ``changed(before, after)`` follows each change of the document but that of the part of the plane
    that is seen, which ``looked()`` follows; ``shown()`` each change of
    ``layers``, which are the document's, made of the store; ``selected()`` of ``selection``;
    ``played()`` each frame of a time that is played;
    ``data_changed(tables)`` each commit that changed these tables. One ``is_new`` whose workspace
    was never seen in a window before.
    """

    changed = Signal(Document, Document)
    looked = Signal()
    shown = Signal()
    played = Signal()
    selected = Signal()
    data_changed = Signal(frozenset)

    def __init__(self, store: FolderStore, document: Document, *, is_new: bool = False) -> None:
        self.store = store
        self.document = document
        self.is_new = is_new
        self.presence = Presence(store.path)
        self.scene = Scene(store)
        self.steps = Steps()
        self.layers: tuple[MapLayer, ...] = ()
        self.selection: Selected | None = None
        self._tables = dict(store.tables)
        self._measures = dict(store.measures)

    def apply(self, title: Message, document: Document, gesture: Gesture | None = None) -> None:
        """Show another document: a step that can be undone. The same one is no step.

        All changes of one ``gesture`` are one step.
        """
        if document != self.document:
            self.steps.add(Step(title, self.document, document, gesture=gesture))
            self._become(document)

    def take(self, title: Message, data: DataStep | None, document: Document | None = None) -> None:
        """Take note that the data were changed: a step, unless it cannot be undone.

        ``document`` is the one that speaks of the data as they are now, where that is another.
        """
        after = self._as_named(self.document if document is None else document)
        if data is None:
            self.steps.forget()
        else:
            self.steps.add(Step(title, self.document, after, data))
        self.follow_data(self.store.tables if data is None else data.tables, after)

    def restore(self, step: Step, act: Act) -> None:
        """Bring the data of a step back; it changes the store, so it belongs on its thread.

        :meth:`undo` or :meth:`redo` follows, in the window's. Raises ``BadInput`` where another
        program has changed the workspace since.
        """
        if step.data is not None:
            held, now = step.data.before, step.data.after
            if act == "redo":
                held, now = now, held
            self.store.restore(held, now.commit, act, step.title.render("zh"))

    def keep(self, document: Document) -> None:
        """Take another document that is no step of its own."""
        self._become(document)

    def look_at(self, box: Box) -> None:
        """Take note of the part of the plane that is seen; many times a second while one pans."""
        self.document = self.document.model_copy(update={"box": box})
        self.looked.emit()

    def undo(self) -> Step | None:
        """Go back before the last step; return it, None where there is none."""
        if step := self.steps.undo():
            self._become(self._where_it_is(step.before))
            self._tell_data(step)
        return step

    def redo(self) -> Step | None:
        """Do again what was undone last; return it, None where there is none."""
        if step := self.steps.redo():
            self._become(self._where_it_is(step.after))
            self._tell_data(step)
        return step

    def gone(self, step: Step, act: Act) -> None:
        """Go back or forth over a step whose data are restored.

        Where something else was done meanwhile its place is lost, and with it all other steps.
        """
        waiting = self.steps.last if act == "undo" else self.steps.next
        if waiting is not None and waiting.data is step.data:  # its documents may be rewritten
            self.undo() if act == "undo" else self.redo()
        else:
            self.steps.forget()
            self._tell_data(step)

    def _tell_data(self, step: Step) -> None:
        if step.data is not None:
            self.follow_data(step.data.tables)

    def _where_it_is(self, document: Document) -> Document:
        """Return a document of before as it can be now: on today's data, the map where it is."""
        now = self.document
        stays = {"box": now.box, "front_table": now.front_table,
                 "tables": filtered_as(now.tables, document.tables)}  # fmt: skip
        there = self._as_named(document.model_copy(update=stays))
        return adjusted(there, self.store)

    def _as_named(self, document: Document) -> Document:
        """Return a document that calls all as it is called since the data changed."""
        for old, new in renames(self._tables, self.store.tables).items():
            document = table_renamed(document, self.store, old, new)
        for old, new in self.renamed_measures.items():
            document = measure_renamed(document, old, new)
        return document

    @property
    def renamed_measures(self) -> dict[str, str]:
        """What measures are called since the data were followed last, by their old names."""
        return renames(self._measures, self.store.measures)

    def follow_data(self, tables: Iterable[str], document: Document | None = None) -> None:
        """Show the data as they are after a commit that changed these tables.

        The one way in which any change of data (an import, an edit, a deletion, a step back over
        one) reaches what is shown: call it in the window's thread after the commit. Layers that
        are gone leave the document, or that which takes its place, and new ones come into it,
        which is no step of its own. Tables and measures that were renamed, here or elsewhere, are
        followed, by the documents of all steps too.
        """
        self.scene.forget_old()
        named = self._as_named(self.document if document is None else document)
        if renames(self._tables, self.store.tables) or self.renamed_measures:
            self.steps.rewrite(self._as_named)
        self._tables, self._measures = dict(self.store.tables), dict(self.store.measures)
        self.keep(adjusted(named, self.store))
        self.data_changed.emit(frozenset(tables))

    def _become(self, document: Document) -> None:
        before, self.document = self.document, document
        if document != before:
            self.changed.emit(before, document)

    def show(self, layers: tuple[MapLayer, ...]) -> None:
        """Take the layers that were made of the document."""
        self.layers = layers
        self.shown.emit()

    def tell_again(self) -> None:
        """Tell what is shown and selected once more, to those who came later."""
        self.shown.emit()
        self.selected.emit()

    def play(self, shown: range) -> None:
        """Let the layers show another period: a frame, which only the map follows.

        A document with that period follows where it shall stay, for all views.
        """
        self.layers = played(self.layers, shown)
        self.played.emit()

    def layer(self, name: str) -> MapLayer | None:
        """Return the layer that is shown under a name, None where there is none."""
        return next((one for one in self.layers if one.name == name), None)

    def select(self, table: str, condition: Condition, how: How = "replace") -> None:
        """Select rows of a table: these alone, or these with or without those selected now."""
        old = self.document.picked
        before = old.condition if old is not None and old.table == table else None
        picked = Picked(table=table, condition=combined(before, condition, how))
        self.apply(tr("Select"), self.document.model_copy(update={"picked": picked}))

    def clear_selection(self) -> None:
        """Select nothing."""
        self.apply(tr("Select nothing"), self.document.model_copy(update={"picked": None}))

    def find_selected(self, picked: Picked, progress: Progress) -> Selected:
        """Return the rows that are picked. Reads the store: on its thread."""
        keys = shown_rows(self.store, picked.table, picked.condition, progress)
        return Selected(picked.table, picked.condition, keys)

    def take_selected(self, selection: Selected | None) -> None:
        """Take the rows that were found for what is picked now."""
        self.selection = selection
        self.selected.emit()

    def close(self) -> None:
        """Let go of the workspace's files: shapes lie in some that are mapped into memory."""
        self.layers, self.selection = (), None
        self.scene.forget()
        self.steps.forget()
        self.presence.close()
        self.store.close()
