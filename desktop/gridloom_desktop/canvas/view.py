"""A view: which part of the plane a frame of pixels shows."""

from dataclasses import dataclass, replace

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class View:
    """A frame of ``width`` × ``height`` pixels; its upper left corner lies at (``left``, ``top``).

    ``scale`` is pixels per unit of the CRS; x runs to the right, y of the plane runs up and y of
    the frame down. ``ratio`` is how many pixels of the frame a pixel of a symbol's widths takes
    each way: 2 on a screen of high resolution.
    """

    left: float
    top: float
    scale: float
    width: int
    height: int
    ratio: float = 1.0

    @classmethod
    def of_box(cls, box: Box, width: int, height: int, *, margin: float = 0.04) -> "View":
        """Return the view that shows all of ``box``, with a share of the frame as margin.

        A box without width or height (one point) is shown 1 km wide.
        """
        xmin, ymin, xmax, ymax = box
        span_x, span_y = xmax - xmin, ymax - ymin
        if max(span_x, span_y) <= 0:
            span_x = 1000.0
        room = 1 - 2 * margin
        scale = min(width * room / max(span_x, 1e-9), height * room / max(span_y, 1e-9))
        return cls(
            (xmin + xmax) / 2 - width / scale / 2,
            (ymin + ymax) / 2 + height / scale / 2,
            scale,
            width,
            height,
        )

    @property
    def box(self) -> Box:
        """(xmin, ymin, xmax, ymax) of the plane that is seen."""
        right, bottom = self.to_plane(self.width, self.height)
        return self.left, bottom, right, self.top

    def to_plane(self, x: float, y: float) -> tuple[float, float]:
        """Return the place under a pixel position."""
        return self.left + x / self.scale, self.top - y / self.scale

    def to_frame(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel position of a place."""
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    def panned(self, dx: float, dy: float) -> "View":
        """Return the view after the map was dragged by so many pixels."""
        return replace(self, left=self.left - dx / self.scale, top=self.top + dy / self.scale)

    def zoomed(self, factor: float, x: float, y: float) -> "View":
        """Return the view ``factor`` times as large; the place at pixel (x, y) stays there."""
        place_x, place_y = self.to_plane(x, y)
        scale = self.scale * factor
        return replace(self, left=place_x - x / scale, top=place_y + y / scale, scale=scale)

    def resized(self, width: int, height: int) -> "View":
        """Return the view in a frame of another size, around the same centre."""
        x, y = self.to_plane(self.width / 2, self.height / 2)
        left, top = x - width / self.scale / 2, y + height / self.scale / 2
        return replace(self, left=left, top=top, width=width, height=height)

    def sharpened(self, ratio: float) -> "View":
        """Return the same view in a frame with ``ratio`` times as many pixels each way.

        Outlines and points keep their size beside the shapes.
        """
        return replace(
            self,
            scale=self.scale * ratio,
            width=round(self.width * ratio),
            height=round(self.height * ratio),
            ratio=self.ratio * ratio,
        )
