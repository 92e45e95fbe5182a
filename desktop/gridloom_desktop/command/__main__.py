"""``gridloom`` as a process of its own, also as ``python -m gridloom_desktop.command``."""

import gc


def main() -> None:
    """Load the command and run it.

    Nothing that is loaded is garbage: to look for some would take a tenth of the start.
    """
    gc.disable()
    try:
        from gridloom_desktop.command.main import main as run_command
    finally:
        gc.freeze()
        gc.enable()
    run_command()


if __name__ == "__main__":
    main()
