"""The analyses: declarations only, each in a module that imports no kernel."""
