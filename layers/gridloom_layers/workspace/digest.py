"""What a layer holds as one number: SQLite has no checksums that would show a flipped bit."""

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyogrio

from gridloom_layers.locks import told_if_locked


def layer_digest(path: Path) -> tuple[int, str]:
    """Return the number of rows in a layer's GeoPackage, and the SHA-256 of all that is read.

    Two files of the same rows in the same order have the same digest, whatever their bytes.
    """
    total, rows = hashlib.sha256(), 0
    with (
        told_if_locked(path),
        pyogrio.open_arrow(path, use_pyarrow=True, batch_size=65_536) as (_, batches),
    ):
        for batch in batches:
            rows += batch.num_rows
            for column in batch.columns:
                total.update(_content(column))
    return rows, total.hexdigest()


def _content(array: pa.Array) -> bytes:
    """Return the values of an array as bytes: which are null, their lengths, the values."""
    if isinstance(array, pa.ExtensionArray):
        array = array.storage
    if not (pa.types.is_binary(array.type) or pa.types.is_string(array.type)):
        array = array.cast(pa.string())
    lengths = pc.fill_null(pc.binary_length(array), -1)
    values = array.drop_null().cast(pa.binary())
    whole = pa.ListArray.from_arrays(pa.array([0, len(values)], pa.int32()), values)
    return lengths.to_numpy().tobytes() + pc.binary_join(whole, b"")[0].as_py()
