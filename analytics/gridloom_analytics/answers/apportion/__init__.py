"""Apportion: counts and rates of the areas of one layer, on the areas of another one."""
