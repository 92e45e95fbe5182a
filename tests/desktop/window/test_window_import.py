"""Importing in the window: dropped, shown, changed, run, told."""

import threading

import pytest
from PyQt6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton

from gridloom_desktop.window.choice_box import ChoiceBox
from gridloom_desktop.window.importing import importing as controller
from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.model.importing.running import run_import
from gridloom_desktop.window.model.letters import plain
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.workspace import open_workspace

LEFT = Qt.MouseButton.LeftButton
EVENTS = (
    "编号,案类,发生日期,lon,lat\nA1,盗窃,2025-03-01,114.01,22.55\nA2,盗窃,2025-03-02,114.02,22.56\n"
)


@pytest.fixture
def events(tmp_path):
    (tmp_path / "事件.csv").write_bytes(EVENTS.encode("gb18030"))
    return tmp_path / "事件.csv"


def drop(window, *places) -> bool:
    """Drop files or addresses onto the map, as a file manager does; say whether it is taken."""
    data = QMimeData()
    data.setUrls([QUrl(str(p)) if "://" in str(p) else QUrl.fromLocalFile(str(p)) for p in places])
    how = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(400, 300), *how)
    QApplication.sendEvent(window, enter)
    action, data, *rest = how
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), action, data, *rest))
    wait_until_idle(window)
    return enter.isAccepted()


def shown(window):
    return window.bench.importing.dialog


def sentence(window) -> str:
    box = window.findChild(QMessageBox)
    text = box.text()
    box.close()
    return text


def test_a_dropped_file_is_shown_imported_and_on_the_map(qtbot, window, events):
    assert drop(window, events)
    dialog = shown(window)
    assert dialog.source.sample.item(0, 1).text() == "盗窃"
    qtbot.mouseClick(dialog.begin, LEFT)
    wait_until_idle(window)
    assert "2 rows read, 2 loaded" in told(dialog)
    assert window.session.layer("event").count == 2
    box = window.canvas.view.box
    assert box[0] < window.session.layer("event").shapes.extent[0] < box[2]


def told(dialog) -> str:
    from PyQt6.QtWidgets import QLabel

    return "\n".join(one.text() for one in dialog.report.widget().findChildren(QLabel))


def test_columns_of_no_field_are_told_before_the_import(qtbot, window, tmp_path):
    (tmp_path / "persons.csv").write_text("foo,bar\n1,2\n", encoding="utf-8")
    drop(window, tmp_path / "persons.csv")
    dialog = shown(window)
    qtbot.mouseClick(dialog.next, LEFT)
    dialog.fields.role.setCurrentIndex(dialog.fields.role.findData("person"))
    dialog.fields.role.activated.emit(dialog.fields.role.currentIndex())
    assert "None of the columns fits" in dialog.problem.text() and not dialog.begin.isEnabled()
    choice = dialog.fields.findChild(ChoiceBox, "column-name")
    choice.setCurrentIndex(choice.findData("foo"))
    choice.activated.emit(choice.currentIndex())
    assert dialog.problem.isHidden() and dialog.begin.isEnabled()


def test_the_mapping_can_be_changed_before_the_import(qtbot, window, events):
    drop(window, events)
    dialog = shown(window)
    qtbot.mouseClick(dialog.next, LEFT)
    choice = dialog.fields.findChild(ChoiceBox, "column-class_name")
    choice.setCurrentIndex(choice.findData(None))
    choice.activated.emit(choice.currentIndex())
    dialog.begin.click()
    wait_until_idle(window)
    table = window.session.store.table("event")
    assert table.field("class_name") is None and table.field("案类") is not None


def read_as(window, encoding) -> None:
    box = shown(window).source.encoding
    box.setCurrentIndex(box.findData(encoding))
    box.activated.emit(box.currentIndex())
    wait_until_idle(window)


def test_the_encoding_can_be_overruled(window, tmp_path):
    (tmp_path / "事件.csv").write_bytes(EVENTS.replace("盗窃", "竊盜").encode("utf-8"))
    drop(window, tmp_path / "事件.csv")
    read_as(window, "gb18030")
    draft = shown(window).entry.draft
    assert draft.found.encoding == draft.options().encoding == "gb18030"


def test_an_encoding_that_the_text_is_not_in_is_told_and_not_taken(window, events):
    drop(window, events)
    read_as(window, "utf-8")
    assert "is not written in the encoding utf-8" in shown(window).problem.text()
    assert shown(window).entry.draft.found.encoding == "gb18030"


def act(window, name) -> None:
    window.menus.actions[name].trigger()
    wait_until_idle(window)


def test_an_import_is_a_step_to_undo_and_to_do_again(window, events):
    drop(window, events)
    shown(window).begin.click()
    wait_until_idle(window)
    act(window, "undo")
    assert "event" not in window.session.store.tables
    assert window.session.document.layer("event") is None
    act(window, "redo")
    assert window.session.layer("event").count == 2


def test_an_import_into_a_hidden_layer_shows_it_and_its_step_back_hides_it(window, events):
    drop(window, events)
    shown(window).begin.click()
    wait_until_idle(window)
    shown(window).reject()
    window.session.keep(window.session.document.changed("event", visible=False))
    drop(window, events)
    shown(window).begin.click()
    wait_until_idle(window)
    assert window.session.document.layer("event").visible
    act(window, "undo")
    assert not window.session.document.layer("event").visible


def test_joins_that_fit_are_offered_and_their_reports_told(qtbot, window, events):
    drop(window, events)
    shown(window).begin.click()
    wait_until_idle(window)
    qtbot.mouseClick(shown(window).report.widget().findChild(QPushButton, "join"), LEFT)
    wait_until_idle(window)
    assert "Event → Community: 0 of 2 rows matched." in told(shown(window))
    assert "outside all areas" in told(shown(window))
    assert [link.right for link in window.session.store.links] == ["community"]
    act(window, "undo")
    assert not window.session.store.links and "event" in window.session.store.tables


def test_several_files_are_imported_one_after_another(window, events, tmp_path):
    (tmp_path / "就业登记.csv").write_text(
        "身份证号,姓名,开始日期\n11010519491231002X,张伟,2025-01-01\n"
    )
    drop(window, events, tmp_path / "就业登记.csv", tmp_path / "missing.csv")
    assert plain(shown(window).begin.text()) == "Import 2 sources"
    shown(window).begin.click()
    wait_until_idle(window)
    assert {"event", "就业登记"} <= set(window.session.store.tables)
    assert [shown(window).sources.item(row).text().split("· ")[-1] for row in (0, 1)] == [
        "imported"
    ] * 2
    assert "cannot be read" in shown(window).sources.item(2).text()


def test_what_cannot_be_imported_is_told_and_nothing_is_lost(window, tmp_path):
    (tmp_path / "事件.csv").write_text("编号,案类,发生日期\nA1,盗窃,soon\n", encoding="utf-8")
    before = set(window.session.store.tables)
    drop(window, tmp_path / "事件.csv")
    shown(window).begin.click()
    wait_until_idle(window)
    assert "Nothing was imported" in told(shown(window))
    assert "--" not in told(shown(window))
    assert set(window.session.store.tables) == before


@pytest.mark.parametrize(
    ("name", "expected"),
    [("folder", "is a folder"), ("https://example.org/a.csv", "is not the path of a file")],
)  # fmt: skip
def test_what_is_no_source_is_one_sentence(window, tmp_path, name, expected):
    (tmp_path / "folder").mkdir()
    drop(window, name if "://" in name else tmp_path / name)
    assert expected in sentence(window) and shown(window) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", b""), ("a.csv", b"a,b\n"), ("a.json", b'{"a": 1}'), ("a.shp", b"short"),
     ("a.gpkg", b"no GeoPackage"), ("a.xlsx", b"PK\x03\x04 damaged")],
)  # fmt: skip
def test_a_file_that_is_no_layer_is_a_sentence_in_the_list(window, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    drop(window, tmp_path / name)
    dialog = shown(window)
    assert dialog.stack.currentWidget() is dialog.waiting and name in dialog.waiting.text()
    assert not dialog.begin.isEnabled()


def test_a_dropped_workspace_is_opened(window, workstation, workspace):
    other = workspace.with_name("other.gridloom")
    other.mkdir()
    opened = []
    window.bench.importing.workspace_dropped.connect(opened.append)
    window.bench.importing.workspace_dropped.disconnect(workstation.open)
    drop(window, other)
    assert opened == [other]


def test_a_dropped_archive_of_tiles_is_left_to_the_basemap(window, tmp_path):
    taken = []
    window.bench.importing.tiles_dropped.disconnect()
    window.bench.importing.tiles_dropped.connect(taken.append)
    drop(window, tmp_path / "a.mbtiles")
    assert taken == [tmp_path / "a.mbtiles"] and shown(window) is None


def test_a_pasted_path_is_imported(window, events):
    QApplication.clipboard().setText(f'"{events}"')
    window.bench.importing.paste()
    wait_until_idle(window)
    assert shown(window).entry.draft.role == "event"


def test_an_import_is_cancelled_in_the_dialog(qtbot, window, events, monkeypatch):
    begun = _stopping(monkeypatch)
    drop(window, events)
    shown(window).begin.click()
    qtbot.waitUntil(begun.is_set)
    assert plain(shown(window).cancel.text()) == "Cancel"
    qtbot.mouseClick(shown(window).cancel, LEFT)
    wait_until_idle(window)
    assert "event" not in window.session.store.tables
    assert shown(window).begin.isEnabled()


def _stopping(monkeypatch) -> threading.Event:
    """Let imports begin and go on until they are cancelled."""
    begun = threading.Event()

    def endless(store, draft, progress):
        begun.set()
        while not progress.cancelled:
            progress.report("import", 0, 0)
        return run_import(store, draft, progress)

    monkeypatch.setattr(controller, "run_import", endless)
    return begun


def test_a_window_closed_in_mid_import_leaves_the_workspace_whole(
    qtbot, window, workspace, events, monkeypatch
):
    begun = _stopping(monkeypatch)
    drop(window, events)
    shown(window).begin.click()
    qtbot.waitUntil(begun.is_set)
    window.end()
    window.close()
    store = open_workspace(workspace)
    assert set(store.tables) == {"community", "people"} and store.problems() == []
    store.close()


def test_the_dialog_speaks_chinese(window, events):
    switch_language("zh")
    drop(window, events)
    dialog = shown(window)
    texts = [plain(dialog.pages.tabText(page)) for page in range(3)]
    switch_language("en")
    assert texts == ["1  识别结果", "2  类型与字段", "3  导入结果"]
    dialog.done(QDialog.DialogCode.Rejected)
    assert shown(window) is None
