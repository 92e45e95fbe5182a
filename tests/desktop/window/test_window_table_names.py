"""Renaming tables in the window: one commit, one step, and all that names a table follows."""

import io

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMessageBox
from tests.desktop.window.conftest import trigger, write_communities

from gridloom_analytics.renaming.following import rename
from gridloom_analytics.selecting import AllOf, Linked, Not, Where
from gridloom_desktop.command.main import run
from gridloom_desktop.window.model.autosave import keep_document, kept_document
from gridloom_desktop.window.model.charts.view import ChartView
from gridloom_desktop.window.model.document import Document, LayerView, Picked, Pinned, Question
from gridloom_desktop.window.model.rows.view import TableView
from gridloom_desktop.window.model.symbology import Colouring
from gridloom_desktop.window.model.table_names import renames, table_renamed
from gridloom_desktop.window.model.time.view import TimeView
from gridloom_desktop.window.rename_dialog import RenameDialog
from gridloom_desktop.window.screenshot import wait_until_idle, wait_while
from gridloom_layers.language import tr
from gridloom_layers.workspace import open_workspace

LEFT = Qt.MouseButton.LeftButton
OLD, NEW = "community", "居委 2026"
TEXT = "{}.residents > 900 and name <> 'community'"


@pytest.fixture
def busy(window):
    """A window with a table open, a selection, a filter, a chart and a result."""
    window.bench.analysing.ask("hotspots", OLD, {"value": "residents", "permutations": 0})
    wait_until_idle(window)
    window.bench.layers.acts.filter(OLD, Where(text=TEXT.format(OLD)))
    window.session.select(OLD, Where(text=TEXT.format(OLD)))
    window.bench.tables.open("people")
    window.bench.tables.open(OLD)
    wait_until_idle(window)
    return window


def give_name(qtbot, window, name):
    dialog = window.findChild(RenameDialog)
    dialog.name.setText(name)  # QTest types no Chinese
    qtbot.mouseClick(dialog.ok, LEFT)
    wait_until_idle(window)


def by_another(workspace, work) -> None:
    """Do work on a workspace as another program does."""
    other = open_workspace(workspace)
    work(other)
    other.close()


def told(window) -> tuple:
    document = window.session.document
    return (document.layer(OLD), document.picked, [one.table for one in document.tables],
            document.front_table)  # fmt: skip


def test_the_layer_tree_renames_a_table_in_one_commit_and_one_step(qtbot, busy):
    commit, steps = busy.session.store.sequence, busy.session.steps.done
    keys = busy.session.selection.keys.tolist()
    busy.bench.layers.tree.choose(OLD)
    trigger(busy, "layer-rename-kept")
    give_name(qtbot, busy, NEW)
    assert busy.session.store.sequence == commit + 1 and busy.session.steps.done == steps + 1
    layer = busy.session.document.layer(OLD)
    assert layer.table == NEW and layer.where.text == TEXT.format(f'"{NEW}"')
    assert keys and busy.session.selection.keys.tolist() == keys
    assert busy.session.selection.table == NEW
    assert [one.table for one in busy.session.document.layers].count(NEW) == 2


def test_the_result_on_a_renamed_table_goes_on_to_show_what_is_selected(qtbot, busy):
    busy.bench.layers.tree.choose(OLD)
    trigger(busy, "layer-rename-kept")
    give_name(qtbot, busy, NEW)
    (shown,) = [one for one in busy.session.layers if one.result is not None]
    assert shown.table == NEW


def test_the_open_table_keeps_its_place_and_stays_in_front(qtbot, busy):
    busy.bench.tables.renaming_asked.emit(OLD)
    give_name(qtbot, busy, NEW)
    assert [one.name for one in busy.bench.tables.tables] == ["people", NEW]
    assert busy.bench.tables.tabText(1) == NEW and busy.bench.tables.currentIndex() == 1
    assert busy.session.document.front_table == NEW


def test_undo_and_redo_bring_both_names_back(busy):
    before = told(busy)
    busy.bench.renaming.rename(OLD, NEW)
    wait_until_idle(busy)
    after = told(busy)
    trigger(busy, "undo")
    assert told(busy) == before and OLD in busy.session.store.tables
    assert [one.name for one in busy.bench.tables.tables] == ["people", OLD]
    trigger(busy, "redo")
    assert told(busy) == after and NEW in busy.session.store.tables


def test_f2_on_the_tabs_asks_for_the_name_of_the_table_in_front(qtbot, busy):
    bar = busy.bench.tables.tabBar()
    bar.setFocus()
    qtbot.keyClick(bar, Qt.Key.Key_F2)
    dialog = busy.findChild(RenameDialog)
    assert dialog.name.text() == OLD
    wait_until_idle(busy)
    assert "1" in dialog._note.text().splitlines()[1]  # the result that keeps its sentences
    dialog.close()


def test_the_menu_of_a_tab_renames_and_closes(busy):
    bar = busy.bench.tables.tabBar()
    bar.offer(0, bar.mapToGlobal(bar.rect().center()))
    rename_it, close_it = bar.menu.actions()
    bar.menu.close()
    rename_it.trigger()
    dialog = busy.findChild(RenameDialog)
    assert dialog.name.text() == "people"
    dialog.close()
    close_it.trigger()
    assert [one.name for one in busy.bench.tables.tables] == [OLD]


def test_a_name_that_is_taken_is_told_and_nothing_changes(busy):
    document = busy.session.document
    busy.bench.renaming.rename(OLD, "people")
    wait_until_idle(busy)
    box = busy.findChild(QMessageBox, "fault")
    assert "people" in box.text() and busy.session.document == document
    box.close()


def test_what_another_program_renamed_is_followed(busy):
    by_another(busy.session.store.path, lambda store: rename(store, OLD, NEW))
    busy.session.store.refresh()
    busy.session.follow_data([OLD, NEW])
    wait_until_idle(busy)
    assert busy.session.document.layer(OLD).table == NEW
    assert busy.session.document.picked.table == NEW


@pytest.fixture
def styled(window):
    """A window whose communities are coloured in one step and made pale in the next."""
    for changes in ({"colouring": Colouring(column="residents")}, {"opacity": 0.4}):
        window.session.apply(tr("Style"), window.session.document.changed(OLD, **changes))
    wait_until_idle(window)
    return window


def test_the_steps_of_before_follow_what_another_program_renamed(styled, workspace):
    after = styled.session.document.layer(OLD)
    by_another(workspace, lambda store: rename(store, OLD, NEW))
    wait_while(lambda: OLD in styled.session.store.tables)
    wait_until_idle(styled)
    trigger(styled, "undo")
    layer = styled.session.document.layer(OLD)
    assert layer == after.model_copy(update={"table": NEW, "opacity": 1.0})
    trigger(styled, "redo")
    assert styled.session.document.layer(OLD).opacity == 0.4
    assert [one.table for one in styled.session.document.layers].count(NEW) == 1


def test_a_layer_keeps_its_style_when_renamed_right_after_another_program_wrote_it(
    styled, workspace
):
    before = styled.session.document.layer(OLD)
    by_another(workspace, write_communities)
    styled.bench.renaming.rename(OLD, NEW)
    wait_until_idle(styled)
    assert styled.session.document.layer(OLD) == before.model_copy(update={"table": NEW})
    trigger(styled, "undo")
    assert styled.session.document.layer(OLD) == before


def test_steps_around_a_renaming_of_ones_own_go_back_and_forth(styled):
    styled.bench.renaming.rename(OLD, NEW)
    wait_until_idle(styled)
    styled.session.apply(tr("Style"), styled.session.document.changed(OLD, opacity=0.7))
    seen = []
    for act in ["undo"] * 4 + ["redo"] * 4:
        trigger(styled, act)
        layer = styled.session.document.layer(OLD)
        seen.append((layer.table, layer.opacity, layer.colouring is not None))
    old, new = ((OLD, 0.4, True), (NEW, 0.4, True))
    back = [new, old, (OLD, 1.0, True), (OLD, 1.0, False)]
    assert seen == [*back, *back[2::-1], (NEW, 0.7, True)]


def full_document(name: str, written: str) -> Document:
    """Return a document that names a table everywhere it can."""
    where = Where(text=TEXT.format(written))
    deep = AllOf(parts=(Not(condition=where), Where(text="name = 'community'")))
    layers = (LayerView(name="1", table=name, where=deep), LayerView(name="2", table="people"))
    time = TimeView(table=name, field="t")
    return Document(
        layers=layers, left_out=("people", name), picked=Picked(table=name, condition=deep),
        time=time, front_table=name, pinned=Pinned(layers=layers, time=time),
        tables=(TableView(table=name, where=where.text), TableView(table="people")),
        questions=(Question(name="q", table="people", condition=Linked(
            table=name, condition=deep)),),
        charts=(ChartView(kind="histogram", table=name, fields=("residents",)),),
    )  # fmt: skip


def test_every_place_of_a_document_follows_and_comes_back(workspace):
    one, other = full_document(OLD, OLD), full_document("quarter", "quarter")
    store = open_workspace(workspace)
    before = dict(store.tables)
    rename(store, OLD, "quarter")
    assert renames(before, store.tables) == {OLD: "quarter"}
    assert table_renamed(one, store, OLD, "quarter") == other
    rename(store, "quarter", OLD)
    assert table_renamed(other, store, "quarter", OLD) == one
    store.close()


def test_the_command_has_the_kept_document_follow(workspace):
    store = open_workspace(workspace)
    keep_document(store, Document(layers=(LayerView(name=OLD, table=OLD),)))
    out = io.StringIO()
    assert run(["rename", str(workspace), OLD, NEW], out, io.StringIO()) == 0
    store.refresh()
    assert NEW in out.getvalue() and kept_document(store).layer(OLD).table == NEW
    store.close()
