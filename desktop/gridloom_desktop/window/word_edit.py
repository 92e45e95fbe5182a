"""A line of text that offers known names for the word being written."""

import re
from collections.abc import Sequence

from PyQt6.QtCore import QStringListModel, Qt
from PyQt6.QtWidgets import QCompleter, QLineEdit, QWidget

WORD = re.compile(r"[^\W\d]\w*$")
FEWEST_LETTERS = 1


class WordEdit(QLineEdit):
    """Completes the word before the cursor, so that a condition can be put together."""

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.completer_of_words = QCompleter(QStringListModel(list(words), self), self)
        self.completer_of_words.setWidget(self)
        self.completer_of_words.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer_of_words.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer_of_words.activated[str].connect(self.complete)
        self.textEdited.connect(self._offer)

    def offer(self, words: Sequence[str]) -> None:
        """Offer other names from now on."""
        self.completer_of_words.setModel(QStringListModel(list(words), self))

    def _before(self) -> str:
        """Return the beginning of the word that is being written; nothing within a quoted text."""
        text = self.text()[: self.cursorPosition()]
        found = WORD.search(text)
        return found.group() if found and text.count("'") % 2 == 0 else ""

    def _offer(self) -> None:
        begun, completer = self._before(), self.completer_of_words
        popup = completer.popup()
        if len(begun) < FEWEST_LETTERS:
            if popup is not None:
                popup.hide()
            return
        completer.setCompletionPrefix(begun)
        if completer.completionCount():
            completer.complete()
        elif popup is not None:
            popup.hide()

    def complete(self, word: str) -> None:
        """Put a name in the place of the word that is being written; quote it if it is no word."""
        cursor, begun = self.cursorPosition(), self._before()
        written = word if word.isidentifier() else f'"{word}"'
        start = cursor - len(begun)
        self.setText(self.text()[:start] + written + self.text()[cursor:])
        self.setCursorPosition(start + len(written))
