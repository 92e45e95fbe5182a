"""The city as data: readers, codes, coordinates, import, joins, workspace."""
