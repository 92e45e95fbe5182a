"""Disclosure control: which figures may be published, and how codes are masked."""
