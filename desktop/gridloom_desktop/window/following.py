"""Everything on screen follows a switch of language or colours, by one signal for each.

A widget that writes texts calls ``follow_language(self.retranslate)`` once, when it is made; one
that keeps something in the colours of the theme, such as icons, ``follow_colours(self.recolour)``.
A text that stays the same is said with :func:`say`, and needs no method at all.
"""

from collections.abc import Callable
from typing import Any, cast

from PyQt6.QtCore import QObject, Qt, pyqtSignal

from gridloom_layers.language import Message

Write = Callable[[], object]
Text = Message | Callable[[], Any]
"""A sentence, or what gives it as it is at the moment."""


class _Switches(QObject):
    language = pyqtSignal()
    colours = pyqtSignal()


_switches = _Switches()


def follow_language(write: Write) -> None:
    """Call a method of a ``QObject`` now and after each switch of language, while that lives."""
    write()
    _switches.language.connect(write)


def follow_colours(draw: Write) -> None:
    """Call a method of a ``QObject`` now and after each switch of colours, while that lives."""
    draw()
    _switches.colours.connect(draw)


def tell_language() -> None:
    """Let everything be written in the language that there is now."""
    _switches.language.emit()


def tell_colours() -> None:
    """Let everything be drawn in the colours that there are now."""
    _switches.colours.emit()


def say(put: Callable[[str], object], text: Text) -> None:
    """Put a text where it belongs, such as ``label.setText``, in whatever language there is.

    ``put`` is a method of a ``QObject``. Another text said to the same method takes its place.
    """
    owner = cast(QObject, getattr(put, "__self__"))  # noqa: B009 - a method, which has one
    name = getattr(put, "__name__", "")
    for old in owner.findChildren(_Said, name, Qt.FindChildOption.FindDirectChildrenOnly):
        old.setParent(None)
        old.deleteLater()
    _Said(owner, put, text).setObjectName(name)


class _Said(QObject):
    """A text of a widget, which owns it."""

    def __init__(self, owner: QObject, put: Callable[[str], object], text: Text) -> None:
        super().__init__(owner)
        self._put, self._text = put, text
        follow_language(self.write)

    def write(self) -> None:
        text = self._text
        self._put(str(text if isinstance(text, Message) else text()))
