"""How faults reach the user: one sentence in a box, the rest in the log."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_dir
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QMessageBox, QWidget

from gridloom_desktop.faults import place_of, refused
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr

LOG_FILE = "window.log"
Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


def log_path() -> Path:
    """Return the file that faults of the window are logged to."""
    return Path(user_log_dir("gridloom", appauthor=False)) / LOG_FILE


def write_to_log(error: BaseException) -> None:
    """Append a fault with its traceback to the log, as one JSON line."""
    import structlog  # late: it loads what colours consoles

    path = log_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        logger = structlog.wrap_logger(
            structlog.WriteLogger(file),
            processors=[
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
        logger.error("fault", exc_info=error)


def tell(parent: QWidget | None, error: BaseException) -> None:
    """Tell a fault in a box that does not stop the window; log it where it is our own."""
    if isinstance(error, OSError):
        error = refused(error) or error
    if not isinstance(error, BadInput):
        write_to_log(error)
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Gridloom")
    if isinstance(error, BadInput):
        box.setText(str(error.message))
        further = (place_of(error), str(error.hint or ""))
        box.setInformativeText("\n".join(text for text in further if text))
    else:
        box.setText(str(tr("Something went wrong inside Gridloom; your data was not changed.")))
        box.setInformativeText(str(tr("Details are in the log: {path}", path=log_path())))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def catch_slot_faults() -> Hook:
    """Make faults in slots reach the user instead of ending the process; return the old hook."""
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before(kind, error, trace)
        else:
            tell(QApplication.activeWindow(), error)

    sys.excepthook = hook
    return before
