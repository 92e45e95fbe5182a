"""Everything on screen follows a switch of language or colours, by one signal for each.

What stays the same sentence is said once with :func:`say`, ``say(label.setText, tr("…"))``. A
widget whose texts depend on what it shows calls ``follow_language(self.retranslate)`` when it is
made; one that keeps colours of the theme, ``follow_colours(self.recolour)``. What asks for texts
and colours whenever it paints needs none of them.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox

from gridloom_layers.language import Message

Write = Callable[[], object]
Text = Message | Callable[[], Any]
"""A sentence, or what gives what is to be put as it is at the moment."""


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


def say(put: Callable[[Any], object], text: Text) -> None:
    """Put a text where it belongs, such as ``label.setText``, in whatever language there is.

    ``put`` is a method of a ``QObject``, or a partial one: ``partial(tabs.setTabText, 0)``. Another
    text said to the same takes its place.
    """
    method, number = (put.func, put.args) if isinstance(put, partial) else (put, ())
    owner, name = _owner(method), f"{method.__name__}{number}"
    for old in owner.findChildren(_Said, name, Qt.FindChildOption.FindDirectChildrenOnly):
        old.setParent(None)
        old.deleteLater()
    _Said(owner, put, text).setObjectName(name)


def offer(box: QComboBox, choices: Mapping[Any, Text]) -> None:
    """Offer choices, by what each stands for, in whatever language there is."""
    for value, title in choices.items():
        box.addItem("", value)
        say(partial(box.setItemText, box.count() - 1), title)


def _owner(method: Any) -> QObject:
    return method.__self__


class _Said(QObject):
    """A text of a widget, which owns it."""

    def __init__(self, owner: QObject, put: Callable[[Any], object], text: Text) -> None:
        super().__init__(owner)
        self._put, self._text = put, text
        follow_language(self.write)

    def write(self) -> None:
        text = self._text if isinstance(self._text, Message) else self._text()
        self._put(str(text) if isinstance(text, Message) else text)
