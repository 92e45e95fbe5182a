"""Centrography: where the middle of places is, and how far and which way they spread."""
