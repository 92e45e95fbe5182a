"""The command ``gridloom``: found, started once, and asked from any thread. No widgets."""
