"""How figures look: the size of a column, the font that the package carries, colours, and the files."""

from __future__ import annotations

import contextlib
import io
import re
import unicodedata
from collections.abc import Iterator
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...annotation.errors import UsageError
from ...compare.picture import FONTS
from .figure import Figure
from .words import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

EXTRA = "pip install 'xiangqu[figures]'"
FONT = Path(__file__).parent / "fonts" / "XiangQuSans-Regular.otf"
_FAMILIES = ["XiangQu Sans", "DejaVu Sans"]
"""The font of the package, and that of matplotlib for characters which it lacks."""

MM = 1 / 25.4
WIDTH = 85.0
"""In millimetres: a column of a journal."""
SIZE, SMALL = 7.5, 7.0
"""In points."""
DOTS = 400
"""Per inch, in PNG."""

INK, FAINT, RULE = "#222222", "#5c5c5c", "#c8c8c8"
COLOURS = {
    "actual": "#0072b2",
    "estimate": "#56b4e9",
    "target": "#d55e00",
    "standard": "#9a9a9a",
    "": "#ffffff",
}
HATCHES = {"actual": "", "estimate": "|||||", "target": "/////", "standard": "xxxxx", "": ""}
MARKERS = {"actual": "o", "estimate": "s", "target": "D", "standard": "x", "": "x"}
"""By status: colours of Okabe and Ito, which colour-blind people tell apart, and never colour alone."""

_RC: Any = {
    "font.family": _FAMILIES,
    "font.size": SIZE,
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": RULE,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.5,
    "axes.unicode_minus": True,
    "xtick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.color": FAINT,
    "ytick.labelcolor": INK,
    "xtick.major.width": 0.5,
    "hatch.linewidth": 0.4,
    "legend.frameon": False,
    "legend.handlelength": 1.2,
    "legend.handletextpad": 0.4,
    "legend.columnspacing": 1.2,
    "svg.fonttype": "none",
}


def is_installed() -> bool:
    """Whether there is the library that draws."""
    return find_spec("matplotlib") is not None


@contextlib.contextmanager
def settings() -> Iterator[None]:
    """The settings of matplotlib under which figures are drawn and saved.

    Raises UsageError if it is not installed.
    """
    try:
        import matplotlib
        from matplotlib import font_manager
    except ModuleNotFoundError:
        raise UsageError(f"figures need an extra: {EXTRA}") from None
    if _FAMILIES[0] not in font_manager.get_font_names():
        font_manager.fontManager.addfont(FONT)
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # whatever the user has set
        matplotlib.rcParams.update(_RC)
        yield


def canvas(height: float) -> Any:
    """An empty figure of matplotlib, a column wide and ``height`` millimetres high."""
    from matplotlib.figure import Figure

    return Figure((WIDTH * MM, height * MM), layout="constrained")


def svg(figure: Figure, words: Words, language: str) -> str:
    """The figure as SVG, for a file or a page: its text is text, and it says in words what it shows.

    Raises UsageError if matplotlib is not installed.
    """
    with settings():
        return _svg(figure.draw(figure.rows, words, language), figure, language)


def both(figure: Figure, words: Words, language: str) -> tuple[str, bytes]:
    """The figure as SVG and as PNG, whose metadata have its title and description. Raises as `svg`."""
    with settings():
        drawing = figure.draw(figure.rows, words, language)
        return _svg(drawing, figure, language), _png(drawing, figure, language)


def _svg(drawing: Drawing, figure: Figure, language: str) -> str:
    import matplotlib

    matplotlib.rcParams["svg.hashsalt"] = (
        f"{figure.name}.{language}"  # ids that no other figure has
    )
    stream = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    drawing.savefig(stream, format="svg", metadata=nothing)
    drawing.set_layout_engine("none")  # what has been laid out stays
    return _accessible(stream.getvalue(), figure, language)


def _png(drawing: Drawing, figure: Figure, language: str) -> bytes:
    stream = io.BytesIO()
    said = {"Title": figure.title.in_(language), "Description": figure.alt.in_(language)}
    drawing.savefig(stream, format="png", dpi=DOTS, metadata={"Software": None, **said})
    return stream.getvalue()


def _accessible(drawn: str, figure: Figure, language: str) -> str:
    """An SVG of matplotlib with title and description, in fonts that viewers have.

    It can stand in a page that forbids styles: what it needs of them are attributes.
    """
    head, body = drawn[drawn.index("<svg") :].split(">", 1)
    body = _STYLES.sub("", body)
    body = _STYLE.sub(lambda found: _attributes(found[1]), body)
    name = f"{figure.name}-{language}"
    return (
        f'{head} role="img" xml:lang="{language}" aria-labelledby="{name}-title {name}-desc" '
        f'font-family="{FONTS}" stroke-linejoin="round" stroke-linecap="butt">\n'
        f' <title id="{name}-title">{escape(figure.title.in_(language))}</title>\n'
        f' <desc id="{name}-desc">{escape(figure.alt.in_(language))}</desc>'
    ) + body.replace("<g id=", "<g data-part=")


_STYLES = re.compile(r"(?s)\n *<(metadata|defs)>\s*(?:<style|<rdf).*?</\1>")
_STYLE = re.compile(r' style="([^"]*)"')


def _attributes(style: str) -> str:
    """What `fill: #222222; font: 7px 'XiangQu Sans'` says, but for the family, as attributes."""
    pairs = dict(part.split(": ", 1) for part in style.split("; ") if part)
    pairs.pop("font-family", None)
    if font := pairs.pop("font", None):
        pairs["font-size"] = font.split()[0]
    return "".join(f' {name}="{value}"' for name, value in pairs.items())


def millimetres(text: str, size: float = SIZE) -> float:
    """About how wide ``text`` is at ``size`` points."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return (wide + 0.54 * (len(text) - wide)) * size * 25.4 / 72


def lines(text: str, width: float, most: int = 1, size: float = SMALL) -> str:
    """``text`` broken to ``width`` millimetres, and cut if that takes more than ``most`` lines."""
    found = [""]
    for word in words_of(text):
        pieces = word if millimetres(word, size) > width else [word]
        for piece in pieces:
            if millimetres((found[-1] + piece).rstrip(), size) > width:
                found.append("")
            found[-1] += piece
    if len(found) > most:
        found[most - 1] = _cut(found[most - 1] + found[most], width, size)
    return "\n".join(line.strip() for line in found[:most])


def words_of(text: str) -> list[str]:
    """What is not broken between two lines: Latin words, and each Chinese character."""
    return _WORD.findall(_clean(text))


_WORD = re.compile(r"[\x21-\u02ff\u2010-\u2027]+ ?|.")  # a Latin word stays whole, and 主题 are two


def _cut(line: str, width: float, size: float) -> str:
    while millimetres(line + "…", size) > width and line:
        line = line[:-1]
    return line.rstrip() + "…"


def _clean(text: str) -> str:
    """``text`` without control characters, which XML does not allow, and signs that turn its direction."""
    return "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
