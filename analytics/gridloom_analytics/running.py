"""Run an analysis by its name, on a workspace or on any file with a layer."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd

from gridloom_analytics.analyses import named
from gridloom_analytics.analysis import Analysis, Inputs, Parameters
from gridloom_analytics.keeping import keep, kept, mapped
from gridloom_analytics.preparing.gathering import gather, reading, whole_layer
from gridloom_analytics.result import Result
from gridloom_analytics.settings import read_settings, without_effect
from gridloom_analytics.statistics.significance.jobs import run_abandonable
from gridloom_analytics.withholding import with_visible
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Reading, open_workspace

__all__ = ["answered", "keep", "kept", "layer_of", "mapped", "run"]


def run(
    target: Path | Reading,
    analysis: str,
    settings: Mapping[str, Any],
    layer: str | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    crs: str | None = None,
) -> Result:
    """Run an analysis; the same arguments on the same data give the same values bit for bit.

    ``target`` is a workspace, opened or as a folder, or a file with a layer. ``settings`` are the
    analysis's parameters, as values or as text. In a workspace a parameter that names a column
    takes a field of the layer, a kept measure, or the text of a measure; ``layer`` is by default
    the finest area level. A layer of a file is projected to ``crs`` before. Raises ``BadInput``
    for anything that cannot be used, and ``Cancelled`` within a moment of ``progress.cancel()``,
    whatever is being computed.
    """
    if seed < 0:
        raise BadInput(
            "bad-seed",
            tr("The seed {seed} is negative.", seed=seed),
            hint=tr("Give a whole number from 0 on."),
        )
    if crs is not None and not _is_file(target):
        raise BadInput(
            "is-workspace",
            tr("A workspace has a coordinate reference system of its own."),
            hint=tr("Leave --crs out."),
        )
    wanted = named(analysis)
    parameters = read_settings(wanted, settings)
    watch = progress or Progress()
    if own := wanted.load_inputs():
        with reading(target) as source:
            store = open_workspace(source) if isinstance(source, Path) else source  # or tells why
            inputs = own(store, layer, parameters, watch)
    else:
        inputs = gather(target, wanted, parameters, layer, watch, crs)
    return answered(wanted, inputs, parameters, seed, watch)


def answered(
    analysis: Analysis, inputs: Inputs, parameters: Parameters, seed: int, progress: Progress
) -> Result:
    """Return what an analysis says of inputs, and what of it may be seen."""
    function = analysis.load()

    def found(inputs: Inputs, parameters: Parameters, seed: int, watch: Progress) -> Result:
        result = function(inputs, parameters, seed, watch)
        return replace(result, warnings=(*result.warnings, *without_effect(parameters)))

    def answer() -> Result:
        result = found(inputs, parameters, seed, progress)
        return with_visible(result, found, inputs, parameters, seed, progress)

    return run_abandonable(answer, progress)


def layer_of(target: Path | Reading, result: Result) -> gpd.GeoDataFrame:
    """Return the layer that a result is about, with its source columns, on the same index.

    It is in the system of the result, which a file was perhaps projected to.
    """
    layer = whole_layer(target, result.layer).loc[result.primary.index]
    return layer.to_crs(result.crs) if _is_file(target) and result.crs else layer


def _is_file(target: Path | Reading) -> bool:
    return isinstance(target, Path) and not target.is_dir()
