"""Text that is kept with an answer in both languages, so that it needs no catalogue to be read."""

from gridloom_layers.language import Language

Bilingual = dict[Language, str]
"""``{"zh": …, "en": …}``, as ``Message.both()`` makes it."""
