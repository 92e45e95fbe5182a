"""Charts that are linked to the map: what is drawn of all rows, and of the selected ones."""
