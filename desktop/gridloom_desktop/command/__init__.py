"""The command ``gridloom``."""

import os

# No plugin of pydantic is wanted, and looking for them reads the metadata of every package.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
