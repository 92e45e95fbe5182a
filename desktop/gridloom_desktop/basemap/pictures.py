"""Pictures of tiles as pixels."""

import io
import struct

import numpy as np
import numpy.typing as npt
from numba import njit
from PIL import Image

Pixels = npt.NDArray[np.uint32]
"""(height, width) of 0xAARRGGBB, the colours multiplied by alpha; 0 where there is nothing."""

LARGEST = 2048
"""Pixels of a tile each way; 256 and 512 are usual. What claims more is not unpacked."""


def decoded(tile: bytes) -> Pixels | None:
    """Return the pixels of a PNG, JPEG or WebP; None where it is broken or too large."""
    try:
        with Image.open(io.BytesIO(tile), formats=("PNG", "JPEG", "WEBP")) as image:
            if max(image.size) > LARGEST:
                return None
            pixels = np.asarray(image.convert("RGBA"))
    except (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError):
        return None
    return premultiplied(pixels)


@njit(cache=True, nogil=True)
def premultiplied(channels):
    """Return (height, width, 4) uint8 of red, green, blue and alpha as ``Pixels``."""
    height, width = channels.shape[:2]
    pixels = np.empty((height, width), dtype=np.uint32)
    for row in range(height):
        for column in range(width):
            alpha = np.int64(channels[row, column, 3])
            packed = alpha
            for channel in range(3):
                packed = (
                    packed << 8 | (np.int64(channels[row, column, channel]) * alpha + 127) // 255
                )
            pixels[row, column] = packed
    return pixels


@njit(cache=True, nogil=True)
def halved(pixels):
    """Return pixels at half the size, each the mean of four; an odd last row or column goes."""
    height, width = pixels.shape[0] // 2, pixels.shape[1] // 2
    small = np.empty((height, width), dtype=np.uint32)
    for row in range(height):
        for column in range(width):
            packed = 0
            for shift in (24, 16, 8, 0):
                total = 2
                for i in range(4):
                    one = np.int64(pixels[2 * row + i // 2, 2 * column + i % 2])
                    total += (one >> shift) & 0xFF
                packed = packed << 8 | total // 4
            small[row, column] = packed
    return small


def enlarged(pixels: Pixels, column: int, row: int, share: int) -> Pixels:
    """Return one of ``share`` × ``share`` equal parts of a tile, at the size of the whole tile."""
    height, width = pixels.shape
    # Four plain channels: as RGBA they would be multiplied by alpha once more.
    image = Image.frombuffer("CMYK", (width, height), pixels, "raw", "CMYK", 0, 1)
    left, top = column * width / share, row * height / share
    box = (left, top, left + width / share, top + height / share)
    large = image.resize((width, height), Image.Resampling.BILINEAR, box=box)
    return np.asarray(large).reshape(height, width * 4).view(np.uint32)
