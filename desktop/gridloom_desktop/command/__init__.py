"""The command ``gridloom``."""
