"""Everything on screen follows a switch of language or colours, by one signal for each.

What stays the same sentence is said once with :func:`say`, ``say(label.setText, tr("…"))``. A
widget whose texts depend on what it shows calls ``follow_language(self.retranslate)`` when it is
made; one that keeps colours of the theme, ``follow_colours(self.recolour)``. What asks for texts
and colours whenever it paints needs none of them.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, Qt, pyqtSignal, pyqtSlot
from PyQt6.QtWidgets import QComboBox

from gridloom_layers.language import Message

Write = Callable[[], object]
"""A method of a ``QObject`` that is written in Python."""
Text = Message | Callable[[], Any]
"""A sentence, or what gives what is to be put as it is at the moment."""


class _Switches(QObject):
    language = pyqtSignal()
    colours = pyqtSignal()


_switches = _Switches()


def follow_language(write: Write) -> None:
    """Call a method of a ``QObject`` now and after each switch of language, while that lives."""
    write()
    _switches.language.connect(_Follower(write).follow)


def follow_colours(draw: Write) -> None:
    """Call a method of a ``QObject`` now and after each switch of colours, while that lives."""
    draw()
    _switches.colours.connect(_Follower(draw).follow)


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
    method, places = (put.func, put.args) if isinstance(put, partial) else (put, ())
    owner, name = _owner(method), f"{method.__name__}{places}"
    said = owner.findChild(_Said, name, Qt.FindChildOption.FindDirectChildrenOnly)
    if said is None:
        said = _Said(owner, method.__name__, places)
        said.setObjectName(name)
    said.say(text)


def offer(box: QComboBox, choices: Mapping[Any, Text]) -> None:
    """Offer choices, by what each stands for, in whatever language there is."""
    for value, title in choices.items():
        box.addItem("", value)
        say(partial(box.setItemText, box.count() - 1), title)


def _owner(method: Any) -> QObject:
    return method.__self__


class _Follower(QObject):
    """Calls a method of its parent. Qt itself lets go of a slot that is one by name."""

    def __init__(self, write: Write) -> None:
        super().__init__(_owner(write))
        self._name = write.__name__

    @pyqtSlot()
    def follow(self) -> None:
        getattr(self.parent(), self._name)()


class _Said(QObject):
    """A text of its parent, which knows how to put it."""

    def __init__(self, owner: QObject, name: str, places: tuple[Any, ...]) -> None:
        super().__init__(owner)
        self._name, self._places = name, places
        self._text: Text = str
        _switches.language.connect(self.write)

    def say(self, text: Text) -> None:
        self._text = text
        self.write()

    @pyqtSlot()
    def write(self) -> None:
        text = self._text if isinstance(self._text, Message) else self._text()
        put = getattr(self.parent(), self._name)
        put(*self._places, str(text) if isinstance(text, Message) else text)
