"""The list of analyses and their forms: the right layer, faults beside the field."""

import pytest
from PyQt6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QLineEdit, QListWidget

from gridloom_analytics.analyses import catalogue
from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.model.letters import plain
from gridloom_desktop.window.model.listing import grouped, matches
from gridloom_desktop.window.names_box import NamesBox
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_desktop.window.word_edit import WordEdit
from gridloom_layers.language import use_language


def faults(window) -> list[str]:
    """What is told beside the fields of the form."""
    labels = window.bench.analyses.form.findChildren(QLabel, "fault")
    return [label.text() for label in labels if not label.isHidden()]


def test_all_analyses_are_listed_hot_spots_first(window):
    listed = window.bench.analyses.list.listed()
    assert listed[0] == "hotspots" and sorted(listed) == sorted(catalogue())


def test_analyses_of_a_group_stand_together(window):
    groups = {one.name: one.group for one in catalogue().values()}
    order = [groups[name] for name in window.bench.analyses.list.listed()]
    assert len(set(order)) == sum(a != b for a, b in zip(order, ["", *order], strict=False))


def test_an_analysis_of_an_unknown_group_is_listed_last():
    stranger = catalogue()["quality"].__class__(
        **(vars(catalogue()["quality"]) | {"name": "x", "group": "Something else"})
    )
    assert grouped([stranger, *catalogue().values()])[-1].analyses == (stranger,)


@pytest.mark.parametrize("wanted", ["kernel", "density", "密度", "POINTS smoothed"])
def test_an_analysis_is_found_by_words_of_either_language(wanted):
    found = matches(catalogue()["density"], wanted)
    assert found == (wanted != "kernel")


def test_the_search_leaves_what_fits_and_enter_takes_the_first(qtbot, window):
    window.bench.analyses.list.search.setText("scan")
    assert window.bench.analyses.list.listed() == ["scan"]
    window.bench.analyses.list.search.returnPressed.emit()
    assert (
        window.bench.analyses.analysis.name == "scan" and window.bench.analyses.currentIndex() == 1
    )


def test_the_list_is_written_in_the_language_of_the_window(window):
    switch_language("zh")
    wait_until_idle(window)
    heading = window.bench.analyses.list.tree.topLevelItem(0)
    use_language("en")
    assert (heading.text(0), heading.child(0).text(0)) == ("热点分析", "热点分析")


def test_an_analysis_of_points_takes_a_layer_of_points(window):
    window.bench.analyses.choose("clusters")
    assert window.bench.analyses.layer.currentData() == "people"


def test_a_layer_of_the_right_kind_stays_from_one_analysis_to_the_next(window):
    window.bench.analyses.choose("clusters")
    window.bench.analyses.choose("outliers")
    assert window.bench.analyses.layer.currentData() == "community"


def test_hot_spots_of_areas_begin_with_a_value(window):
    window.bench.analyses.choose("hotspots")
    assert window.bench.analyses.form.drafts()["value"] == "residents"


def test_several_columns_are_ticked_or_written(window):
    window.bench.analyses.choose("explain")
    box = window.bench.analyses.findChild(NamesBox, "entry-by")
    box.choose(["residents", "count(people)"])
    assert box.findChild(QListWidget).count() == 1
    assert window.bench.analyses.form.settings()["by"] == ["residents", "count(people)"]


def test_names_in_brackets_are_one_name(qtbot):
    box = NamesBox([("A", "a")])
    qtbot.addWidget(box)
    box.findChild(QLineEdit).setText("sum(b where c in (1, 2)), d")
    assert box.names() == ["sum(b where c in (1, 2))", "d"]


def test_a_distance_has_its_unit(window):
    window.bench.analyses.choose("near-repeat")
    assert window.bench.analyses.findChild(QDoubleSpinBox, "entry-distance").suffix() == " m"


def test_an_optional_distance_has_its_unit_in_the_question(window):
    window.bench.analyses.choose("scan")
    texts = [plain(one.text()) for one in window.bench.analyses.form.findChildren(QLabel)]
    assert "Largest radius (m)" in texts


def test_what_must_be_answered_is_marked(window):
    window.bench.analyses.choose("outliers")
    texts = [plain(one.text()) for one in window.bench.analyses.form.findChildren(QLabel)]
    assert "Value *" in texts and "Permutations (0: none) *" not in texts


def test_a_table_is_chosen_from_all_tables(window):
    window.bench.analyses.choose("mix")
    box = window.bench.analyses.findChild(QComboBox, "entry-table")
    assert {box.itemData(row) for row in range(box.count())} == {"community", "people"}


def test_the_layer_that_stands_for_one_that_is_not_named_is_told(window):
    window.bench.analyses.choose("density")
    assert (
        window.bench.analyses.findChild(QComboBox, "entry-area").itemText(0)
        == "automatic: Community"
    )


def test_no_form_is_wider_than_its_place(window):
    for name in catalogue():
        window.bench.analyses.choose(name)
        assert window.bench.analyses.form.minimumSizeHint().width() <= 296, name


def test_a_condition_offers_the_fields_of_the_layer(qtbot, window):
    window.bench.analyses.choose("clusters")
    line = window.bench.analyses.findChild(WordEdit, "entry-where")
    line.setText("se")
    line.textEdited.emit("se")
    assert line.completer_of_words.currentCompletion() == "sex"
    line.complete("sex")
    assert line.text() == "sex"


def test_within_a_quoted_text_nothing_is_completed(qtbot):
    line = WordEdit(["name", "sex"])
    qtbot.addWidget(line)
    line.setText("name = 'se")
    line.complete("sex")
    assert line.text() == "name = 'sesex"


def test_an_answer_that_is_missing_is_asked_for_beside_its_field(window):
    window.bench.analyses.choose("isolated-or-general")
    window.bench.analyses.run.click()
    assert faults(window) == [
        "“The case: its code or the number of its row” has no answer yet. "
        "Fill it in and run the analysis again."
    ]


def test_a_column_that_is_none_is_told_beside_the_field_that_names_it(window):
    window.bench.analyses.choose("outliers")
    window.bench.analyses.form.fill({"value": "no such column"})
    window.bench.analyses.run.click()
    wait_until_idle(window)
    assert len(faults(window)) == 1 and "no such column" in faults(window)[0]
    assert not window.session.store.results


def test_a_fault_is_forgotten_at_the_next_try(window):
    window.bench.analyses.choose("outliers")
    window.bench.analyses.form.fill({"value": "no such column"})
    window.bench.analyses.run.click()
    wait_until_idle(window)
    window.bench.analyses.form.fill({"value": "residents"})
    window.bench.analyses.run.click()
    assert faults(window) == []


def test_bad_input_about_no_field_is_told_above_the_button(window):
    window.bench.analyses.choose("distribution")
    window.bench.analysing.ask("hotspots", "people", {"where": "sex = 'none of these'"})
    wait_until_idle(window)
    assert window.bench.analyses.fault and not window.session.store.results
