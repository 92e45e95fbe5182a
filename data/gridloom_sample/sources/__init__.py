"""The files that departments send: CSV, spreadsheets, shapefiles, GeoPackages, Parquet."""
