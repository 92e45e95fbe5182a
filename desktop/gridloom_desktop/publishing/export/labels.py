"""What classes and maps are called, which may hold the texts of rows."""

import pyarrow as pa

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure import scrubbed


def without_identifiers(text: str) -> str:
    """Return a text with the citizen IDs and mobile numbers in it masked."""
    return scrubbed(pa.chunked_array([[text]])).to_pylist()[0]


def released_label(label: Bilingual) -> Bilingual:
    """Return a label without identifiers."""
    return {"zh": without_identifiers(label["zh"]), "en": without_identifiers(label["en"])}
