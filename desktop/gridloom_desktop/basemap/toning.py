"""How strong a basemap is: thematic colours shall stand out above it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from gridloom_desktop.canvas import Colour


class Toning(BaseModel):
    """Opacity, brightness and saturation; as it is made, a basemap is shown as it comes.

    ``brightness`` −1 is black, 0 as it comes, 1 white; ``saturation`` 0 is grey.
    """

    model_config = ConfigDict(frozen=True)

    opacity: Annotated[float, Field(ge=0, le=1)] = 1.0
    brightness: Annotated[float, Field(ge=-1, le=1)] = 0.0
    saturation: Annotated[float, Field(ge=0, le=2)] = 1.0

    @property
    def line(self) -> tuple[float, float]:
        """Factor and summand of a channel (0-255) for the brightness."""
        return 1 - abs(self.brightness), 255 * max(self.brightness, 0.0)

    def toned(self, colour: Colour) -> Colour:
        """Return a colour as brightness and saturation make it.

        >>> QUIET.toned((200, 40, 40))
        (155, 131, 131)
        """
        factor, summand = self.line
        grey = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]
        levels = [grey + (level - grey) * self.saturation for level in colour]
        red, green, blue = (
            int(min(max(factor * level + summand, 0.0), 255.0) + 0.5) for level in levels
        )
        return red, green, blue


AS_IT_COMES = Toning()
QUIET = Toning(opacity=0.8, brightness=0.25, saturation=0.25)
"""How a basemap is shown before anyone chose."""
