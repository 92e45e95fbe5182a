"""Previews of an analysis while its form is filled in."""

import time

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QSpinBox

from gridloom_analytics.running import run
from gridloom_analytics.sampling import Previews, nearest
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.errors import Cancelled
from gridloom_layers.progress import Progress

SETTINGS = {"value": "residents", "neighbours": "knn", "k": 5, "permutations": 99}


@pytest.fixture
def form(window):
    """The form of hot spots in sight."""
    window.bench.analysing.refill("hotspots", "community", SETTINGS, 3)
    window.panels.show("analysis")
    wait_until_idle(window)
    return window.bench.analyses.form


def change_neighbours(qtbot, window, form, key: Qt.Key) -> None:
    field = form.findChild(QSpinBox, "entry-k")
    qtbot.keyClick(field, key)
    wait_until_idle(window)


def test_a_change_of_the_form_is_drawn_on_the_map(qtbot, window, form):
    change_neighbours(qtbot, window, form, Qt.Key.Key_Up)
    assert window.mapping._preview is not None and not window.bench.previewing.banner.isHidden()
    assert window.bench.previewing.banner.text() == "Preview, not kept"


def test_nothing_of_a_preview_is_kept_or_undone(qtbot, window, form):
    steps, store = window.session.steps.done, window.session.store
    change_neighbours(qtbot, window, form, Qt.Key.Key_Up)
    assert (len(store.results), window.session.steps.done) == (0, steps)
    assert all(layer.result is None for layer in window.session.layers)


def test_a_run_takes_the_preview_off_the_map(qtbot, window, form):
    change_neighbours(qtbot, window, form, Qt.Key.Key_Up)
    qtbot.mouseClick(window.bench.analyses.run, Qt.MouseButton.LeftButton)
    wait_until_idle(window)
    assert window.mapping._preview is None and window.bench.previewing.banner.isHidden()


def test_whoever_wants_no_previews_gets_none(qtbot, window, form):
    window.bench.analyses.live.setChecked(False)
    change_neighbours(qtbot, window, form, Qt.Key.Key_Up)
    assert window.mapping._preview is None


def test_a_preview_that_takes_long_is_given_up_and_told(qtbot, window, form, monkeypatch):
    def slow(self, *given):
        while not given[-1].cancelled:
            time.sleep(0.01)
        raise Cancelled

    monkeypatch.setattr(Previews, "preview", slow)
    window.bench.previewing._limit.setInterval(50)
    change_neighbours(qtbot, window, form, Qt.Key.Key_Up)
    told = "A preview would take long here. Run the analysis to see its answer."
    assert window.bench.previewing.banner.text() == told and window.mapping._preview is None


def test_a_preview_of_all_rows_says_what_a_run_says(window):
    store = window.session.store
    preview = Previews(store).preview("hotspots", SETTINGS, "community", None, 3, Progress())
    whole = run(store, "hotspots", SETTINGS, "community", 3)
    assert preview.is_whole and preview.result.primary.equals(whole.primary)


def test_a_sample_is_of_the_rows_nearest_to_a_point(window):
    previews = Previews(window.session.store)
    previews.preview("hotspots", SETTINGS, "community", None, 3, Progress())
    inputs = previews._known[1]
    rows = nearest(inputs, (0, 0), 4)
    assert np.flatnonzero(rows).tolist() == [0, 1, 8, 9]
