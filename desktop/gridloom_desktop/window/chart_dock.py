"""The charts under the map: shown with the first one, hidden when nobody wants them."""

from PyQt6.QtWidgets import QDockWidget, QWidget

from gridloom_desktop.window.chart_panel import ChartPanel
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_layers.language import tr

HEIGHT = 330
"""Of the panel, to begin with."""


class ChartDock(QDockWidget):
    """Holds the panel with the charts."""

    def __init__(self, session: Session, operations: Operations) -> None:
        super().__init__()
        self.panel = ChartPanel(session, operations)
        self.setObjectName("charts")
        self.setTitleBarWidget(QWidget())
        self.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.setWidget(self.panel)
        self.setVisible(bool(session.document.charts))
        self.panel.hidden.connect(self.hide)
        session.changed.connect(self._follow)

    def _follow(self, before: Document, after: Document) -> None:
        if len(after.charts) != len(before.charts):
            self.setVisible(bool(after.charts))

    def ask(self) -> None:
        """Show the charts, and ask for one to add."""
        self.show()
        self.panel.ask()

    def switch(self) -> None:
        """Show the charts, or hide them."""
        self.setVisible(self.isHidden())

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "charts", "view", lambda: tr("Charts"), "mdi6.chart-box-outline", self.switch,
                "F9", group="charts", switch=True, is_on=lambda: not self.isHidden(), bar=True,
            ),
            Command(
                "add-chart", "view", lambda: tr("Add a chart …"), "mdi6.chart-box-plus-outline",
                self.ask, "Ctrl+Shift+C", group="charts",
            ),
        ]  # fmt: skip
