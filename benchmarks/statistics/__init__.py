"""Spatial statistics against the peers on the same data, one module for each kind."""

from collections.abc import Iterator

from benchmarks.measuring import Measurement
from benchmarks.statistics import (
    areal,
    autocorrelation,
    classes,
    graphs,
    local,
    patterns,
    points,
    regression,
    scan,
    spacetime,
)

MODULES = (
    areal,
    autocorrelation,
    classes,
    graphs,
    local,
    patterns,
    points,
    regression,
    scan,
    spacetime,
)


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements; ``full`` takes minutes, most of them in the peers."""
    for module in MODULES:
        yield from module.measure(full)
