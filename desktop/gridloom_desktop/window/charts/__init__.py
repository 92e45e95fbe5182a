"""Charts that are linked to the map, as widgets: thin, one module a kind of chart."""
