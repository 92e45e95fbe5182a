"""A small workspace, and a way to put tables into it without the importer."""

import datetime as dt

import pyarrow as pa
import pytest

from gridloom_layers.roles import role
from gridloom_layers.workspace import TableField, TableSpec, create_workspace

TYPES = {"int64": "integer", "double": "number"}


class City:
    """A workspace in a test: ``put`` writes a table, row keys counted from ``first_key``."""

    def __init__(self, path, crs):
        self.store = create_workspace(path, crs, dt.date(2026, 1, 1))

    def put(self, name, columns, role_name=None, shapes=None, geometry=None, first_key=0):
        arrays = {column: pa.array(values) for column, values in columns.items()}
        rows = len(next(iter(arrays.values()))) if arrays else len(shapes)
        own = role(role_name or name)
        fields = tuple(
            TableField(
                name=column,
                type=TYPES.get(str(array.type), "text"),
                canonical=own.field(column) is not None,
            )
            for column, array in arrays.items()
        )
        keys = {"row_key": pa.array(range(first_key, first_key + rows), pa.int64())}
        keys["source_number"] = pa.array([1] * rows, pa.int32())
        keys["source_row"] = pa.array(range(2, rows + 2), pa.int64())
        if geometry:
            wkb = [None if shape is None else shape.wkb for shape in shapes]
            arrays["geometry"] = pa.array(wkb, pa.binary())
        spec = TableSpec(name, own.name, fields, key=own.key, geometry=geometry)
        with self.store.change() as change:
            change.write(spec, [pa.record_batch(keys | arrays)])

    def keys(self, left, right):
        """Return the link column from ``left`` to ``right``."""
        return self.store.attributes(left, [f"{right}_key"]).column(1).to_pylist()


@pytest.fixture
def city(tmp_path):
    made = City(tmp_path / "city.gridloom", "EPSG:3826")
    yield made
    made.store.close()
