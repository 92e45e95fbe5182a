"""Publishing: web map, sheet and workbook, all through the gate."""
