"""Pictures of an import."""

from docs.manual.scenes.driving import choose, click, show_only
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.importing.import_dialog import ImportDialog
from gridloom_desktop.window.screenshot import wait_until_idle, wait_while


def import_found(window: CityWindow) -> None:
    """Choose a file and see what is found in it."""
    show_only(window, "district")
    places = sorted(str(one) for one in (window.session.store.path.parent / "sources").iterdir())
    window.bench.importing.offer(places)
    importing = import_dialog(window)
    wait_while(lambda: window.busy or importing.busy)


def import_fields(window: CityWindow) -> None:
    """Go on to what it is."""
    import_found(window)
    click(import_dialog(window).next)
    wait_until_idle(window)


def import_report(window: CityWindow) -> None:
    """Import it and read what became of it."""
    import_fields(window)
    importing = import_dialog(window)
    choose(importing.fields.mode, "replace")
    click(importing.begin)
    wait_until_idle(window)


def import_dialog(window: CityWindow) -> ImportDialog:
    """Return the dialog of imports."""
    if window.bench.importing.dialog is None:
        raise LookupError("no import is open")
    return window.bench.importing.dialog
