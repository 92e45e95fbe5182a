"""The columns that a store adds to those of a source."""

ROW_KEY = "row_key"
"""The opaque int64 that identifies a row of a table for ever; links hold it."""
GEOMETRY = "geometry"
"""The column of batches that holds geometries as WKB in the workspace's CRS."""
SOURCE_NUMBER, SOURCE_ROW = "source_number", "source_row"
"""Where a row came from: ``SourceInfo.number`` and the row number that the user sees there."""
ENDED_BY = "ended_by"
"""In the history of a table: the number of the source that changed or removed the row."""
OWN_COLUMNS = frozenset({ROW_KEY, GEOMETRY, SOURCE_NUMBER, SOURCE_ROW, ENDED_BY})
"""What no field of a table may be called: the columns that the store adds."""
