"""The colours, once for all hands that draw and for every style sheet: on white paper, and in the dark."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Final

from walktalk_data.outputs.chart import Tone


@dataclass(frozen=True, slots=True)
class Palette:
    """What each colour is for. In a style sheet each is a variable of its name: `day_words` is `var(--day-words)`."""

    ink: str
    soft: str
    """Words of less weight."""
    paper: str
    """Under words and charts."""
    wash: str
    """Round the paper."""
    line: str
    edge: str
    """Lines that must be seen, round what can be used."""
    axis: str
    """The nought of a chart, and what joins two of its dots."""
    whisper: str
    """Its other steps."""
    dark: str
    """After dark: marks and words."""
    day: str
    """Daylight: marks, and words in large type."""
    day_words: str
    """Daylight in small type, which has to stand out more."""
    twilight: str
    notice: str
    """Under what says that the data is invented."""
    notice_edge: str
    shadow: str
    """At an edge beyond which a table goes on."""

    def marks(self) -> dict[Tone, str]:
        """The colour of a mark of each tone."""
        return {"dark": self.dark, "daylight": self.day, "twilight": self.twilight, "ink": self.ink, "soft": self.soft}

    def words(self) -> dict[Tone, str]:
        """The colour of small words of each tone."""
        return self.marks() | {"daylight": self.day_words}

    def as_variables(self) -> str:
        """The colours as the variables of a style sheet, for inside of a rule."""
        return " ".join(f"{_variable(name)}: {colour};" for name, colour in asdict(self).items())


def _variable(name: str) -> str:
    return f"--{name.replace('_', '-')}"


LIGHT: Final = Palette(
    ink="#1A1A1A",
    soft="#505A5F",
    paper="#FFFFFF",
    wash="#F5F7F9",
    line="#DFE3E6",
    edge="#8A9298",
    axis="#C6CCD1",
    whisper="#E9ECEE",
    dark="#12436D",
    day="#D4521A",
    day_words="#B3430F",
    twilight="#6F777B",
    notice="#FFF3D6",
    notice_edge="#D9B54A",
    shadow="#1A1A1A3D",
)
"""On screens, in the workbook and on paper."""

DARK: Final = Palette(
    ink="#F1F3F5",
    soft="#B4BCC3",
    paper="#191F25",
    wash="#101418",
    line="#343B42",
    edge="#8A949C",
    axis="#4A535B",
    whisper="#2A3138",
    dark="#5C9AE3",
    day="#FFB07A",
    day_words="#FFB07A",
    twilight="#9AA3A9",
    notice="#3A2F10",
    notice_edge="#B8923A",
    shadow="#00000099",
)
"""In a dark room, and for whoever has their screen dark. The two that carry meaning are kin of those above, and as there one is
lighter than the other, so that they are told apart without their hues."""

SYSTEM: Final = Palette(
    ink="CanvasText",
    soft="CanvasText",
    paper="Canvas",
    wash="Canvas",
    line="GrayText",
    edge="CanvasText",
    axis="GrayText",
    whisper="GrayText",
    dark="CanvasText",
    day="LinkText",
    day_words="LinkText",
    twilight="GrayText",
    notice="Canvas",
    notice_edge="CanvasText",
    shadow="transparent",
)
"""Where a reader has chosen colours of their own for everything (forced colours): theirs, for drawings too."""

OF_THE_PAGE: Final = Palette(**{field.name: f"var({_variable(field.name)})" for field in fields(Palette)})
"""Whichever of them the page has on which a drawing stands."""


def write_light() -> str:
    """The variables of a page that is light for everyone."""
    return f":root {{ {LIGHT.as_variables()} }}\n"


def write_light_and_dark() -> str:
    """The variables of a page that follows its reader: dark where they want that, their own colours where they have some.

    Paper is white.
    """
    return (
        f":root {{ color-scheme: light dark; {LIGHT.as_variables()} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {DARK.as_variables()} }} }}\n"
        f"@media screen and (forced-colors: active) {{ :root {{ {SYSTEM.as_variables()} }} }}\n"
        "@media print { :root { color-scheme: light; } }\n"
    )
