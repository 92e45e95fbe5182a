"""Rows of a table that something is done with."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_layers.workspace import ROW_KEY, Reading


@dataclass(frozen=True)
class Chosen:
    """Rows of a table: those at ``positions``, or those with ``keys``; without either, all."""

    table: str
    positions: npt.NDArray[np.int64] | None = None
    keys: npt.NDArray[np.int64] | None = None

    def places(self, store: Reading) -> npt.NDArray[np.int64] | None:
        """Return the positions of the rows, None where all are meant."""
        if self.keys is None:
            return self.positions
        positions = store.positions(self.table, self.keys)
        return positions[positions >= 0]

    def row_keys(self, store: Reading) -> npt.NDArray[np.int64]:
        """Return the keys of the rows, rising."""
        places = self.places(store)
        if places is None:
            places = np.arange(store.table(self.table).rows)
        return np.sort(store.rows_at(self.table, places, []).column(ROW_KEY).to_numpy())
