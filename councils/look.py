"""A council's colours on the guide's pages: checked for contrast, and turned into a style sheet.

The contrast ratio is that of WCAG 2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Extra, validator

if TYPE_CHECKING:
    from councils import Council

WHITE = "#ffffff"
TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text against what is behind it
SHAPE_CONTRAST = 3.0  # WCAG 2.2, 1.4.11: a button or bar against the page, which is white

_HEX = re.compile(r"#[0-9a-f]{6}")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (``#rrggbb``), in either order: 1.0 if they are the same, 21.0 for black and white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _require(one: str, other: str, least: float, where: str) -> None:
    """Raises ValueError, with the ratio, where two colours are too alike."""
    if (ratio := contrast(one, other)) < least:
        # Rounded down: 4.499 must not be called 4.5 and refused all the same.
        raise ValueError(f"the contrast of {one} {where} is {math.floor(ratio * 100) / 100:.2f}:1, expected at least {least}:1")


class Look(BaseModel, extra=Extra.forbid, frozen=True):
    """The colour of the header bar and of buttons, and that of the text on it; ``#rrggbb`` in small letters."""

    colour: str
    text_on_colour: str

    @validator("colour", "text_on_colour", pre=True)
    def _hex(cls, colour: Any) -> str:
        if not isinstance(colour, str) or not _HEX.fullmatch(colour.lower()):
            # Without quotes YAML takes everything from the # on as a comment, and the field is empty.
            raise ValueError("expected a colour of 6 digits in quotes, like '#1d70b8'")
        return colour.lower()

    @validator("colour")
    def _seen_on_the_page(cls, colour: str) -> str:
        _require(colour, WHITE, SHAPE_CONTRAST, "on the white page")
        return colour

    @validator("text_on_colour")
    def _readable(cls, text: str, values: dict[str, str]) -> str:
        if "colour" in values:  # else that field is wrong already, and is named
            _require(text, values["colour"], TEXT_CONTRAST, f"as text on {values['colour']}")
        return text


def stylesheet(council: Council | None) -> str:
    """The council's colours as CSS custom properties; empty where it has none, so that the page's own colours stand."""
    if council is None or council.look is None:
        return ""
    look = council.look
    return f":root {{\n  --council-colour: {look.colour};\n  --council-colour-text: {look.text_on_colour};\n}}\n"
