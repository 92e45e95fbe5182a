"""What a layer is coloured, sized or weighted by: a value of each of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure.persons import ends_coded
from gridloom_layers.roles import RoleField


@dataclass(frozen=True)
class Values:
    """A variable of each row of a layer, in its order, as it may be seen.

    ``column`` has the values: float64 (NaN: none) where they are ``numeric``. ``withheld`` are the
    rows whose value rests on few persons; they have none. ``known`` is what the role says of the
    values, ``words`` what the words of a result mean.
    """

    column: pa.ChunkedArray
    title: Bilingual
    numeric: bool
    unit: str = ""
    withheld: npt.NDArray[np.bool_] | None = None
    known: RoleField | None = None
    words: Mapping[str, Bilingual] = field(default_factory=dict)

    @property
    def cells(self) -> npt.NDArray[np.float64] | npt.NDArray[np.object_]:
        """The values as numbers where they are, else as they are, None where there is none."""
        return self.numbers if self.numeric else np.array(self.column.to_pylist(), dtype=object)

    @property
    def numbers(self) -> npt.NDArray[np.float64]:
        """The values as numbers, NaN where there is none."""
        return np.asarray(self.column.cast(pa.float64()).to_numpy(), dtype=np.float64)

    def with_ends_coded(self) -> "Values":
        """Return numbers of persons so that extreme ones do not tell of whom they are."""
        coded = ends_coded(self.numbers)
        few = np.isfinite(self.numbers) & np.isnan(coded)
        withheld = few if few.any() else self.withheld
        return replace(self, column=pa.chunked_array([coded]), withheld=withheld)
