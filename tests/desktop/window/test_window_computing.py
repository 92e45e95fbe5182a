"""Analyses run beside all else: the map answers meanwhile, and what changed meanwhile is told."""

import threading
from dataclasses import replace

import pytest
from tests.desktop.window.conftest import write_communities, write_persons

from gridloom_analytics import running
from gridloom_analytics.selecting import Where
from gridloom_desktop.window.model.answering import find, snapshot
from gridloom_desktop.window.screenshot import wait_until_idle, wait_while
from gridloom_layers.errors import Cancelled
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
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
    assert "rests on was changed while it ran. Run it again." in window.bench.analyses.fault
    assert not window.session.store.results


def open_sequence(workspace) -> int:
    store = open_workspace(workspace)
    store.close()
    return store.sequence


def test_a_finding_holds_until_what_it_rests_on_is_changed(workspace):
    store = open_workspace(workspace)
    found = find(snapshot(store, Progress()), "hotspots", SETTINGS, "community", Progress())
    write_persons(store)
    assert found.still_holds(store)
    with store.change() as change:
        change.put_measure("m", "count(people) by community")
    assert found.still_holds(store)
    gone = replace(found, tables={"gone": found.tables["community"]})
    assert not gone.still_holds(store)
    write_communities(store)
    assert not found.still_holds(store)
    store.close()


def test_work_that_is_cancelled_as_it_ends_is_not_kept(window):
    kept = []
    operation = window.operations.compute(
        tr("Value"), lambda _: 1, lambda one, progress: progress.cancel() or one,
        lambda one, _: kept.append(one), kept.append,
    )  # fmt: skip
    wait_until_idle(window)
    assert operation.ending == "cancelled" and not kept and not window.operations.working


def test_an_analysis_that_is_cancelled_leaves_nothing(computing):
    window, _ = computing
    window.operations.cancel()
    wait_until_idle(window)
    assert not window.session.store.results and not window.operations.working


def test_a_window_closed_while_an_analysis_runs_ends_it(computing):
    window, _ = computing
    window.end()
    assert window.close()
