"""How faults reach the user: one sentence in a box, the rest in the log."""

import contextlib
from pathlib import Path

from platformdirs import user_log_dir
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QMessageBox, QWidget

from gridloom_desktop.faults import place_of, refused
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr, tr_n

LOG_FILE = "window.log"
MOST_TOLD = 4
"""Sentences in one box."""


def log_path() -> Path:
    """Return the file that faults of the window are logged to."""
    return Path(user_log_dir("gridloom", appauthor=False)) / LOG_FILE


def write_to_log(error: BaseException) -> None:
    """Append a fault with its traceback to the log, as one JSON line."""
    _append("fault", exc_info=error)


def note_in_log(event: str, text: str) -> None:
    """Append what is no fault of Python's own to the log: a warning of Qt."""
    _append(event, text=text)


def _append(event: str, **details: object) -> None:
    """Append a line to the log; a disk that refuses it is no second fault."""
    import structlog  # late: it loads what colours consoles

    path = log_path()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            logger = structlog.wrap_logger(
                structlog.WriteLogger(file),
                processors=[
                    structlog.processors.TimeStamper(fmt="iso"),
                    structlog.processors.format_exc_info,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            )
            logger.error(event, **details)


class FaultBox(QMessageBox):
    """One sentence of what went wrong. Further faults that come while it is open are told in it."""

    def __init__(self, parent: QWidget | None, text: str, further: str) -> None:
        super().__init__(parent)
        self.setObjectName("fault")
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle("Gridloom")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setInformativeText(further)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._told, self._more = [text], 0

    def add(self, text: str) -> None:
        """Tell one more fault: the same one again changes nothing, of many only the number."""
        if text in self._told:
            return
        self._told.append(text)
        if len(self._told) <= MOST_TOLD:
            self.setText("\n\n".join(self._told))
            return
        self._more += 1
        rest = tr_n("{count} further fault came meanwhile.",
                    "{count} further faults came meanwhile.", self._more)  # fmt: skip
        self.setInformativeText(str(rest))


def tell(parent: QWidget | None, error: BaseException) -> None:
    """Tell a fault in a box that does not stop the window; log it where it is our own.

    While a box of this window is open there is no second one: it tells this fault too.
    """
    if isinstance(error, OSError):
        error = refused(error) or error
    if not isinstance(error, BadInput):
        write_to_log(error)
    box = _open_box(parent)
    text, further = _sentences(error)
    if box is not None:
        box.add(text)
    else:
        FaultBox(parent, text, further).open()


def _open_box(parent: QWidget | None) -> FaultBox | None:
    if isinstance(parent, FaultBox):
        return parent
    boxes = (one for one in QApplication.topLevelWidgets() if isinstance(one, FaultBox))
    return next((one for one in boxes if one.isVisible() and one.parent() is parent), None)


def _sentences(error: BaseException) -> tuple[str, str]:
    """Return what is told of a fault, and what is told below it."""
    if isinstance(error, BadInput):
        further = (place_of(error), str(error.hint or ""))
        return str(error.message), "\n".join(text for text in further if text)
    return (
        str(tr("Something went wrong inside Gridloom; your data was not changed.")),
        str(tr("Details are in the log: {path}", path=log_path())),
    )
