"""The city as data: readers, codes, coordinates, import, joins, workspace."""

import os

# A file named .shp or .geojson may hold a VRT that reads other files. GDAL learns which drivers to
# leave out when it is loaded, so this stands before every import of pyogrio and fiona.
os.environ["GDAL_SKIP"] = "OGR_VRT"
