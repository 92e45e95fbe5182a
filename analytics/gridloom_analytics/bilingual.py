"""Text that is kept with an answer in both languages, so that it needs no catalogue to be read."""

from dataclasses import dataclass, field

from gridloom_layers.language import Language, Message

Bilingual = dict[Language, str]
"""``{"zh": …, "en": …}``, as ``Message.both()`` makes it."""


def begun(texts: Bilingual) -> Bilingual:
    """Return a title as it stands by itself: with a capital letter, where there are such.

    >>> begun({"zh": "数值", "en": "mean of the value"})["en"]
    'Mean of the value'
    """
    return {language: text[:1].upper() + text[1:] for language, text in texts.items()}


def same(value: object) -> Bilingual:
    """Return what is written alike in both languages, such as a name or a number."""
    return {"zh": str(value), "en": str(value)}


@dataclass(frozen=True)
class Given(Message):
    """A text that exists in both languages already, to be part of a sentence.

    >>> Given.of({"zh": "值", "en": "value"}).render("zh")
    '值'
    """

    texts: Bilingual = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Bilingual) -> "Given":
        """Return ``texts`` as a part of sentences."""
        return cls(texts["en"], texts=texts)

    def render(self, language: Language) -> str:
        """Return the text in ``language``."""
        return self.texts[language]
