"""Text of answers and layers in the window's language."""

from gridloom_analytics.bilingual import Bilingual
from gridloom_layers.language import current_language


def shown(text: Bilingual) -> str:
    """Return a bilingual text in the current language."""
    return text[current_language()]
