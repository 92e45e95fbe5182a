"""Asking a city: conditions in lines with their count, saved questions, a search for places."""
