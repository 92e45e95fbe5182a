"""What leaves the window: results and charts in files that the user chooses, through the gate."""

from functools import partial
from typing import TYPE_CHECKING

from gridloom_desktop.window.publish_dialog import ask_chart_file, ask_file
from gridloom_layers.language import current_language, tr, tr_n

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import ExportReport
    from gridloom_desktop.publishing.publish import Kind, PublishReport
    from gridloom_desktop.window.city_window import CityWindow


class Leaving:
    """Publishes what a window shows."""

    def __init__(self, window: "CityWindow") -> None:
        self._window = window

    def publish(self, kind: "Kind") -> None:
        """Publish the topmost result that is shown, to a file that the user chooses."""
        city = self._window.city
        if city is None:
            return
        result = city.published_result()
        out = ask_file(self._window, kind, result) if result else None
        if result is None or out is None:
            return
        work = partial(city.publish, kind, out, result, current_language())
        self._window.do(tr("Publishing"), work, self._tell)

    def save_charts(self, name: str) -> None:
        """Save the charts of a result to a file that the user chooses."""
        city = self._window.city
        out = ask_chart_file(self._window, name) if city else None
        if city is None or out is None:
            return
        work = partial(city.save_charts, out, name, current_language())
        self._window.do(tr("Publishing"), work, self._tell)

    def _tell(self, report: "PublishReport | ExportReport") -> None:
        """Tell which file was made, and what is withheld in it."""
        text = tr("Published: {file}", file=report.file.name)
        if report.suppressed:
            text = tr_n(
                "Published: {file}. Figures of {count} area with few persons are withheld.",
                "Published: {file}. Figures of {count} areas with few persons are withheld.",
                report.suppressed,
                file=report.file.name,
            )
        self._window.status.showMessage(str(text), 15_000)
