"""A box to choose what a layer is shown by: its fields, measures, columns of results."""

from collections.abc import Callable, Iterable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QStandardItemModel
from PyQt6.QtWidgets import QWidget

from gridloom_analytics.bilingual import Bilingual, begun
from gridloom_desktop.window.choice_box import ChoiceBox
from gridloom_desktop.window.model.symbology import Variable
from gridloom_desktop.window.model.variables import Offered
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import Message


class VariableBox(ChoiceBox):
    """Offers variables under their headings; ``chosen`` tells of another one."""

    chosen = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nothing: Message | None = None
        self._look_up: Callable[[], Iterable[Offered]] | None = None
        self.activated.connect(lambda _: self.chosen.emit(self.variable))

    def offer(self, nothing: Message, variables: Iterable[Offered]) -> None:
        """Offer ``nothing``, then these variables, which come heading by heading."""
        self._nothing, self._look_up = nothing, None
        self.clear()
        self.addItem(str(nothing), None)
        heading = None
        for one in variables:
            if one.heading != heading:
                heading = one.heading
                self._add_heading(shown(heading))
            self.addItem(shown(one.title), one.variable)

    def offer_later(self, nothing: Message, look_up: Callable[[], Iterable[Offered]]) -> None:
        """Offer ``nothing``, and look up the variables when somebody is about to choose."""
        self.offer(nothing, ())
        self._nothing, self._look_up = nothing, look_up
        if self.hasFocus():  # somebody goes through them with the arrow keys
            self.fill()

    def fill(self) -> None:
        """Look up what is offered, if that is still to be done."""
        if self._look_up is not None and self._nothing is not None:
            chosen, look_up, title = self.variable, self._look_up, self.currentText()
            self.offer(self._nothing, look_up())
            self.show_variable(chosen, {"zh": title, "en": title})

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        """List all that is offered."""
        self.fill()
        super().showPopup()

    def focusInEvent(self, e: QFocusEvent | None) -> None:  # noqa: N802
        """Offer all to the arrow keys."""
        self.fill()
        super().focusInEvent(e)

    def _add_heading(self, text: str) -> None:
        self.addItem(text)
        items = self.model()
        if isinstance(items, QStandardItemModel):
            item = items.item(self.count() - 1)
            if item is not None:
                font = item.font()
                font.setBold(True)
                item.setFont(font)
                item.setFlags(Qt.ItemFlag.NoItemFlags)

    @property
    def variable(self) -> Variable | None:
        """The variable that is chosen; None for nothing."""
        return self.currentData()

    @property
    def offers_any(self) -> bool:
        """Whether there is anything to choose."""
        return self.count() > 1

    def show_variable(self, variable: Variable | None, title: Bilingual | None = None) -> None:
        """Show what is chosen, without telling of it; one that is not offered by its ``title``."""
        wanted = None if variable is None else variable.variable
        places = (place for place in range(self.count()) if self.itemData(place) == wanted)
        place = next(places, None)
        if place is None and title is not None:
            place = self.count()
            self.addItem(shown(begun(title)), wanted)
        self.setCurrentIndex(place or 0)
