"""Publishing: what leaves the workstation, every bit of it through the gate in ``export``."""
