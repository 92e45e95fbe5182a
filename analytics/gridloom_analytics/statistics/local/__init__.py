"""Local statistics: one figure for each site and its neighbours."""
