"""The panel of the history: what was done, done again, changed; steps to go back to."""

import datetime as dt

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog

from gridloom_desktop.window.history.act_list import ACT
from gridloom_desktop.window.importing import importing
from gridloom_desktop.window.model.history.reading import history
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.importing import ImportOptions, import_source
from gridloom_layers.language import tr


@pytest.fixture
def panel(window):
    """The panel in sight, after an analysis with a seed."""
    settings = {"value": "residents", "neighbours": "knn", "k": 5, "permutations": 99}
    window.bench.analysing.ask("hotspots", "community", settings, 11)
    wait_until_idle(window)
    window.panels.show("history")
    wait_until_idle(window)
    return window.bench.retelling.panel


def choose(panel, kind: str) -> None:
    for row in range(panel.acts.count()):
        act = panel.acts.item(row).data(ACT)
        if act is not None and act.kind == kind:
            panel.acts.setCurrentRow(row)
            return


def press(qtbot, window, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    wait_until_idle(window)


def test_the_newest_act_is_above_under_its_day(panel):
    assert panel.acts.item(0).text() == "Today"
    assert "“hotspots-community”" in panel.acts.item(1).text()


def test_nothing_is_offered_for_what_cannot_be_done_again(panel):
    choose(panel, "create")
    assert not panel.change.isEnabled() and not panel.again.isEnabled()


def test_an_analysis_run_again_gives_the_same_answer_and_is_not_kept_twice(qtbot, window, panel):
    choose(panel, "run")
    press(qtbot, window, panel.again)
    assert panel._said.text() == "Run again: the same answer, value for value."
    assert len(window.session.store.results) == 1


def test_another_answer_is_kept_beside_the_old_one(qtbot, window, panel):
    store = window.session.store
    (kept,) = store.results.values()
    with store.change() as change:
        change.put_result(kept.name, kept.analysis, {**kept.document, "seed": 12}, kept.files)
    choose(panel, "run")
    press(qtbot, window, panel.again)
    assert "another one now" in panel._said.text() and len(store.results) == 2


def test_change_opens_the_form_as_it_was_filled_in(qtbot, window, panel):
    choose(panel, "run")
    press(qtbot, window, panel.change)
    analyses = window.bench.analyses
    told = analyses.form.settings()
    assert (told["neighbours"], told["k"], analyses.seed.value()) == ("knn", 5, 11)


def test_a_question_without_effect_is_hidden_and_not_asked(window, panel):
    window.bench.analysing.refill(
        "hotspots", "community", {"value": "residents", "neighbours": "queen"}, 0
    )
    form = window.bench.analyses.form
    assert form._rows["k"].isHidden() and "k" not in form.settings()


def test_a_click_on_a_step_goes_back_to_it_and_forth_again(qtbot, window, panel):
    session = window.session
    opened = session.steps.done
    for title in ("one", "two", "three"):
        view = session.document.layers[0]
        changed = view.model_copy(update={"title": title})
        layers = (changed, *session.document.layers[1:])
        session.apply(tr("Rename"), session.document.model_copy(update={"layers": layers}))
    window.bench.undoing.go_to(opened + 1)
    assert session.document.layers[0].title == "one"
    window.bench.undoing.go_to(opened + 3)
    assert session.document.layers[0].title == "three" and panel.steps.count() == opened + 4


def test_the_history_is_written_as_a_script(window, panel, tmp_path, monkeypatch):
    out = tmp_path / "again.cmd"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    window.bench.retelling.save_script([])
    wait_until_idle(window)
    assert b'gridloom run "%city%" hotspots --layer community' in out.read_bytes()


@pytest.fixture
def imported(window, tmp_path):
    """The act of an import into the workspace of the window, its day and department given."""
    source = tmp_path / "部件.csv"
    rows = "标识码,名称,x,y\nC1,井盖,500150,2500150\nC2,路灯,500250,2500250\n"
    source.write_text(rows, encoding="utf-8")
    said = {"as_of": dt.date(2025, 5, 1), "department": "城管局", "crs": "EPSG:4547"}
    mapping = {"x": "x", "y": "y", "code": "标识码"}
    options = ImportOptions("component", name="covers", mapping=mapping, **said)
    import_source(window.session.store, source, options)
    window.session.follow_data(["covers"])
    wait_until_idle(window)
    return next(act for act in history(window.session.store) if act.kind == "import")


def test_an_import_opens_its_dialog_as_it_was_filled_in(window, imported):
    window.bench.retelling.change(imported)
    wait_until_idle(window)
    (entry,) = window.bench.importing.dialog.batch.entries
    draft = entry.draft
    said = (draft.role, draft.name, draft.crs, draft.as_of, draft.department, draft.mapping["code"])
    assert said == ("component", "covers", "EPSG:4547", dt.date(2025, 5, 1), "城管局", "标识码")
    window.bench.importing.end()


def test_an_import_whose_file_is_gone_is_a_sentence(window, imported, monkeypatch, tmp_path):
    (tmp_path / "部件.csv").unlink()
    told = []
    monkeypatch.setattr(importing, "tell", lambda _, error: told.append(error.code))
    window.bench.retelling.change(imported)
    assert told == ["file-gone"]


@pytest.mark.parametrize(
    "condition", ["name = '张伟'", "姓名 = '张伟'", "sex = 'F' and name = '欧'"]
)
def test_a_condition_that_names_a_person_is_not_written_out(window, condition):
    store = window.session.store
    with store.change() as change:
        change.put_measure("found", f"count(person where {condition}) by community")
    act = history(store)[-1]
    assert act.arguments is None and "张" not in str(act.what) and "欧" not in str(act.what)


def test_a_condition_on_kinds_of_persons_is_written_out(window):
    with window.session.store.change() as change:
        change.put_measure("women", "count(person where sex = 'F') by community")
    assert history(window.session.store)[-1].can_be_scripted
