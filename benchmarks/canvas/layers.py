"""The layers that are drawn: buildings of the sample city, real footprints of Tokyo."""

import os
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyogrio
import shapely

from gridloom_desktop.canvas import Shapes, build_shapes

COLOURS = ("#ffffb2", "#fed976", "#feb24c", "#fd8d3c", "#f03b20", "#bd0026")
FULL, TENTH = 18_000_000, 1_500_000
"""Persons of the sample city: 1.2 million buildings, or 100,000."""
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Layer:
    """Footprints in a projected CRS and the class of each."""

    name: str
    crs: str
    areas: npt.NDArray[np.object_]
    classes: npt.NDArray[np.int64]


def sample_buildings(persons: int) -> Layer:
    """Return the buildings of the sample city, classed by their floors."""
    from gridloom_sample.city import found_city  # late: most runs measure something else

    stock = found_city(persons, seed=1).stock
    edges = np.quantile(stock.floors, np.arange(1, len(COLOURS)) / len(COLOURS))
    areas = shapely.multipolygons(stock.footprints.areas[:, None])
    return Layer("sample city", "EPSG:4547", areas, np.searchsorted(edges, stock.floors))


def tokyo_buildings() -> Layer | None:
    """Return the real footprints of five wards of Tokyo, classed by height; None if not here."""
    archive = cities() / "tokyo" / "buildings_5wards.gpkg.zip"
    if not archive.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(archive) as content:
            content.extractall(folder)
        frame = pyogrio.read_dataframe(next(Path(folder).glob("*.gpkg"))).to_crs("EPSG:6677")
    heights = frame["height"].fillna(0).to_numpy(float)
    edges = np.quantile(heights, np.arange(1, len(COLOURS)) / len(COLOURS))
    return Layer("Tokyo", "EPSG:6677", frame.geometry.to_numpy(), np.searchsorted(edges, heights))


def cities() -> Path:
    """Return the folder of real cities' data, present or not."""
    named = os.environ.get("GRIDLOOM_CITIES")
    places = [Path(named)] if named else []
    places += [parent / "shared" / "cities" for parent in (ROOT.parent, ROOT.parent.parent)]
    return next((place for place in places if place.is_dir()), places[0])


def dense_place(layer: Layer) -> tuple[float, float]:
    """Return the middle of the footprint that most others stand near to."""
    xy = shapely.get_coordinates(shapely.centroid(layer.areas))
    cell = np.floor(xy / 500).astype(np.int64)
    _, inverse, counts = np.unique(cell, axis=0, return_inverse=True, return_counts=True)
    x, y = xy[np.argmax(counts[inverse.reshape(-1)])].tolist()
    return x, y


def load(file: Path) -> Shapes:
    """Read the shapes of a GeoPackage as the window does."""
    with pyogrio.open_arrow(file, columns=[], use_pyarrow=True, batch_size=65_536) as (meta, parts):
        name = meta["geometry_name"] or "wkb_geometry"
        return build_shapes("area", (part.column(name) for part in parts))


def write(layer: Layer, file: Path) -> None:
    """Write a layer as the workspace does."""
    table = pa.table(
        {"class": layer.classes, "geometry": pa.array(shapely.to_wkb(layer.areas), pa.binary())}
    )
    pyogrio.write_arrow(
        table, file, layer="layer", driver="GPKG", geometry_name="geometry",
        geometry_type="MultiPolygon", crs=layer.crs,
    )  # fmt: skip
