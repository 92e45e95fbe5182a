"""What the panel tells of a workspace: reports, rows set aside, rows linked to a click."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QTreeWidget, QTreeWidgetItem
from small_window import SmallWindow, settled, until

from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.messages import tell
from gridloom_qgis.panel.lines import DATA, Line, show_lines, tree_of_lines
from gridloom_qgis.panel.linked import RowOf, linked_lines
from gridloom_qgis.panel.panel import Panel
from gridloom_qgis.plain import as_markup, one_line

HOSTILE = (
    "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "%s %n {0} {name}", "&amp; & &x",
    "x" * 10_000, "\u202eright to left", "a\nb\tc\x00d\x1b[31m", "<qt>rich", "مرحبا",
)  # fmt: skip


@pytest.fixture(scope="module")
def town(city_to_read: Path) -> Path:
    """The city, which these tests do not change."""
    return city_to_read


def leaves(item: QTreeWidgetItem) -> dict[str, str]:
    """Return text and figure of all that is below a line."""
    found: dict[str, str] = {}
    for place in range(item.childCount()):
        child = item.child(place)
        found |= {child.text(0): child.text(1), **leaves(child)}
    return found


def section(tree: QTreeWidget, title: str) -> QTreeWidgetItem:
    (found,) = tree.findItems(title, Qt.MatchFlag.MatchExactly)
    return found


def number(text: str) -> int:
    return int(text.replace(",", ""))


def test_import_reports_have_the_numbers_of_describe(panel: Panel, described: Any) -> None:
    imports = section(panel.dock.reports.tree, "Imports")
    words = described["words"]["findings"]
    for place, told in enumerate(reversed(described["imports"])):
        shown, report = leaves(imports.child(place)), told["report"]
        assert number(shown["Rows read"]) == report["read"]
        assert number(shown["Rows loaded"]) == report["loaded"]
        assert number(shown.get("Quarantined", "0")) == sum(report["quarantined"].values())
        for reason, count in report["quarantined"].items():
            assert number(shown[words[reason]["en"]]) == count


def test_join_reports_have_the_numbers_of_describe(panel: Panel, described: Any) -> None:
    joins = section(panel.dock.reports.tree, "Joins")
    words = described["words"]["reasons"]
    for place, link in enumerate(described["links"]):
        shown, report = leaves(joins.child(place)), link["report"]
        assert number(shown["Rows matched"]) == report["matched"]
        assert {words[one]["en"]: count for one, count in report["unmatched"].items()}.items() <= {
            title: number(figure) for title, figure in shown.items()
        }.items()


def test_the_quality_of_each_table_is_told(panel: Panel, conversation, city_to_read) -> None:
    panel.dock.reports.quality.click()
    settled(panel)
    told = conversation.ask(["quality", str(city_to_read)])["tables"]
    shown = section(panel.dock.reports.tree, "Data quality")
    assert [shown.child(place).text(1) for place in range(len(told))] == [
        "100 %" if one["score"] == 1 else f"{min(one['score'] * 100, 99.99):.4g} %" for one in told
    ]


def test_the_quarantine_is_a_table_in_words(panel: Panel, described: Any) -> None:
    panel.dock.reports.quarantine.click()
    dialog = until(lambda: panel.reporting.dialog)
    aside = sum(sum(one["report"]["quarantined"].values()) for one in described["imports"])
    rows = [dialog.proxy.index(row, 4).data() for row in range(dialog.proxy.rowCount())]
    assert len(rows) == aside
    assert set(rows) <= {both["en"] for both in described["words"]["findings"].values()}


def test_the_quarantine_shows_one_import_and_what_stood_there(panel: Panel, described: Any) -> None:
    panel.reporting.show_quarantine(9)
    settled(panel)
    dialog = panel.reporting.dialog
    report = next(one["report"] for one in described["imports"] if one["number"] == 9)
    assert dialog.proxy.rowCount() == sum(report["quarantined"].values())
    names = [dialog.row.topLevelItem(row).text(0) for row in range(dialog.row.topLevelItemCount())]
    assert set(report["mapping"].values()) >= set(names) - {"数据来源"} and names
    dialog.close()


def click_on(panel: Panel, window: SmallWindow, layer: Any, row_key: int) -> None:
    """Click on a row of a layer, as near to as one would."""
    shape = next(one for one in layer.getFeatures() if one["row_key"] == row_key).geometry()
    panel.layers.show([layer], visible=True)
    box = QgsRectangle(shape.boundingBox())
    box.scale(6)
    window.canvas.setExtent(box)
    until(lambda: layer in window.canvas.layers() and not window.canvas.isDrawing())
    place = window.canvas.getCoordinateTransform().transform(shape.pointOnSurface().asPoint())
    at = QPoint(int(place.x()), int(place.y()))
    QTest.mouseClick(window.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_a_click_tells_what_is_linked_to_a_building(
    panel: Panel, window: SmallWindow, conversation: Conversation, city_to_read: Path
) -> None:
    (layer,) = panel.layers.showing(city_to_read, ("table", "building"))
    panel.tools.linked.trigger()
    click_on(panel, window, layer, 5)
    settled(panel)
    asked = ["linked", str(city_to_read), "building", "--row=5", "--limit=20"]
    lines = linked_lines(panel.session.workspace, conversation.ask(asked))
    tree = panel.dock.linked.tree
    shown = [tree.topLevelItem(place).text(0) for place in range(tree.topLevelItemCount())]
    assert shown == [one_line(line.text) for line in lines]
    assert panel.dock.tabs.currentWidget() is panel.dock.linked


def test_a_double_click_follows_a_row_and_back_returns(panel, window, city_to_read) -> None:
    tree = panel.dock.linked.tree
    grid = next(tree.topLevelItem(row).child(0) for row in range(1, tree.topLevelItemCount())
                if tree.topLevelItem(row).text(0).startswith("Grid"))  # fmt: skip
    row = grid.data(0, DATA)
    tree.itemDoubleClicked.emit(grid, 0)
    settled(panel)
    assert tree.topLevelItem(0).data(0, DATA) == row == RowOf("grid", row.row_key)
    (layer,) = panel.layers.showing(city_to_read, ("table", "grid"))
    shape = next(one for one in layer.getFeatures() if one["row_key"] == row.row_key).geometry()
    assert window.canvas.extent().contains(shape.boundingBox())
    panel.dock.linked.earlier.click()
    settled(panel)
    assert tree.topLevelItem(0).data(0, DATA) == RowOf("building", 5)


def test_persons_stay_masked(panel: Panel) -> None:
    panel.linking.follow(RowOf("person", 1))
    settled(panel)
    facts = leaves(panel.dock.linked.tree.topLevelItem(0))
    assert "*" in facts["citizen ID"] or "citizen ID" not in facts


def test_a_click_beside_all_rows_shows_nothing(panel: Panel, window: SmallWindow) -> None:
    window.canvas.setExtent(QgsRectangle(0, 0, 1000, 1000))
    until(lambda: not window.canvas.isDrawing())
    QTest.mouseClick(window.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    assert panel.dock.linked.tree.topLevelItemCount() == 0


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_shown_as_text(window: SmallWindow, text: str) -> None:
    tree = tree_of_lines(window)
    show_lines(tree, [Line(text, text)])
    assert tree.topLevelItem(0).text(0) == one_line(text) and len(one_line(text)) <= 240
    assert one_line(text).isprintable()
    assert "<img" not in as_markup(text) and "<script" not in as_markup(text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_the_message_bar_shows_hostile_texts_as_text(window: SmallWindow, text: str) -> None:
    from gridloom_qgis.calling.faults import Fault

    window.bar.clearWidgets()
    tell(window.bar, Fault(f"“{text}” is not there."))
    shown = until(window.messages)[-1]
    assert one_line(text, 200).split()[0][:50] in shown
