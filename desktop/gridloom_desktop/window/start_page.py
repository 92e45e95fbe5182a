"""What is seen before a workspace is open: the sample city, a workspace, those opened last."""

from collections.abc import Iterable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QAction, QCloseEvent, QKeySequence
from PyQt6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.command import Commands
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.manual.opening import offer_page
from gridloom_desktop.window.operations import Operation
from gridloom_desktop.window.recent_row import RecentRow, name_of
from gridloom_layers.language import listed, tr

SIZE = (860, 620)
WIDTH = 560
"""Of what is written in the middle."""


class StartPage(QWidget):
    """The way into a workspace. The signals ask for one.

    ``taken_off`` is one that shall be listed no more, ``closed`` follows when the user has enough.
    """

    asked_sample = pyqtSignal()
    asked_again = pyqtSignal()
    asked = pyqtSignal()
    asked_new = pyqtSignal()
    chosen = pyqtSignal(str)
    taken_off = pyqtSignal(str)
    cancelled = pyqtSignal()
    closed = pyqtSignal()

    def __init__(self, switches: Iterable[QPushButton] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_page(self, "look-around")
        self.setObjectName("start")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title, self._text, self._recent_label = QLabel(), QLabel(), QLabel()
        self.sample, self.open, self.new = QPushButton(), QPushButton(), QPushButton()
        self._doing, self._bar, self.stop = QLabel(), QProgressBar(), QPushButton()
        self._recent: tuple[str, ...] = ()
        self._gone: frozenset[str] = frozenset()
        self.recent: list[RecentRow] = []
        self._list, self._list_rows = QWidget(), QVBoxLayout()
        self._work, self.crashed = QFrame(), QFrame()
        self._crashed_text, self.again = QLabel(), QPushButton()
        self._left_open: tuple[str, ...] = ()
        self._arrange(list(switches))
        self._connect()
        self.resize(*SIZE)
        self.rest()
        follow_language(self.retranslate)

    def _arrange(self, switches: list[QPushButton]) -> None:
        for widget, name in (
            (self._title, "welcome"), (self._text, "caption"), (self._recent_label, "heading"),
            (self.sample, "primary"), (self._work, "card"), (self.crashed, "card"),
        ):  # fmt: skip
            widget.setObjectName(name)
        self._text.setWordWrap(True)
        top = QHBoxLayout()
        top.addStretch(1)
        for switch in switches:
            top.addWidget(switch)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        for button in (self.sample, self.open, self.new):
            button.setMinimumHeight(40)
            buttons.addWidget(button, 1)
        self._list_rows.setContentsMargins(0, 0, 0, 0)
        self._list_rows.setSpacing(2)
        self._list.setLayout(self._list_rows)
        middle = QWidget()
        middle.setFixedWidth(WIDTH)
        column = QVBoxLayout(middle)
        column.setSpacing(14)
        for widget in (self._title, self._text):
            column.addWidget(widget)
        column.addWidget(self._arranged_crash())
        column.addSpacing(6)
        column.addLayout(buttons)
        column.addWidget(self._arranged_work())
        column.addSpacing(10)
        column.addWidget(self._recent_label)
        column.addWidget(self._list)
        page = QVBoxLayout(self)
        page.addLayout(top)
        page.addStretch(2)
        page.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addStretch(3)

    def _arranged_crash(self) -> QFrame:
        self._crashed_text.setWordWrap(True)
        row = QHBoxLayout(self.crashed)
        row.addWidget(self._crashed_text, 1)
        row.addWidget(self.again)
        return self.crashed

    def _arranged_work(self) -> QFrame:
        self._doing.setWordWrap(True)
        self._bar.setTextVisible(False)
        rows = QGridLayout(self._work)
        rows.addWidget(self._doing, 0, 0, 1, 2)
        rows.addWidget(self._bar, 1, 0)
        rows.addWidget(self.stop, 1, 1)
        rows.setColumnStretch(0, 1)
        return self._work

    def _connect(self) -> None:
        self.sample.clicked.connect(self.asked_sample)
        self.open.clicked.connect(self.asked)
        self.new.clicked.connect(self.asked_new)
        self.stop.clicked.connect(self.cancelled)
        self.again.clicked.connect(self.asked_again)

    def listen(self, commands: Commands) -> None:
        """Do these commands by their keys, as in any other window."""
        for command in commands:
            action = QAction(self)
            action.setShortcut(QKeySequence(command.keys))
            action.triggered.connect(lambda _, do=command.do: do())
            self.addAction(action)

    def show_left_open(self, paths: tuple[str, ...]) -> None:
        """Offer to open workspaces again whose windows ended without being closed."""
        self._left_open = paths
        told = tr(
            "Gridloom was not closed properly last time. What was done is kept: {names}.",
            names=listed(map(name_of, paths)),
        )
        self._crashed_text.setText(str(told))
        self.crashed.setVisible(bool(paths))

    def show_recent(self, paths: tuple[str, ...], gone: frozenset[str] = frozenset()) -> None:
        """List workspaces that were opened last, the last one first, and which of them are gone."""
        self._recent, self._gone = paths, gone
        for old in self.recent:
            old.setParent(None)
            old.deleteLater()
        self.recent = [RecentRow(path, path not in gone) for path in paths]
        for row in self.recent:
            row.chosen.connect(self.chosen)
            row.taken_off.connect(self.taken_off)
            self._list_rows.addWidget(row)
        self._recent_label.setVisible(bool(paths))

    def start(self, operation: Operation) -> None:
        """Show that work has begun; nothing else is begun beside it."""
        self._work.show()
        self.follow(operation)
        for widget in (self.sample, self.open, self.new, self._list, self.again):
            widget.setEnabled(False)

    def follow(self, operation: Operation) -> None:
        """Show how far the work is."""
        step = operation.step
        told = step.message if step is not None and step.message else operation.title
        self._doing.setText(str(told))
        self._bar.setRange(0, step.total if step else 0)
        self._bar.setValue(step.done if step else 0)

    def rest(self) -> None:
        """Show that nothing is going on."""
        self._work.hide()
        for widget in (self.sample, self.open, self.new, self._list, self.again):
            widget.setEnabled(True)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self.setWindowTitle(str(tr("Gridloom")))
        self._title.setText(str(tr("Gridloom")))
        self._text.setText(
            str(
                tr(
                    "Where, how many, how distributed, how linked, where is it hot: "
                    "ask your city's layers, and hand over maps that open offline."
                )
            )
        )
        self.sample.setText(str(tr("Open the sample city")))
        self.open.setText(str(tr("Open a workspace …")))
        self.new.setText(str(tr("New workspace …")))
        self.stop.setText(str(tr("Cancel")))
        self._recent_label.setText(str(tr("Opened last")))
        self.again.setText(str(tr("Open again")))
        self.show_recent(self._recent, self._gone)
        self.show_left_open(self._left_open)

    def closeEvent(self, a0: QCloseEvent | None) -> None:  # noqa: N802
        """Tell that the user has enough."""
        super().closeEvent(a0)
        self.closed.emit()
