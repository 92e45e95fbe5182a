"""Every dialog by keys alone: what can be used is reached by Tab, in the order in which it is read,
and no letter leads to two places.
"""

from collections import Counter
from itertools import pairwise

import pytest
from PyQt6.QtWidgets import QDialog, QFileDialog, QFormLayout, QInputDialog, QWidget

from gridloom_analytics.selecting import Rows
from gridloom_desktop.window.attribute_table.unmask_dialog import UnmaskDialog
from gridloom_desktop.window.ground.tone_dialog import ToneDialog
from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.mnemonics import lettered_texts
from gridloom_desktop.window.model.document import Basemap
from gridloom_desktop.window.model.letters import letter_of
from gridloom_desktop.window.palette import Palette
from gridloom_desktop.window.rename_dialog import OF_RESULT, RenameDialog
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_desktop.window.unlocking import PassphraseDialog
from gridloom_layers.language import tr

from .test_window_keyboard import MOST, _name, is_to_be_reached, tab_order


@pytest.fixture
def files(monkeypatch):
    """Files that are asked for are not chosen: what the system shows has keys of its own."""
    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_, **__: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("", False))


def dialogs(window):
    """Yield each dialog that a command opens, with the command's name, and close it."""
    for name, command in window.menus.commands.items():
        if not (str(command.title()).endswith("…") and command.is_enabled()):
            continue
        command.do()
        wait_until_idle(window)
        for dialog in window.findChildren(QDialog):
            if dialog.isVisible():
                if not isinstance(dialog, Palette):
                    yield name, dialog
                dialog.close()


def parts(window, dialog, qtbot):
    """Return what is wrong with a dialog for the keys, by what it is."""
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    wait_until_idle(window)
    texts = [letter_of(text) for text, _ in lettered_texts(dialog)]
    order = tab_order(dialog)
    there = {one for here in order for one in (here, here.focusProxy())}
    wanted = [one for one in dialog.findChildren(QWidget) if is_to_be_reached(one)]
    return {
        "letters that come twice": [one for one, n in Counter(texts).items() if n > 1 and one],
        "reached by the mouse only": [_name(one) for one in wanted if one not in there],
        "labels that lead nowhere": without_field(dialog),
        "not in the order that is read": jumps(dialog, order),
        "goes on without coming round": len(order) >= MOST,
    }


def without_field(dialog):
    rows = [
        (form, row) for form in dialog.findChildren(QFormLayout) for row in range(form.rowCount())
    ]
    items = [form.itemAt(row, QFormLayout.ItemRole.LabelRole) for form, row in rows]
    labels = [item.widget() for item in items if item is not None]
    seen = [one for one in labels if one.isVisible() and one.text()]
    return [one.text() for one in seen if one.buddy() is None]  # an empty list is false


def jumps(dialog, order):
    """Return where Tab goes up within one column of a dialog."""
    found = []
    for one, other in pairwise(order):
        if one.parentWidget() is other.parentWidget():
            (x, y), (to_x, to_y) = ((each.x(), each.y() + each.height()) for each in (one, other))
            if to_y < y - 10 and to_x <= x + 10:
                found.append((_name(one), _name(other)))
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_dialogs_that_commands_open_are_used_by_keys_alone(window, files, qtbot, language):
    switch_language(language)
    seen = set()
    for keys in ((100, 101), (100,)):  # what is done with several, and with one
        window.session.select("community", Rows(keys=keys))
        wait_until_idle(window)
        for name, dialog in dialogs(window):
            seen.add(name)
            wrong = {what: which for what, which in parts(window, dialog, qtbot).items() if which}
            assert wrong == {}, name
    assert {"new", "merge", "correct", "hierarchy", "layer-style", "add-chart"} <= seen


def importing(window, tmp_path):
    (tmp_path / "events.csv").write_text("id,kind\nA1,theft\n", encoding="utf-8")
    window.bench.importing.offer([str(tmp_path / "events.csv")])
    wait_until_idle(window)
    return window.bench.importing.dialog


def renaming(window, _):
    return RenameDialog(window, "hot-spots", lambda: "Hot spots", lambda _: None, OF_RESULT)


def unmasking(window, _):
    return UnmaskDialog(tr("Name"), window)


def unlocking(window, tmp_path):
    return PassphraseDialog(tmp_path, window)


def toning(window, _):
    return ToneDialog(Basemap(name="map", path="map.mbtiles", title="Map"), window)


@pytest.mark.parametrize("opened", [importing, renaming, unmasking, unlocking, toning])
def test_further_dialogs_are_used_by_keys_alone(window, tmp_path, qtbot, opened):
    dialog = opened(window, tmp_path)
    dialog.show()
    wrong = {what: which for what, which in parts(window, dialog, qtbot).items() if which}
    dialog.close()
    assert wrong == {}
