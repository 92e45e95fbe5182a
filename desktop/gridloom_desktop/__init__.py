"""The workstation: command line, window, publishing."""
