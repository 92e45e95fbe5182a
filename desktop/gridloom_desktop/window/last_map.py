"""The map as it was left: a picture of it is on the screen while its layers are loaded."""

import hashlib
from pathlib import Path

from PyQt6.QtGui import QImage

from gridloom_desktop.canvas import View
from gridloom_desktop.window.failures import write_to_log
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.frames import PaintedFrame
from gridloom_desktop.window.model.session import Session
from gridloom_layers.language import current_language
from gridloom_layers.workspace.views import forget_picture, keep_picture, kept_picture

OF, PLACE = "gridloom-of", "gridloom-place"
"""Texts in the picture: what it is of, and where its upper left corner lies, at which scale."""


class LastMap:
    """Keeps a picture of the map beside the document when a window is closed.

    It is of one commit, one document, one language and one resolution of the screen, of which it
    has the digest: of anything else it is not shown. An encrypted workspace keeps none.
    """

    def __init__(self, session: Session, canvas: MapCanvas) -> None:
        self._session, self._canvas = session, canvas

    def show(self) -> bool:
        """Show the picture, if there is one of what the window is to show; say whether."""
        path = kept_picture(self._session.store.path)
        if path is None:
            return False
        if (frame := self._frame_of(path)) is not None:
            self._canvas.show_frame(frame)
        else:
            forget_picture(self._session.store.path)
        return frame is not None

    def _frame_of(self, path: Path) -> PaintedFrame | None:
        image = QImage(str(path))
        if image.isNull() or image.text(OF) != self._digest():
            return None
        left, top, scale = (float(number) for number in image.text(PLACE).split())
        ratio = self._canvas.devicePixelRatioF()
        size = round(image.width() / ratio), round(image.height() / ratio)
        image.convertTo(QImage.Format.Format_RGB32)
        return PaintedFrame(View(left, top, scale, *size), image, None, ratio, ())

    def _digest(self) -> str:
        session = self._session
        manifest = session.store.manifest.model_dump_json(exclude={"seal"})
        document = session.document.model_dump_json(exclude_none=True)
        shown = (manifest, document, current_language(), self._canvas.devicePixelRatioF())
        return hashlib.sha256(repr(shown).encode()).hexdigest()

    @property
    def _is_finished(self) -> bool:
        """Whether the map shows all that the document says, and will do so at once: no basemap."""
        session, document = self._session, self._session.document
        if any(one.visible for one in document.basemaps):
            return False
        read = session.scene.is_read(document) and session.scene.asks(document) is None
        return read and self._canvas.idle and session.presence.take()

    def end(self) -> None:
        """Keep what is seen, before painting ends; a fault is logged, as it costs only time."""
        view = self._canvas.view
        if view is None or self._session.store.seal.encrypted or not self._is_finished:
            return
        image = self._canvas.picture()
        image.setText(OF, self._digest())
        image.setText(PLACE, f"{view.left!r} {view.top!r} {view.scale!r}")
        try:
            keep_picture(self._session.store.path, lambda path: image.save(str(path), "PNG"))
        except OSError as error:
            write_to_log(error)
