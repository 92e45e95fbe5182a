"""The window “Set up Gridloom”: which command QGIS calls, or a new environment for it."""

from __future__ import annotations

from pathlib import Path

from qgis.core import Qgis
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtGui import QResizeEvent, QShowEvent
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ..background import Background
from ..calling.conversation import Conversation
from ..calling.faults import Broken, Cancelled, Fault
from ..language import tr
from .adopting import adopt, show_algorithms
from .command_choice import CommandChoice, present_command
from .environment_choice import EnvironmentChoice
from .installing import install
from .looking import Introduction
from .marks import Mark, Sentence, plain_label
from .recipe import Recipe
from .terminal import Terminal

WIDTH, HEIGHT, INDENT = 720, 620, 22


class SettingUp(QDialog):
    """Offers both ways; what it does goes on when it is closed, and is told in the message bar."""

    def __init__(self, iface: QgisInterface, conversation: Conversation) -> None:
        super().__init__(iface.mainWindow())
        self._iface, self._conversation = iface, conversation
        self._task: Background | None = None
        self._shown: Recipe | None = None
        self.setWindowTitle(tr("Set up Gridloom"))
        self.resize(WIDTH, HEIGHT)
        self.by_command = QRadioButton(tr("Use a command “gridloom” that is installed already"))
        self.by_environment = QRadioButton(tr("Make an environment for it in the profile of QGIS"))
        self.command, self.environment = CommandChoice(), EnvironmentChoice()
        self.terminal, self.progress, self.outcome = Terminal(), QProgressBar(), Sentence()
        self._lay_out()
        self._connect()
        self.by_command.setChecked(bool(present_command()))
        self.by_environment.setChecked(not present_command())
        self._show_state()
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look anew at what is there: Python may have been installed meanwhile."""
        super().showEvent(event)
        if not self.works:
            self.command.look()
            self.environment.look_for_pythons()

    def event(self, event: QEvent) -> bool:
        """Grow with what is said: a sentence may come while the window is open."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._need()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Stay as high as the sentences are in a window of this width."""
        super().resizeEvent(event)
        self._need()

    @property
    def works(self) -> bool:
        """Whether something is being done."""
        return self._task is not None

    def set_up(self) -> None:
        """Do what is chosen, in the background."""
        recipe = self.environment.recipe() if self.by_environment.isChecked() else None
        self.outcome.tell(Mark.NOTE, tr("Gridloom is being set up …"))
        if recipe is None:
            self._use(Path(self.command.file.filePath().strip()))
        else:
            self._make(recipe)
        self._show_state()

    def stop(self) -> None:
        """Have it stopped; what was begun is removed."""
        if self._task is not None:
            self.outcome.tell(Mark.NOTE, tr("It is being stopped …"))
            self._task.cancel()

    def _lay_out(self) -> None:
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.starting, self.stopping = QPushButton(tr("Set up")), QPushButton(tr("Stop"))
        for button in (self.starting, self.stopping):
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.starting.setDefault(True)
        self.stopping.setVisible(False)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
        column = QVBoxLayout(self)
        column.addWidget(self.by_command)
        column.addWidget(_indented(self.command))
        column.addWidget(self.by_environment)
        column.addWidget(_indented(self.environment))
        self.heading = plain_label(tr("These commands are run:"))
        column.addWidget(self.heading)
        column.addWidget(self.terminal, 100)
        column.addStretch(1)
        column.addWidget(self.progress)
        column.addWidget(self.outcome)
        column.addWidget(self.buttons)

    def _connect(self) -> None:
        self.by_environment.toggled.connect(self._forget)
        self.by_environment.toggled.connect(self._fit)
        self.command.file.fileChanged.connect(self._forget)
        self.environment.changed.connect(self._show_recipe)
        self.command.looked.connect(self._show_state)
        self.starting.clicked.connect(self.set_up)
        self.stopping.clicked.connect(self.stop)
        self.buttons.rejected.connect(self.close)

    def _fit(self) -> None:
        """Be as high as what is shown."""
        self.layout().activate()
        self._need()  # else what was shown before keeps its height
        making = self.by_environment.isChecked()
        self.resize(self.width(), HEIGHT if making else self._height())

    def _height(self) -> int:
        """Return how high the window is without a line too many."""
        layout = self.layout()
        wraps = layout.hasHeightForWidth()
        return layout.heightForWidth(self.width()) if wraps else layout.sizeHint().height()

    def _need(self) -> None:
        """Let no sentence be cut: Qt's own least height knows nothing of lines that wrap."""
        if self.layout().hasHeightForWidth():
            self.setMinimumHeight(self.layout().minimumHeightForWidth(self.width()))

    def _forget(self) -> None:
        """Say nothing more of what was done before: something else was chosen."""
        if not self.works:
            self.outcome.tell(Mark.NOTE, "")
            self._show_state()

    def _show_recipe(self) -> None:
        """Show the commands, unless they are those that were shown or run before."""
        recipe = self.environment.recipe()
        if not self.works and recipe != self._shown:
            self._shown = recipe
            self.terminal.show_commands([recipe.making, recipe.installing] if recipe else [])
            self._forget()
        self._show_state()

    def _show_state(self) -> None:
        """Show what can be done now."""
        making, works = self.by_environment.isChecked(), self.works
        self.command.setEnabled(not making and not works)
        self.environment.setEnabled(making and not works)
        for widget in (self.by_command, self.by_environment):
            widget.setEnabled(not works)
        ready = self.environment.is_ready if making else self.command.found is not None
        self.starting.setEnabled(ready and not works)
        self.starting.setVisible(not works)
        self.stopping.setVisible(works)
        self.progress.setVisible(works)
        for widget in (self.heading, self.terminal):
            widget.setVisible(making)

    def _use(self, path: Path) -> None:
        found = self.command.found

        def work(_: Background) -> Introduction | None:
            adopt(path, self._conversation)
            return found

        self._begin(Background(tr("Setting up Gridloom"), work))

    def _make(self, recipe: Recipe) -> None:
        self._shown = recipe
        self.terminal.clear()

        def work(task: Background) -> Introduction:
            made = install(recipe, task.said.emit, task.setProgress, task.isCanceled)
            adopt(recipe.command, self._conversation)
            return made

        self._begin(Background(tr("Setting up Gridloom"), work))

    def _begin(self, task: Background) -> None:
        self.progress.setValue(0)
        task.said.connect(self.terminal.add)
        task.progressChanged.connect(self._show_percent)
        task.succeeded.connect(self._succeed)
        task.failed.connect(self._fail)
        self.destroyed.connect(task.drop)
        self._task = task.start()

    def _show_percent(self, percent: float) -> None:
        self.progress.setValue(int(percent))

    def _succeed(self, made: Introduction) -> None:
        text = tr("Gridloom {version} is set up: its analyses are in the Processing toolbox.",
                  version=made.version)  # fmt: skip
        self.command.show_found(made)
        self._end(Mark.GOOD, Qgis.MessageLevel.Success, text)
        show_algorithms()

    def _fail(self, fault: Fault) -> None:
        if isinstance(fault, Cancelled):
            self._end(Mark.NOTE, Qgis.MessageLevel.Info, tr("Stopped; nothing was changed."))
        else:
            for line in fault.details.splitlines() if isinstance(fault, Broken) else ():
                self.terminal.add(line)
            self._end(Mark.FAULT, Qgis.MessageLevel.Critical, str(fault))

    def _end(self, mark: Mark, level: Qgis.MessageLevel, text: str) -> None:
        self._task = None
        self._show_state()
        self.outcome.tell(mark, text)
        if not self.isVisible():
            self._iface.messageBar().pushMessage(tr("Gridloom"), text, level)


def _indented(widget: QWidget) -> QWidget:
    """Return a widget a little to the right, as it belongs to the choice above it."""
    widget.layout().setContentsMargins(INDENT, 0, 0, 8)
    return widget
