"""The main window: map in the middle, layers to the left, questions and answers to the right.

It comes in two stages. The map is on the screen first; all that a planner works with is loaded
then, on a thread of its own, and put around it.
"""

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QCloseEvent

from gridloom_desktop.window.background import Background
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.map_window import MapWindow
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

if TYPE_CHECKING:
    from gridloom_desktop.window.workbench import Workbench


class CityWindow(MapWindow):
    """The window on one workspace.

    ``furnished`` follows when the workbench is there, ``closed`` when the window is gone;
    ``further`` are commands of the workstation.
    """

    furnished = pyqtSignal()
    closed = pyqtSignal()

    def __init__(
        self,
        session: Session,
        operations: Operations,
        preferences: Preferences,
        further: Commands = (),
    ) -> None:
        super().__init__(session, operations, preferences)
        self._further = further
        self._bench: Workbench | None = None
        self._loader = Background("workbench", self)
        self._ending = False
        self.map_shown.connect(self._load_bench)
        follow_language(self.retranslate)

    @property
    def bench(self) -> "Workbench":
        """All that is around the map; raises ``RuntimeError`` before it is there."""
        if self._bench is None:
            raise RuntimeError("the window is not furnished yet")
        return self._bench

    def _load_bench(self) -> None:
        self._loader.submit(_import_bench, self._furnish, self.operations.report)

    def _furnish(self, bench: "type[Workbench]") -> None:
        """Put the workbench around the map."""
        self._bench = bench(self)
        self.parts.add(self._bench.parts)
        self.menus.fill([*self._further, *self.parts.commands(), self._palette_command()])
        self._bench.arrange_tools(self.menus.actions)
        for signal in (self.session.changed, self.session.selected):
            signal.connect(self._update_state)
        for signal in (self.operations.started, self.operations.ended, self.canvas.tool_changed):
            signal.connect(self._update_state)
        self.retranslate()
        self._bench.begin()
        if said := self.session.presence.said(self.session.store.name):
            self.say(said)
        self.furnished.emit()

    def _palette_command(self) -> Command:
        return Command(
            "palette", "help", lambda: tr("Find a command …"), "mdi6.magnify", self._ask_palette,
            "Ctrl+K",
        )  # fmt: skip

    def _ask_palette(self) -> None:
        from gridloom_desktop.window.palette import Palette  # late: nobody asks before the map

        Palette(self.menus.commands.values, self).ask()

    @property
    def busy(self) -> bool:
        """Whether anything is loaded, read, painted or worked at."""
        return self._bench is None or self.operations.busy or self.parts.busy

    def _update_state(self, *_: object) -> None:
        self.menus.update_state()

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self.setWindowTitle(f"{self.session.store.name} – {tr('Gridloom')}")
        self.panels.retranslate()
        self.menus.retranslate()
        self.canvas.update()

    def end(self) -> None:
        """Let the next closing ask nothing."""
        self._ending = True

    def _may_close(self) -> bool:
        """Ask whether work that is under way shall be given up."""
        if self._ending or not self.operations.working:
            return True
        from gridloom_desktop.window.stopping import ask_whether_to_stop  # late: see _ask_palette

        return ask_whether_to_stop(self, self.operations.under_way[0].title)

    def closeEvent(self, a0: QCloseEvent | None) -> None:  # noqa: N802
        """Stop what is under way, if the user agrees, and let go of the workspace."""
        if a0 is not None and not self._may_close():
            a0.ignore()
            return
        self.map_shown.disconnect(self._load_bench)  # a first map may still be on its way
        ends = (
            self._loader.close, self.operations.end, self.parts.end, self.session.close,
            partial(super().closeEvent, a0), self.closed.emit,
        )  # fmt: skip
        with ExitStack() as stack:  # each is done, whichever of them fails
            for end in reversed(ends):
                stack.callback(end)


def _import_bench(_: Progress) -> "type[Workbench]":
    from gridloom_desktop.window.workbench import Workbench  # late: after the first map

    return Workbench
