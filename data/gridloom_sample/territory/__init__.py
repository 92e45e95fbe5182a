"""The ground: ten districts carved from eight, base cells, streets, communities, grids."""
