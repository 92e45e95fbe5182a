"""The tip of a session's map: what is found under the pointer, and what it is called."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.failures import write_to_log
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.hover import Hover
from gridloom_desktop.window.model.hovering import Hovered, hovered
from gridloom_desktop.window.model.naming import row_name
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_layers.progress import Progress


class Hovering:
    """Tells what lies under the pointer; the name of what has no label is read from the store."""

    def __init__(self, session: Session, operations: Operations, canvas: MapCanvas) -> None:
        self._session, self._operations = session, operations
        self.hover = Hover(canvas, self._find, self._ask_name)
        session.shown.connect(self.hover.clear)

    def _find(self, x: float, y: float, tolerance: float) -> Hovered | None:
        return hovered(self._session.layers, x, y, tolerance)

    def _ask_name(self, found: Hovered, then: Callable[[Hovered], object]) -> None:
        # While the store is at work the tip does without the name.
        if found.is_named or found.row_key is None or self._operations.busy:
            return
        work = partial(self._name, found.table, found.row_key)
        self._operations.read(work, partial(_entitle, found, then), write_to_log)

    def _name(self, table: str, row_key: int, _: Progress) -> Bilingual | None:
        info = self._session.store.tables.get(table)
        return row_name(self._session.store, info, row_key) if info is not None else None

    def end(self) -> None:
        """End the thread that looks."""
        self.hover.close()


def _entitle(found: Hovered, then: Callable[[Hovered], object], name: Bilingual | None) -> None:
    if name is not None:
        then(replace(found, title=name, is_named=True))
