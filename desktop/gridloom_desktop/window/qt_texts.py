"""What Qt itself says (buttons of its dialogs, menus of its fields), in the window's language."""

from PyQt6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QTranslator

from gridloom_layers.language import Language

NAME = "texts of Qt"


def speak(language: Language) -> None:
    """Make Qt speak ``language`` from now on; English is what it speaks by itself."""
    app = QCoreApplication.instance()
    if app is None:
        return
    for old in app.findChildren(QTranslator, NAME):
        QCoreApplication.removeTranslator(old)
        old.deleteLater()
    if language == "zh":
        translator = QTranslator(app)
        translator.setObjectName(NAME)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load("qtbase_zh_CN", folder):
            QCoreApplication.installTranslator(translator)
    # At once: Qt writes its own buttons anew then, and those that we named after that.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange.value)
