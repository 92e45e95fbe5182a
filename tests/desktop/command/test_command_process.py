"""The real process: start-up, standard streams, signals."""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "gridloom_desktop.command"]
START_UP_S = 0.3


@pytest.fixture
def environment() -> dict[str, str]:
    """Return the environment of a process that finds this checkout and speaks English."""
    paths = [
        path for path in sys.path if Path(path).name in ("layers", "analytics", "desktop", "data")
    ]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "LC_ALL": "C.UTF-8"}


def test_listing_the_analyses_takes_under_0_3_s_of_process_time(environment) -> None:
    listing = [*COMMAND, "analyses", "--json"]
    times = []
    for _ in range(12):  # the first one may compile bytecode, others share the machine
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        answer = subprocess.run(listing, env=environment, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if times[-1] < START_UP_S:
            break
    assert {one["name"] for one in json.loads(answer.stdout)["data"]} >= {"hotspots", "outliers"}
    assert min(times) < START_UP_S


def test_a_reader_that_leaves_early_gets_no_traceback(environment) -> None:
    process = subprocess.Popen(
        [*COMMAND, "analyses", "--json"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", 0)


def test_chinese_survives_a_pipe_without_utf8(environment) -> None:
    spoken = subprocess.run(
        [*COMMAND, "describe", "没有.gridloom", "--lang", "zh", "--json"],
        env={**environment, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
    )
    assert (
        "“没有.gridloom”不是格织工作区。"
        in json.loads(spoken.stdout.decode("utf-8"))["error"]["message"]
    )


@pytest.mark.skipif(os.name == "nt", reason="SIGTERM cannot be handled there")
def test_sigterm_cancels_a_sample_and_leaves_no_half_folder(environment, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "sample", str(tmp_path / "city"), "--progress", "json"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert json.loads(process.stderr.readline())["step"]
    process.send_signal(signal.SIGTERM)
    assert (process.wait(60), list(tmp_path.iterdir())) == (130, [])


def test_serve_ends_with_its_input(environment) -> None:
    served = subprocess.run(
        [*COMMAND, "serve", "--stdio"],
        env=environment,
        input='{"id": 1, "args": ["analyses", "hotspots"]}\n',
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(served.stdout)["data"][0]["name"] == "hotspots"
