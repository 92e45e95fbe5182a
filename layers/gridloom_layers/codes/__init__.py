"""Codes of persons, entities, areas, buildings and components: normal form and check."""
