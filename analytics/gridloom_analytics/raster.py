"""A raster: one value for each cell of a regular grid, as an array and as a GeoTIFF."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Raster:
    """Square cells in rows from north to south.

    ``values`` has shape (rows, columns), float32, NaN outside the study area; ``west`` and
    ``north`` are the outer corner of the first cell and ``cell`` the length of a side, all in
    units of ``crs``, which is projected.
    """

    values: npt.NDArray[np.float32]
    west: float
    north: float
    cell: float
    crs: str

    def to_geotiff(self) -> bytes:
        """Return the raster as the bytes of a GeoTIFF; equal rasters give equal bytes."""
        return geotiff({"": self})

    @classmethod
    def from_geotiff(cls, content: bytes) -> "Raster":
        """Return the raster whose GeoTIFF this is."""
        from rasterio.io import MemoryFile  # slow to load, needed by few results

        with MemoryFile(content) as memory, memory.open() as file:
            corner = file.transform
            return cls(file.read(1), corner.c, corner.f, corner.a, file.crs.to_string())


def geotiff(rasters: Mapping[str, Raster]) -> bytes:
    """Return rasters of one grid as the named bands of a GeoTIFF, in their order."""
    from rasterio import Affine  # slow to load, needed by few results
    from rasterio.io import MemoryFile

    first = next(iter(rasters.values()))
    rows, columns = first.values.shape
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff",
            width=columns,
            height=rows,
            count=len(rasters),
            dtype="float32",
            crs=first.crs,
            transform=Affine(first.cell, 0, first.west, 0, -first.cell, first.north),
            nodata=float("nan"),
            compress="deflate",
            tiled=True,
        ) as file:
            for band, (name, raster) in enumerate(rasters.items(), start=1):
                file.write(raster.values, band)
                if name:
                    file.set_band_description(band, name)
        return memory.read()
