"""What Qt itself says (buttons of its dialogs, menus of its fields), in the window's language."""

from PyQt6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QTranslator

from gridloom_layers.language import Language, tr

NAME = "texts of Qt"
MISSING = {
    "&Look in:": tr("Look in:"),
    "Files of &type:": tr("Files of type:"),
    "Drive": tr("Drive"),
    "Folder": tr("Folder"),
    "%1 File": tr("%1 File"),
}
"""What Qt's own catalogue lacks of what our dialogs show, by how Qt says it."""


def speak(language: Language) -> None:
    """Make Qt speak ``language`` from now on; English is what it speaks by itself."""
    app = QCoreApplication.instance()
    if app is None:
        return
    for old in app.findChildren(QTranslator, NAME):
        QCoreApplication.removeTranslator(old)
        old.deleteLater()
    if language == "zh":
        # First, so that it is asked last.
        QCoreApplication.installTranslator(MissingTexts(app))
        translator = QTranslator(app)
        translator.setObjectName(NAME)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load("qtbase_zh_CN", folder):
            QCoreApplication.installTranslator(translator)
    # At once: Qt writes its own buttons anew then, and those that we named after that.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange.value)


class MissingTexts(QTranslator):
    """Says what Qt's own catalogue does not say."""

    def __init__(self, parent: QCoreApplication) -> None:
        super().__init__(parent)
        self.setObjectName(NAME)

    def translate(  # pyright: ignore[reportIncompatibleMethodOverride] - the stub knows no None
        self,
        context: str | None,  # noqa: ARG002 - Qt's signature
        sourceText: str | None,  # noqa: N803
        disambiguation: str | None = None,  # noqa: ARG002
        n: int = -1,  # noqa: ARG002
    ) -> str | None:
        """Return the text in Chinese, None where it is not known here."""
        text = MISSING.get(sourceText or "")
        return None if text is None else text.render("zh")

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        """Say that there is something in it: else Qt would not ask."""
        return False
