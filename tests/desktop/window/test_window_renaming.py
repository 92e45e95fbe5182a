"""Renaming kept results in the workspace; all that names them follows, forth and back."""

import io
from functools import partial

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMessageBox, QPushButton, QWidget
from tests.desktop.window.conftest import trigger

from gridloom_analytics.renaming.following import rename
from gridloom_analytics.selecting import AllOf, Found, Linked, Not
from gridloom_desktop.command.main import run
from gridloom_desktop.window.model.answering import find, keep_found, snapshot
from gridloom_desktop.window.model.autosave import keep_document, kept_document
from gridloom_desktop.window.model.charts.view import ChartView
from gridloom_desktop.window.model.document import Document, LayerView, Picked, Pinned, Question
from gridloom_desktop.window.model.renaming import check_new_name, measure_renamed, renamed
from gridloom_desktop.window.model.symbology import Colouring, Heating, Sizing, Symbols, Variable
from gridloom_desktop.window.model.time.view import TimeView
from gridloom_desktop.window.rename_dialog import OF_RESULT, RenameDialog
from gridloom_desktop.window.screenshot import wait_until_idle, wait_while
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import open_workspace

LEFT = Qt.MouseButton.LeftButton
OLD, NEW = "hotspots-community", "热点 2026"
FOUND = Found(result=OLD, text="value > 1")
OF = {"column": "value", "source": "result", "result": OLD}


@pytest.fixture
def asked(window):
    """A window that shows a kept result, which colours another layer and is asked for."""
    window.bench.analysing.ask("hotspots", "community", {"value": "residents", "permutations": 0})
    wait_until_idle(window)
    acts = window.bench.layers.acts
    acts.colour("community", Colouring(**OF))
    window.session.select("community", FOUND)
    wait_until_idle(window)
    return window


def write_name(window, name) -> RenameDialog:
    dialog = window.findChild(RenameDialog)
    dialog.name.setText(name)  # QTest types no Chinese
    return dialog


def of_result(window) -> LayerView:
    return next(one for one in window.session.document.layers if one.result is not None)


def test_a_result_is_renamed_in_one_step_that_the_map_follows(qtbot, asked):
    before, picked = asked.session.store.sequence, asked.session.selection.keys.tolist()
    qtbot.mouseClick(asked.bench.result.rename, LEFT)
    write_name(asked, NEW)
    qtbot.keyClick(asked.findChild(RenameDialog).name, Qt.Key.Key_Return)
    wait_until_idle(asked)
    assert list(asked.session.store.results) == [NEW]
    assert asked.session.store.sequence == before + 1
    assert asked.session.layer(of_result(asked).name).result == NEW
    assert asked.session.layer("community").style.title["en"]
    assert picked and asked.session.selection.keys.tolist() == picked
    assert asked.bench.result.told.name == NEW and NEW in asked.bench.result.history.currentText()
    assert asked.session.store.acts()[-1]["act"] == "rename"


def test_a_rename_is_undone_and_done_again(asked):
    document = asked.session.document
    asked.bench.renaming.rename(OLD, NEW)
    wait_until_idle(asked)
    after = asked.session.document
    assert after.layer("community").colouring.result == NEW
    trigger(asked, "undo")
    assert asked.session.document == document and list(asked.session.store.results) == [OLD]
    assert asked.session.layer(of_result(asked).name).result == OLD
    trigger(asked, "redo")
    assert asked.session.document == after and list(asked.session.store.results) == [NEW]


def test_the_layer_tree_renames_the_result_of_a_layer(qtbot, asked):
    asked.bench.layers.tree.choose(of_result(asked).name)
    trigger(asked, "layer-rename-kept")
    qtbot.mouseClick(write_name(asked, NEW).ok, LEFT)
    wait_until_idle(asked)
    assert list(asked.session.store.results) == [NEW]


@pytest.fixture
def dialog(qtbot, workspace):
    """The question for another name of a result of the small city."""
    store, parent = open_workspace(workspace), QWidget()
    qtbot.addWidget(parent)
    made = RenameDialog(parent, OLD, lambda: "Hot spots", partial(check_new_name, store, OLD),
                        OF_RESULT)  # fmt: skip
    made.open()
    yield made
    made.close()
    store.close()


@pytest.mark.parametrize("name", ["community", "PEOPLE", "a/b", "CON"])
def test_a_name_that_cannot_be_is_told_as_it_is_typed(qtbot, dialog, name):
    dialog.name.setText(name)
    assert dialog.fault.isVisible() and not dialog.ok.isEnabled()
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.name.setText("fine")
    assert not dialog.fault.isVisible() and dialog.ok.isEnabled()


@pytest.mark.parametrize("name", ["", "   ", OLD])
def test_no_other_name_is_no_fault_and_renames_nothing(dialog, name):
    dialog.name.setText(name)
    assert not dialog.ok.isEnabled() and not dialog.fault.isVisible()


def test_a_name_taken_meanwhile_is_told_and_nothing_changes(asked):
    document = asked.session.document
    asked.bench.renaming.rename(OLD, "people")
    wait_until_idle(asked)
    box = asked.findChild(QMessageBox, "fault")
    assert "people" in box.text() and asked.session.document == document
    box.close()


def test_a_result_is_deleted_from_its_panel_and_comes_back(qtbot, asked):
    qtbot.mouseClick(asked.bench.result.delete, LEFT)
    qtbot.mouseClick(asked.findChild(QMessageBox).findChild(QPushButton, "delete"), LEFT)
    wait_until_idle(asked)
    assert not asked.session.store.results
    trigger(asked, "undo")
    assert list(asked.session.store.results) == [OLD]


def full_document(name: str) -> Document:
    """Return a document that names a result everywhere it can."""
    found, of = FOUND.model_copy(update={"result": name}), {**OF, "result": name}
    deep = AllOf(parts=(Not(condition=found), Linked(table="people", condition=found)))
    symbols = Symbols(sizing=Sizing(**of), heat=Heating(weight=Variable(**of)))
    layers = (
        LayerView(name="1", table="a", colouring=Colouring(**of), symbols=symbols, where=deep),
        LayerView(name="2", table="a", result=name, part=name),
        LayerView(name="3", table="a", result=name, part=f"{name} circles"),
    )
    time = TimeView(table="a", field="t", result=name)
    return Document(
        layers=layers, picked=Picked(table="a", condition=deep), time=time,
        questions=(Question(name="q", table="a", condition=deep),),
        charts=(ChartView(kind="histogram", table="a", fields=("x",), result=name),),
        pinned=Pinned(layers=layers, time=time),
    )  # fmt: skip


def test_every_place_of_a_document_follows_and_comes_back():
    one, other = full_document("old"), full_document("new")
    assert "old" in one.model_dump_json() and renamed(one, "old", "new") == other
    assert renamed(other, "new", "old") == one


def test_what_is_only_called_alike_stays():
    older = full_document("older")
    assert renamed(older, "old", "new") is older
    alike = LayerView(name="old", table="old", title="old", result="other", part="old")
    assert renamed(Document(layers=(alike,)), "old", "new").layers == (alike,)


def test_the_command_has_the_kept_document_follow(workspace):
    store = open_workspace(workspace)
    settings = {"value": "residents", "permutations": 0}
    found = find(snapshot(store, Progress()), "hotspots", settings, "community", Progress())
    name = keep_found(store, found, Progress())
    view = LayerView(name=name, table="community", result=name, part=name)
    keep_document(store, Document(layers=(view,)))
    assert run(["rename", str(workspace), name, NEW], io.StringIO(), io.StringIO()) == 0
    store.refresh()
    (shown, *_) = kept_document(store).layers
    store.close()
    assert (shown.result, shown.part) == (NEW, NEW)


def measuring(name: str, column: str = "m") -> Document:
    """Return a document whose layers are coloured, sized and heated by a measure."""
    of = {"column": name, "source": "measure"}
    crossed = Colouring(column=column, crossed_with=Variable(**of))
    symbols = Symbols(sizing=Sizing(**of), heat=Heating(weight=Variable(**of)))
    layers = (LayerView(name="1", table="community", colouring=Colouring(**of), symbols=symbols),
              LayerView(name="2", table="community", colouring=crossed))  # fmt: skip
    return Document(layers=layers, pinned=Pinned(layers=layers))


def test_a_measure_is_followed_and_a_field_called_alike_stays():
    assert measure_renamed(measuring("m"), "m", NEW) == measuring(NEW)
    assert measure_renamed(measuring("other"), "m", NEW) == measuring("other")


def test_the_command_has_the_kept_document_follow_a_measure(workspace):
    store = open_workspace(workspace)
    with store.change() as change:
        change.put_measure("m", "sum(community.residents) by community")
    keep_document(store, measuring("m"))
    assert run(["rename", str(workspace), "m", NEW], io.StringIO(), io.StringIO()) == 0
    store.refresh()
    assert kept_document(store).layer("1").colouring.column == NEW
    store.close()


def test_a_measure_that_another_program_renamed_is_followed(window):
    other = open_workspace(window.session.store.path)
    with other.change() as change:
        change.put_measure("m", "sum(community.residents) by community")
    window.session.store.refresh()
    window.session.follow_data(())
    window.bench.layers.acts.colour("community", Colouring(column="m", source="measure"))
    rename(other, "m", NEW)
    other.close()
    wait_while(lambda: window.session.document.layer("community").colouring.column == "m")
    wait_until_idle(window)
    assert window.session.layer("community").style.title["en"] == NEW
