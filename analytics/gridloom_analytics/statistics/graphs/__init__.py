"""Who is next to whom: one graph type, and the ways to build one."""
