"""Layers that hurt a window: very long outlines, hostile texts, columns without a value."""

import numpy as np
import pyarrow as pa
import pytest
import shapely
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QMessageBox

from gridloom_desktop.canvas import View
from gridloom_desktop.window.map.outlines import MOST, seen_lines
from gridloom_desktop.window.model.document import Colouring
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.language import tr
from gridloom_layers.workspace import TableField, TableSpec, open_workspace

from .conftest import SOURCES, batch, open_window

HOSTILE = '<img src="x" onerror="alert(1)"><b>粗</b> %s {0} & \u202e'
VIEW = View(left=0, top=700, scale=1.0, width=1000, height=700)
COLUMNS = {"nan": float("nan"), "inf": float("inf"), "null": None, "same": 7.0}


def spiral(count: int) -> np.ndarray:
    turn = np.linspace(0, 200 * np.pi, count)
    return np.column_stack([500 + turn / 2 * np.cos(turn), 350 + turn / 2 * np.sin(turn)])


@pytest.fixture
def hurt(workstation, workspace):
    """A window on a city with a layer of places whose columns have hardly a value."""
    store = open_workspace(workspace)
    fields = [TableField(name="name", type="text", canonical=True)]
    fields += [TableField(name=name, type="number") for name in COLUMNS]
    columns = {"name": pa.array([HOSTILE, "long" * 25_000, "nul\x00", ""])}
    columns |= {name: pa.array([value] * 4, pa.float64()) for name, value in COLUMNS.items()}
    points = shapely.points([[1, 1], [1e12, 1e12], [5, 5], [5, 5]]).tolist()
    spec = TableSpec("hurt", "facility", tuple(fields), geometry="point", sources=SOURCES)
    with store.change() as change:
        change.write(spec, [batch(columns, points)])
    store.close()
    return open_window(workstation, workspace)


def told(window) -> list[str]:
    return [box.text() for box in window.findChildren(QMessageBox) if box.isVisible()]


def test_a_short_ring_is_drawn_whole():
    ring = spiral(MOST)
    (line,) = seen_lines(VIEW, ring)
    assert np.allclose(line, np.column_stack(VIEW.to_frame(ring[:, 0], ring[:, 1])))


def test_of_a_long_ring_no_more_is_drawn_than_can_be_seen():
    lines = seen_lines(VIEW, spiral(1_000_000))
    assert sum(map(len, lines)) <= MOST + len(lines)


def test_a_long_segment_over_the_whole_view_is_seen():
    beside = np.column_stack([np.linspace(-9000, -5000, MOST), np.full(MOST, 300.0)])
    lines = seen_lines(VIEW, np.vstack([beside, [[9000, 300]]]))
    assert [(line[0, 0] < 0, line[-1, 0] > VIEW.width) for line in lines] == [(True, True)]


def test_nothing_is_drawn_of_a_long_ring_out_of_sight():
    assert seen_lines(VIEW, spiral(100_000) + 50_000) == []


@pytest.mark.parametrize("column", COLUMNS)
def test_colours_by_a_column_without_a_difference_leave_the_window_usable(hurt, column):
    document = hurt.session.document
    colouring = Colouring(column=column)
    hurt.session.apply(tr("Value"), document.changed("hurt", colouring=colouring))
    wait_until_idle(hurt)
    assert all("inside Gridloom" not in one for one in told(hurt))


def test_hostile_names_are_shown_as_they_are_everywhere(hurt):
    document = hurt.session.document.changed("hurt", title=HOSTILE, labels="name")
    hurt.session.apply(tr("Value"), document)
    hurt.bench.tables.open("hurt")
    hurt.panels.show("tables")
    wait_until_idle(hurt)
    labels = [one for one in hurt.findChildren(QLabel) if one.isVisible() and "<" in one.text()]
    rich = [one.text() for one in labels if one.textFormat() != Qt.TextFormat.PlainText]
    assert not rich and told(hurt) == []


def test_a_map_looks_at_a_place_beyond_all_measure(hurt):
    hurt.canvas.show_box((5, 5, 1e12, 1e12))
    for _ in range(8):
        hurt.canvas.zoom(1e-3)
    wait_until_idle(hurt)
    assert told(hurt) == []
