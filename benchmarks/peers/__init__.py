"""Peers that need a Python of their own and run as child processes."""
