"""Are like values together in the map as a whole? One figure for all sites, and how sure it is."""
