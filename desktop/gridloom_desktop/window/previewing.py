"""Previews of an analysis on the map while its form is filled in: never kept, never published."""

from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, QTimer

from gridloom_desktop.window.analysis_panel import AnalysisPanel, Asked
from gridloom_desktop.window.background import Background, Task
from gridloom_desktop.window.map.banner import Banner
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.mapping import Mapping
from gridloom_desktop.window.model.previewing import Shown, shown_preview
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operation, Operations
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

if TYPE_CHECKING:  # it loads pandas and kernels
    from gridloom_analytics.sampling import Preview, Previews

WAIT_MS = 350
"""After the last change of a form: whoever types a number is not disturbed at each digit."""
LONGEST_MS = 10_000
"""A preview that is not there by then is given up: a run shows how far it is."""
Point = tuple[float, float]


class Previewing(QObject):
    """Follows the form of an analysis with previews around the middle of the map.

    Each change cancels the preview before it. They are computed on a thread of their own over a
    second reading of the commit, so that neither the map nor other work waits for them.
    """

    def __init__(
        self,
        session: Session,
        operations: Operations,
        panel: AnalysisPanel,
        mapping: Mapping,
        canvas: MapCanvas,
    ) -> None:
        super().__init__(panel)
        self._session, self._operations = session, operations
        self._panel, self._mapping, self._canvas = panel, mapping, canvas
        self.banner = Banner(canvas)
        self._work = Background("preview", self)
        self._previews: Previews | None = None
        self._commit = -1
        self._task: Task | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._begin)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.setInterval(LONGEST_MS)
        self._limit.timeout.connect(self._give_up)
        panel.edited.connect(self._wait)
        panel.left.connect(self.clear)
        panel.live.toggled.connect(lambda _: self._wait())
        operations.started.connect(self._give_way)

    def _give_way(self, _: Operation) -> None:
        self.clear()

    def clear(self) -> None:
        """Give up what is under way, and take the preview off the map."""
        self._timer.stop()
        self._limit.stop()
        if self._task is not None:
            self._task.dropped = True
            self._task.cancel()
            self._task = None
        self._mapping.set_preview(None)
        self.banner.tell(None)

    def _wait(self) -> None:
        self.clear()
        if self._panel.live.isChecked() and self._panel.isVisible():
            self._timer.start()

    def _begin(self) -> None:
        asked = self._panel.asking()
        if asked is None or self._operations.working:
            return
        work = partial(self._preview, asked, self._middle())
        self._task = self._work.submit(work, partial(self._take, asked), self._refuse)
        self._limit.start()

    def _give_up(self) -> None:
        self.clear()
        self.banner.tell(tr("A preview would take long here. Run the analysis to see its answer."))

    def _middle(self) -> Point | None:
        view = self._canvas.view
        return view.to_plane(view.width / 2, view.height / 2) if view is not None else None

    def _preview(self, asked: Asked, around: Point | None, progress: Progress) -> "Preview | None":
        from gridloom_analytics.sampling import Previews  # late: it loads the kernels

        store = self._session.store
        if self._previews is None or self._commit != store.sequence:
            self._commit = store.sequence
            self._previews = Previews(store.again())
        return self._previews.preview(
            asked.analysis, asked.settings, asked.layer, around, asked.seed, progress
        )

    def _take(self, asked: Asked, preview: "Preview | None") -> None:
        self._limit.stop()
        if preview is not None:
            show = partial(self._made, asked.layer, preview)
            self._task = self._operations.read(show, self._show, self._refuse)

    def _made(self, layer: str, preview: "Preview", _: Progress) -> Shown | None:
        return shown_preview(self._session.scene.base(layer), preview)

    def _show(self, shown: Shown | None) -> None:
        self._task = None
        if shown is not None:
            self._mapping.set_preview(shown.layer)
            self.banner.tell(shown.told)

    def _refuse(self, _: BaseException) -> None:
        """Say nothing: a form that is half filled in is no fault; a run tells what is wrong."""
        self._limit.stop()
        self._task = None

    @property
    def busy(self) -> bool:
        """Whether a preview is waited for."""
        return self._timer.isActive() or self._work.busy

    def end(self) -> None:
        """End the thread."""
        self.clear()
        self._work.close()
