"""Smoothing on a lattice by fast Fourier transforms, with edge correction, fixed or adaptive."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import fft

from gridloom_analytics.statistics.density.kernels import Kernel
from gridloom_analytics.statistics.density.lattice import Lattice

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Spectrum = npt.NDArray[np.complex128]
Edge = Literal["total", "even", "none"]

STEP = 1.1
"""The ratio of neighbouring bandwidths; between them heights are interpolated, which changes
those of a kernel by at most 0.3 % of its peak."""
LEAST_MASS = 1e-6
"""Centres far outside the study area have no mass inside; nothing that is used lies there."""
ALL_CORES = -1


@dataclass(frozen=True)
class Smoother:
    """A linear smoother of weights that lie at the centres of a lattice.

    ``inside`` are the cells of the study area. ``bandwidth`` is one for all, or a surface of
    those of the weights that lie at each centre. ``edge`` says how the weight that would fall
    outside the study area is treated: ``total`` divides the weight at a centre by the kernel's
    mass inside (Jones 1993; Diggle 2010), so that the surface inside holds the total; ``even``
    divides the surface by that mass (Diggle 1985), so that an even spread looks even up to the
    border; ``none`` lets it fall outside.
    """

    lattice: Lattice
    inside: Mask
    kernel: Kernel
    bandwidth: float | Floats
    edge: Edge = "total"

    def smooth(self, binned: Floats, power: int = 1) -> Floats:
        """Return the sum over centres of their binned weight times the kernel around them.

        In weight per unit of area. With ``power`` 2 or 3 the kernel, edge correction included,
        enters squared or cubed: sums that make variances and skewness.
        """
        total: Spectrum | None = None
        for share, spectrum in self._levels(power):
            weights = binned if share is None else binned * share
            if self.edge == "total":
                weights = weights / self.mass**power
            part = self._transformed(weights)
            part *= spectrum
            total = part if total is None else total + part
        surface = np.maximum(self._back(np.asarray(total)), 0.0)
        return surface / self.mass**power if self.edge == "even" else surface

    @cached_property
    def mass(self) -> Floats:
        """The share of the kernel around each centre that is inside the study area."""
        inside = self._transformed(self.inside.astype(np.float64))
        total = np.zeros(self.lattice.shape)
        for share, spectrum in self._levels(1):
            mass = self._back(inside * spectrum) * self.lattice.cell**2
            total += mass if share is None else mass * share
        return np.maximum(total, LEAST_MASS)

    def _levels(self, power: int) -> Iterator[tuple[Floats | None, Floats]]:
        """Yield the transformed kernel of each bandwidth, and the share that centres have in it."""
        if not isinstance(self.bandwidth, np.ndarray):
            yield None, self._kernel(float(self.bandwidth), power)
            return
        for level, share in _shares(self.bandwidth):
            yield share, self._kernel(level, power)

    def _kernel(self, bandwidth: float, power: int) -> Floats:
        """Return the transformed heights of the kernel, its volume on the lattice being 1.

        A kernel is the same to all sides: its transform is real, and a quarter of it tells all.
        """
        rows, columns = (np.arange(n // 2 + 1) * self.lattice.cell for n in self._padded)
        heights = self.kernel.heights(rows[:, None] ** 2 + columns**2, bandwidth)
        quarter = _cosines(heights)
        volume = quarter[0, 0] * self.lattice.cell**2
        if power > 1:
            quarter = _cosines(heights**power)
        return np.concatenate([quarter, quarter[-2:0:-1]]) / volume**power

    @cached_property
    def _padded(self) -> tuple[int, int]:
        """The shape in which no kernel reaches around the lattice to its other side."""
        reach = int(np.ceil(np.max(self.bandwidth) * self.kernel.reach / self.lattice.cell))
        rows, columns = (n + min(reach, n - 1) for n in self.lattice.shape)
        return _fast(rows), _fast(columns)

    def _transformed(self, surface: Floats) -> Spectrum:
        return np.asarray(fft.rfft2(surface, self._padded, workers=ALL_CORES))

    def _back(self, spectrum: Spectrum) -> Floats:
        whole = np.asarray(fft.irfft2(spectrum, self._padded, workers=ALL_CORES))
        return whole[: self.lattice.rows, : self.lattice.columns]


def _fast(n: int) -> int:
    """Return the next even length that is transformed fast."""
    return 2 * int(fft.next_fast_len(-(-n // 2), real=True))  # pyright: ignore[reportArgumentType]


def _cosines(quarter: Floats) -> Floats:
    """Return a quarter of the transform of what is even along both axes; its first is the sum."""
    return np.asarray(fft.dctn(quarter, type=1, workers=ALL_CORES))


def _shares(bandwidths: Floats) -> Iterator[tuple[float, Floats]]:
    """Yield levels of bandwidth, and the share that each centre has in a level.

    Each bandwidth is made of the two levels around it. Shares are linear in h⁻², as the height of
    a kernel is.
    """
    least, most = float(bandwidths.min()), float(bandwidths.max())
    count = int(np.ceil(np.log(most / least) / np.log(STEP))) + 1
    levels = np.geomspace(least, most, count) if count > 1 else np.array([least])
    place = np.interp(bandwidths**-2, levels[::-1] ** -2, np.arange(count)[::-1])
    for number, level in enumerate(levels):
        share = np.maximum(1 - np.abs(place - number), 0.0)
        if share.any():
            yield float(level), share
