"""What the window says: names that people use, texts that are seen whole."""

import pytest
from PyQt6.QtWidgets import QLabel

from gridloom_analytics.bilingual import Given
from gridloom_analytics.titles import table_heading
from gridloom_desktop.window.attribute_table.unmask_dialog import UnmaskDialog
from gridloom_desktop.window.manual.manual_window import ManualWindow
from gridloom_desktop.window.screenshot import wait_while
from gridloom_layers.workspace import open_workspace

MANY = Given.of({"zh": "、".join(["公民身份号码"] * 12), "en": ", ".join(["citizen ID"] * 12)})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("employment", {"zh": "就业登记", "en": "Employment"}),
        ("register", {"zh": "登记册", "en": "Register"}),
        ("出租屋台账", {"zh": "出租屋台账", "en": "出租屋台账"}),
        ("my_list", {"zh": "my_list", "en": "my_list"}),
    ],
)
def test_a_register_is_called_by_its_known_name_else_as_it_is_named(workspace, name, said):
    table = open_workspace(workspace).table("people")
    assert table_heading(table.model_copy(update={"name": name, "role": "register"})) == said


def test_long_texts_of_the_reason_for_unmasking_are_seen_whole(qtbot, workstation):
    dialog = UnmaskDialog(MANY)
    qtbot.addWidget(dialog)
    dialog.show()
    labels = dialog.findChildren(QLabel)
    assert all(one.height() >= one.heightForWidth(one.width()) for one in labels)


def test_the_name_of_a_source_is_shown_as_it_is(window, tmp_path):
    file = tmp_path / "<b>a&b.csv"
    file.write_text("name\n甲\n", encoding="utf-8")
    window.bench.importing.offer([str(file)])
    wait_while(lambda: window.bench.importing.dialog.busy)
    assert window.bench.importing.dialog.source.file.text() == "<b>a&b.csv"
    assert "<" not in window.bench.importing.dialog.source.facts.text()


def test_f1_in_the_history_tells_of_it(window):
    window.activateWindow()
    window.panels.show("history")
    window.bench.retelling.panel.acts.setFocus()
    window.menus.actions["help"].trigger()
    assert window.findChild(ManualWindow).page.name == "history"
    window.findChild(ManualWindow).close()
