"""``python -m gridloom_desktop.command``: the command without its entry point."""

from gridloom_desktop.command.main import main

main()
