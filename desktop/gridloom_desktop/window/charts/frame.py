"""A chart with its title, legend and caption, and what can be done with it."""

from typing import TYPE_CHECKING

from PyQt6.QtCore import QBuffer, QIODevice, QPoint, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QContextMenuEvent, QPixmap
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from gridloom_desktop.window.charts import menu as menus
from gridloom_desktop.window.charts.legend import Legend, ShortLabel
from gridloom_desktop.window.following import follow_colours, follow_language
from gridloom_desktop.window.icon_button import IconButton
from gridloom_desktop.window.model.charts.making import NOTHING_MARKED, Marked, ReadyChart
from gridloom_desktop.window.model.charts.telling import all_told, captions, marked_told
from gridloom_desktop.window.model.charts.view import KIND_OF_CHART, ChartView
from gridloom_desktop.window.texts import shown
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr

if TYPE_CHECKING:
    from gridloom_desktop.window.charts.plot import LinkedPlot

LEAST = (300, 250)
"""Pixels that a chart takes at least."""
FREE = ("scatter", "moran")
"""Kinds that can be brushed with a free hand."""


class ChartFrame(QFrame):
    """One chart of a document; it is read elsewhere and shown here when it is ready.

    ``brushing`` and ``brushed`` pass on what the mouse or the keys took, with how it joins what is
    selected; ``left`` asks what of it is to leave: ``"copy-picture"``, ``"copy-figures"``,
    ``"save-picture"`` or ``"save-figures"``.
    """

    brushing = pyqtSignal(object, str)
    brushed = pyqtSignal(object, str)
    cleared = pyqtSignal()
    changed = pyqtSignal(object)
    change_asked = pyqtSignal()
    left = pyqtSignal(str)
    closed = pyqtSignal()

    def __init__(self, view: ChartView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.chart: ReadyChart | None = None
        self.plot: LinkedPlot | None = None
        self.fault: BadInput | None = None
        self.marked = NOTHING_MARKED
        self._title, self._legend, self._caption = ShortLabel(), Legend(), ShortLabel()
        self._word = QLabel()
        self._more = IconButton("mdi6.dots-horizontal", tr("What can be done with this chart"))
        self._close = IconButton("mdi6.close", tr("Close this chart"))
        self._arrange()
        follow_colours(self._recolour)
        follow_language(self.retranslate)

    def _arrange(self) -> None:
        self.setObjectName("card")
        self.setMinimumSize(*LEAST)
        self._title.setObjectName("heading")
        for label in (self._legend, self._caption, self._word):
            label.setObjectName("caption")
        self._word.setWordWrap(True)
        self._word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._title, 1)
        for button in (self._more, self._close):
            button.setAutoRaise(True)
            button.setIconSize(QSize(16, 16))
            button.setStyleSheet("padding: 3px;")
            head.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 8, 8)
        self._column.setSpacing(4)
        self._column.addLayout(head)
        self._column.addWidget(self._legend)
        self._column.addWidget(self._word, 1)
        self._column.addWidget(self._caption)
        self._more.clicked.connect(self._open_menu)
        self._close.clicked.connect(self.closed)

    def show_chart(self, chart: ReadyChart) -> None:
        """Show the chart, now that it was read."""
        # Late: it loads pyqtgraph, which a window does without until there is a chart.
        from gridloom_desktop.window.charts.plots import plot_of

        self._drop_plot()
        self.chart, self.view, self.fault = chart, chart.view, None
        self.plot = plot = plot_of(chart)
        plot.brushing.connect(self.brushing)
        plot.brushed.connect(self.brushed)
        plot.cleared.connect(self.cleared)
        self._column.insertWidget(2, plot, 1)
        self.marked = NOTHING_MARKED
        self._word.hide()
        self.retranslate()

    def show_fault(self, fault: BadInput) -> None:
        """Say why there is no chart."""
        self._drop_plot()
        self.fault = fault
        self._word.show()
        self.retranslate()

    def _drop_plot(self) -> None:
        if self.plot is not None:
            self._column.removeWidget(self.plot)
            self.plot.hide()
            self.plot.deleteLater()
        self.plot = self.chart = None

    def show_marked(self, marked: Marked) -> None:
        """Show what was found of the selected rows in its chart."""
        if self.plot is not None:
            self.marked = marked
            self.plot.show_marked(marked.drawn)
            self._write_legend()

    def _recolour(self) -> None:
        if self.plot is not None:
            self.plot.recolour()

    def retranslate(self) -> None:
        """Write everything in the current language."""
        kind = KIND_OF_CHART[self.view.kind].title
        self._title.show_line(shown(self.chart.title) if self.chart else str(kind))
        self._word.setText(self._told())
        self._caption.show_line(" ".join(map(str, captions(self.chart))) if self.chart else "")
        self.setAccessibleName(f"{kind}: {self._title.whole}")
        if self.plot is not None:
            self.plot.setAccessibleName(self.accessibleName())
            self.plot.retranslate()
        self._write_legend()

    def _told(self) -> str:
        if self.fault is None:
            return str(tr("Reading …"))
        return "\n".join(str(one) for one in (self.fault.message, self.fault.hint) if one)

    def _write_legend(self) -> None:
        if self.chart is None or self.plot is None:
            self._legend.show_lines("", "")
            return
        marked = str(marked_told(self.chart, self.marked))
        every, further = self.plot.legends()
        first = " · ".join(str(one) for one in (all_told(self.chart), every) if str(one))
        second = f"{marked} · {further}" if self.marked.instead is None and str(further) else marked
        self._legend.show_lines(first, second)

    def contextMenuEvent(self, a0: QContextMenuEvent | None) -> None:  # noqa: N802
        """Offer what can be done."""
        if a0 is not None:
            self._pop_up(a0.globalPos())

    def _open_menu(self) -> None:
        self._pop_up(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _pop_up(self, place: QPoint) -> None:
        menu = menus.new_menu(self)
        if self.chart is not None:
            menus.add_options(menu, self.chart, self.changed.emit)
            self._add_free(menu)
            menu.addSeparator()
            self._add_leaving(menu)
            menu.addSeparator()
        menus.add(menu, tr("Change this chart …"), self.change_asked.emit)
        menus.add(menu, tr("Close this chart"), self.closed.emit)
        menu.popup(place)

    def _add_free(self, menu: QMenu) -> None:
        plot = self.plot
        if plot is not None and self.view.kind in FREE:
            title = tr("Select with a rectangle") if plot.free else tr("Select with a free hand")
            menus.add(menu, title, lambda: setattr(plot, "free", not plot.free))

    def _add_leaving(self, menu: QMenu) -> None:
        for what, title in (
            ("copy-picture", tr("Copy the picture")),
            ("copy-figures", tr("Copy the figures")),
            ("save-picture", tr("Save the picture …")),
            ("save-figures", tr("Save the figures …")),
        ):
            menus.add(menu, title, lambda what=what: self.left.emit(what))

    def pixmap(self) -> QPixmap:
        """Return the chart as it is shown, without its buttons."""
        buttons = self._more, self._close
        for button in buttons:
            button.hide()
        taken = self.grab()
        for button in buttons:
            button.show()
        return taken

    def picture(self) -> bytes:
        """Return the chart as it is shown, without its buttons, as PNG."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.pixmap().save(buffer, "PNG")
        return bytes(buffer.data().data())
