"""Pictures with a place: GeoTIFF in any CRS, read by windows at the resolution of the view."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gridloom_desktop.basemap.archive import TileFormat, damaged_archive
from gridloom_desktop.basemap.pictures import Pixels, premultiplied
from gridloom_desktop.basemap.tiling import overlap
from gridloom_desktop.basemap.warping import Mosaic
from gridloom_desktop.canvas import Box
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rasterio.io import DatasetReader
    from rasterio.windows import Window

MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
LARGEST_PLAIN = 256 << 20
"""Pixels of a picture without overviews: all of them are read to show the whole."""
LARGEST_BLOCK = 64 << 20
"""Pixels of a block, which is unpacked as a whole."""
MOST_PIXELS = 64 << 20
STRETCH = (2, 98)
"""The percentiles between which values that are no colours are drawn from black to white."""
SAMPLE = 512
BESIDE = (".ovr", ".msk")


class GeoTiff:
    """A GeoTIFF, read only; raises ``BadInput`` for what is none or has no place.

    Three or four bands of bytes are colours, one with a palette is too; of anything else the first
    band is drawn in greys. ``crs`` overrules what the file says.
    """

    format: TileFormat = "picture"

    def __init__(self, path: Path, crs: str | None = None) -> None:
        self._path, self._lock = path, Lock()
        _refuse_disguised(path)
        with _careful(path):
            self._file = _opened(path)
        try:
            self._check()
            self.crs: str = crs or self._own_crs()
            self._stretch = self._limits()
        except BaseException:
            self.close()
            raise

    @property
    def box(self) -> Box:
        """The box that the picture fills, in its CRS."""
        left, bottom, right, top = self._file.bounds
        return left, bottom, right, top

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()

    def mosaic(self, box: Box, resolution: float) -> Mosaic | None:
        """Return what the picture has of a box, in pixels of about ``resolution``; None outside."""
        shared = overlap(box, self.box)
        if shared is None:
            return None
        across, down = self._file.res
        window = self._window(shared, across, down)
        shrink = max(resolution / max(across, down), 1.0)
        width, height = (max(round(size / shrink), 1) for size in (window.width, window.height))
        if width * height > MOST_PIXELS:
            return None
        with self._lock, _careful(self._path):
            pixels = self._pixels(window, width, height)
        left, top = self.box[0] + window.col_off * across, self.box[3] - window.row_off * down
        return Mosaic(
            pixels, left, top, (across * window.width / width, down * window.height / height)
        )

    def _window(self, box: Box, across: float, down: float) -> Window:
        """Return whole pixels around a box, one more on each side, within the picture."""
        from rasterio.windows import Window  # late: rasterio takes 0.15 s

        left, top = self.box[0], self.box[3]
        first_x, first_y = int((box[0] - left) / across) - 1, int((top - box[3]) / down) - 1
        last_x, last_y = int((box[2] - left) / across) + 2, int((top - box[1]) / down) + 2
        first_x, first_y = max(first_x, 0), max(first_y, 0)
        last_x, last_y = min(last_x, self._file.width), min(last_y, self._file.height)
        return Window(first_x, first_y, last_x - first_x, last_y - first_y)  # pyright: ignore

    def _pixels(self, window: Window | None, width: int, height: int) -> Pixels:
        channels = np.empty((height, width, 4), dtype=np.uint8)
        channels[..., 3] = self._file.dataset_mask(window=window, out_shape=(height, width))
        bands = [1, 2, 3] if self._coloured else [1]
        found = self._read(bands, window, width, height)
        if self._palette is not None:
            channels[..., :3] = self._palette[np.clip(found[0], 0, len(self._palette) - 1)]
        else:
            channels[..., :3] = np.moveaxis(self._stretched(found), 0, -1)
        return premultiplied(channels)

    def _read(
        self, bands: list[int], window: Window | None, width: int, height: int
    ) -> npt.NDArray[Any]:
        from rasterio.enums import Resampling  # late, as above

        way = Resampling.nearest if self._palette is not None else Resampling.average
        shape = (len(bands), height, width)
        return self._file.read(bands, window=window, out_shape=shape, resampling=way)

    @property
    def _coloured(self) -> bool:
        return self._file.count >= 3

    @property
    def _palette(self) -> npt.NDArray[np.uint8] | None:
        """The colour of each value (values, 3), where the picture has a palette."""
        if self._file.colorinterp[0].name != "palette":
            return None
        colours = self._file.colormap(1)
        palette = np.zeros((max(colours) + 1, 3), dtype=np.uint8)
        for value, colour in colours.items():
            palette[value] = colour[:3]
        return palette

    def _stretched(self, bands: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
        if self._stretch is None:
            return bands.astype(np.uint8)
        low, high = self._stretch
        shares = (np.nan_to_num(bands.astype(np.float32), nan=low) - low) / (high - low)
        return (np.clip(shares, 0, 1) * 255 + 0.5).astype(np.uint8)

    def _limits(self) -> tuple[float, float] | None:
        """Return the values that are drawn black and white; None where bands are bytes."""
        if self._file.dtypes[0] == "uint8":
            return None
        width, height = (min(size, SAMPLE) for size in (self._file.width, self._file.height))
        with _careful(self._path):
            values = self._read([1], None, width, height)
            there = self._file.dataset_mask(out_shape=(height, width)) > 0
        known = values[0][there & np.isfinite(values[0])].astype(float)
        if not len(known):
            return 0.0, 1.0
        low, high = np.percentile(known, STRETCH).tolist()
        return low, high if high > low else low + 1

    def _check(self) -> None:
        file = self._file
        turned = file.transform.b or file.transform.d or file.transform.e >= 0
        if file.transform.is_identity or turned or not np.isfinite(file.bounds).all():
            raise BadInput(
                "no-place",
                tr("“{file}” is a picture without a place, or a turned one.", file=self._path.name),
                Where(file=str(self._path)),
                tr("Georeference it, north up, and save it as GeoTIFF."),
            )
        plain = not file.overviews(1) and file.width * file.height > LARGEST_PLAIN
        if plain or max(a * b for a, b in file.block_shapes) > LARGEST_BLOCK:
            raise BadInput(
                "no-overviews",
                tr("“{file}” is too large to be shown without overviews.", file=self._path.name),
                Where(file=str(self._path)),
                tr("Save it in tiles with overviews (a cloud-optimised GeoTIFF)."),
            )

    def _own_crs(self) -> str:
        if self._file.crs is None:
            raise BadInput(
                "no-crs",
                tr("“{file}” does not say in which CRS it is.", file=self._path.name),
                Where(file=str(self._path)),
                tr("Choose its CRS, for example EPSG:4547."),
            )
        return self._file.crs.to_wkt()


def _opened(path: Path) -> DatasetReader:
    import rasterio  # late: it takes 0.15 s
    from rasterio.errors import NotGeoreferencedWarning

    # One driver: a file may be called .tif and be a VRT, which reads other files.
    with warnings.catch_warnings(action="ignore", category=NotGeoreferencedWarning):
        return rasterio.open(path, driver="GTiff")


def _refuse_disguised(path: Path) -> None:
    """Refuse overviews and masks beside the picture that are no TIFF: GDAL opens any of them."""
    for ending in BESIDE:
        beside = path.with_name(path.name + ending)
        if beside.is_file():
            with beside.open("rb") as file:
                if file.read(4) not in MAGIC:
                    raise damaged_archive(beside)


@contextmanager
def _careful(path: Path) -> Iterator[None]:
    """Read with GDAL without its files of metadata, which may point anywhere; tell its errors."""
    import rasterio  # late, as above
    from rasterio.errors import RasterioError

    try:
        with rasterio.Env(GDAL_PAM_ENABLED="NO", GTIFF_IGNORE_READ_ERRORS="NO"):
            yield
    except (RasterioError, MemoryError) as error:
        raise damaged_archive(path) from error
