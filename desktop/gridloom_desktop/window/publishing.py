"""What leaves the window: results and charts in files that the user chooses, through the gate."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QWidget

from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.map.status_line import StatusLine
from gridloom_desktop.window.model.layering import topmost_result
from gridloom_desktop.window.model.publishing import publish, save_charts, shown_result
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.publish_dialog import (
    ENDINGS,
    ICONS,
    ask_chart_file,
    ask_file,
    kind_title,
)
from gridloom_layers.language import current_language, tr, tr_n

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import ExportReport
    from gridloom_desktop.publishing.publish import Kind, PublishReport

TOLD_MS = 15_000


class Publishing:
    """Publishes what a window shows."""

    def __init__(
        self, session: Session, operations: Operations, parent: QWidget, status: StatusLine
    ) -> None:
        self._session, self._operations = session, operations
        self._parent, self._status = parent, status

    def publish(self, kind: "Kind") -> None:
        """Publish the topmost result that is shown, to a file that the user chooses."""
        result = shown_result(self._session)
        out = ask_file(self._parent, kind, result.name) if result else None
        if result is None or out is None:
            return
        work = partial(publish, self._session.store, kind, out, result, current_language())
        self._operations.do(tr("Publishing"), work, self.tell)

    def save_charts(self, name: str) -> None:
        """Save the charts of a result to a file that the user chooses."""
        out = ask_chart_file(self._parent, name)
        if out is not None:
            work = partial(save_charts, self._session.store, out, name, current_language())
            self._operations.do(tr("Publishing"), work, self.tell)

    def tell(self, report: "PublishReport | ExportReport") -> None:
        """Tell which file was made, and what is withheld in it."""
        text = tr("Published: {file}", file=report.file.name)
        if report.suppressed:
            text = tr_n(
                "Published: {file}. Figures of {count} area with few persons are withheld.",
                "Published: {file}. Figures of {count} areas with few persons are withheld.",
                report.suppressed,
                file=report.file.name,
            )
        self._status.tell(text)

    def tell_written(self, file: Path) -> None:
        """Tell which file was written that holds no data."""
        self._status.tell(tr("Written: {file}", file=file.name))

    def _can_publish(self) -> bool:
        return bool(topmost_result(self._session.document)) and not self._operations.working

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                kind, "publish", partial(kind_title, kind), ICONS[kind],
                partial(self.publish, kind), is_enabled=self._can_publish,
            )
            for kind in ENDINGS
        ]  # fmt: skip
