"""Analyses run beside all else: the map answers meanwhile, and what changed meanwhile is told."""

import threading

import pytest
from tests.desktop.window.conftest import write_communities

from gridloom_analytics import running
from gridloom_analytics.selecting import Where
from gridloom_desktop.window.screenshot import wait_until_idle, wait_while
from gridloom_layers.errors import Cancelled
from gridloom_layers.workspace import open_workspace

SETTINGS = {"value": "residents", "permutations": 9}


@pytest.fixture
def computing(window, monkeypatch):
    """A window in which an analysis runs until the event is set, or it is cancelled."""
    may_end, run = threading.Event(), running.run

    def slow(store, analysis, settings, layer, seed, progress):
        while not may_end.wait(0.01):
            if progress.cancelled:
                raise Cancelled
        return run(store, analysis, settings, layer, seed, progress)

    monkeypatch.setattr(running, "run", slow)
    window.bench.analysing.ask("hotspots", "community", SETTINGS)
    return window, may_end


def test_rows_are_selected_while_an_analysis_runs(computing):
    window, may_end = computing
    window.session.select("community", Where(text="residents > 900"))
    wait_while(lambda: window.session.selection is None)
    assert len(window.session.selection.keys) == 9 and window.operations.working
    may_end.set()
    wait_until_idle(window)
    assert window.session.store.results and not window.operations.working


def test_a_layer_that_is_changed_while_an_analysis_runs_is_told(computing, workspace):
    window, may_end = computing
    other = open_workspace(workspace)
    write_communities(other)
    other.close()
    wait_while(lambda: window.session.store.sequence != open_sequence(workspace))
    may_end.set()
    wait_until_idle(window)
    assert "was changed while the analysis ran. Run it again." in window.bench.analyses.fault
    assert not window.session.store.results


def open_sequence(workspace) -> int:
    store = open_workspace(workspace)
    store.close()
    return store.sequence


def test_an_analysis_that_is_cancelled_leaves_nothing(computing):
    window, _ = computing
    window.operations.cancel()
    wait_until_idle(window)
    assert not window.session.store.results and not window.operations.working


def test_a_window_closed_while_an_analysis_runs_ends_it(computing):
    window, _ = computing
    window.end()
    assert window.close()
