"""Scan statistics: which window in space and time holds more cases than chance gives any."""
