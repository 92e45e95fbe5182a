"""All layers that the parameters of an analysis ask for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from gridloom_analytics.analysis import Analysis, Inputs, Parameters
from gridloom_analytics.preparing.defaults import default_layer
from gridloom_analytics.preparing.plain import plain_inputs
from gridloom_analytics.preparing.selecting import selected
from gridloom_analytics.preparing.workspace import workspace_inputs
from gridloom_analytics.settings import MAIN, Asked, asked_of
from gridloom_layers.coordinates import parse_crs
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry import has_place
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Reading, open_workspace

LAYER_OF_FILE = "|layername="
"""What stands between a file and the name of one of its layers, as QGIS writes it."""


def gather(
    target: Path | Reading,
    analysis: Analysis,
    parameters: Parameters,
    layer: str | None,
    progress: Progress,
    crs: str | None = None,
) -> Inputs:
    """Return the layer an analysis works on, with the further layers its parameters name.

    ``target`` is a workspace, opened or as a folder, or a file with a layer; ``layer`` names the
    layer in it. A layer of a file is projected to ``crs`` where one is given. Further layers are
    in the coordinate system of the first.
    """
    asked = asked_of(parameters)
    main = replace(asked.pop(MAIN), named=layer, geometry=analysis.geometry)
    with reading(target) as source:
        inputs = _inputs(source, main, progress)
        inputs = inputs if crs is None else projected(inputs, crs)
        layers = {
            name: _alike(_inputs(*_found(source, one), progress), inputs)
            for name, one in asked.items()
            if one.named is not None or (one.level is not None and not isinstance(source, Path))
        }
    return replace(inputs, layers=layers)


def whole_layer(target: Path | Reading, name: str) -> gpd.GeoDataFrame:
    """Return a layer with all its columns."""
    with reading(target) as source:
        if isinstance(source, Path):
            return plain_inputs(source, name).layer
        return source.layer(name, list(source.table(name).field_names))


@contextmanager
def reading(target: Path | Reading) -> Iterator[Path | Reading]:
    """Yield a file as it is, and a workspace opened, for as long where it is given as a folder."""
    if not isinstance(target, Path) or not target.is_dir():
        yield target
        return
    store = open_workspace(target)
    try:
        yield store
    finally:
        store.close()


def _inputs(source: Path | Reading, asked: Asked, progress: Progress) -> Inputs:
    if isinstance(source, Path) and source.is_dir():
        with reading(source) as store:
            return _inputs(store, asked, progress)
    if not isinstance(source, Path):
        kind = asked.geometry or "area"
        name = asked.named or (asked.level and default_layer(source, kind, asked.level))
        return workspace_inputs(
            source, asked.columns, name, progress, kind, asked.where, asked.usual
        )
    inputs = plain_inputs(source, asked.named)
    return inputs if asked.where is None else selected(inputs, asked.where)


def _found(source: Path | Reading, asked: Asked) -> tuple[Path | Reading, Asked]:
    """Return where a further layer is, and what is asked of it there.

    Its name is that of a layer beside the first one, or a path: of a file or of a workspace,
    with ``|layername=NAME`` behind it for one of several layers.
    """
    text = asked.named or ""
    beside = not isinstance(source, Path) and text in source.tables
    path, _, name = text.partition(LAYER_OF_FILE)
    if beside or not text or not Path(path).exists():
        return source, asked
    return Path(path), replace(asked, named=name or None)


def projected(inputs: Inputs, crs: str) -> Inputs:
    """Return inputs in another coordinate system; refuse what it cannot hold."""
    wanted, where = parse_crs(crs), Where(layer=inputs.name)
    if inputs.crs is None:
        raise BadInput(
            "no-crs",
            tr("“{layer}” has no coordinate reference system, so it cannot be projected.",
               layer=inputs.name),
            where,
            tr("Import it into a workspace; --crs there tells in which system it is."),
        )  # fmt: skip
    layer = inputs.layer.to_crs(wanted)
    shapes = layer.geometry.to_numpy()
    there = has_place(shapes)
    if not np.isfinite(shapely.bounds(shapes[there])).all():
        raise BadInput(
            "outside-crs",
            tr("“{layer}” has places that {crs} cannot hold.", layer=inputs.name, crs=crs),
            where,
            tr("Are its axes swapped, or is another system meant?"),
        )
    return replace(inputs, layer=layer, crs=wanted.to_string())


def _alike(inputs: Inputs, main: Inputs) -> Inputs:
    """Return inputs in the coordinate system of the first layer."""
    if inputs.crs == main.crs:
        return inputs
    if inputs.crs is None or main.crs is None:
        raise BadInput(
            "no-crs",
            tr(
                "“{layer}” has no coordinate reference system, so “{a}” and “{b}” cannot be laid "
                "over each other.",
                layer=(inputs if inputs.crs is None else main).name,
                a=main.name,
                b=inputs.name,
            ),
            Where(layer=inputs.name),
            tr("Give both layers a coordinate reference system."),
        )
    return replace(inputs, layer=inputs.layer.to_crs(main.crs), crs=main.crs)
