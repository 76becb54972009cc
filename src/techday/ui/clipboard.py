"""The clipboard: through the terminal where there is one, else through the platform's own tool.

OSC 52 asks the terminal itself to put a text on the clipboard of whoever sits before it, also through SSH; it tells
nothing back. The tools get the text on their stdin, so that it shows in no list of processes.
"""

from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, NamedTuple

from techday.core.text import clean_block
from techday.errors import Refused

if TYPE_CHECKING:
    from techday.context import Context

# Terminals commonly take 100,000 bytes of sequence: this much text as base64.
MOST_THROUGH_TERMINAL = 74_000
WITHOUT_SEQUENCES = ("dumb", "unknown", "linux")
PATIENCE_SECONDS = 5
HINT = "Leave out --copy and take the text from the screen, or install wl-copy, xclip or xsel"


class Tool(NamedTuple):
    """A program that puts its stdin on the clipboard; `needs` is the variable without which it cannot work.

    `language` is what LANG must be, for a tool that reads its stdin by the locale.
    """

    command: tuple[str, ...]
    needs: str = ""
    encoding: str = "utf-8"
    language: str = ""


TOOLS = (
    Tool(("wl-copy",), "WAYLAND_DISPLAY"),
    Tool(("xclip", "-selection", "clipboard"), "DISPLAY"),
    Tool(("xsel", "--clipboard", "--input"), "DISPLAY"),
    Tool(("pbcopy",), language="en_US.UTF-8"),
    Tool(("clip.exe",), encoding="utf-16-le"),
)


def copy(context: "Context", text: str) -> str:
    """Put a text on the clipboard and give how: "terminal", or the name of the tool.

    Raises Refused where there is neither a terminal nor a tool that takes it.
    """
    safe = clean_block(text)
    ways = (through_tool, through_terminal) if ignores_osc_52(context.environ) else (through_terminal, through_tool)
    for way in ways:
        how = way(context, safe)
        if how:
            return how
    raise Refused("Nothing here takes a text for the clipboard", hint=HINT)


def ignores_osc_52(environ: Mapping[str, str]) -> bool:
    """Tell whether the terminal may drop the sequence without a word, so that a tool is the safer way.

    GNOME's VTE long refused OSC 52, Apple's Terminal does not know it, nor does the console of old Windows: Windows
    Terminal does, and names itself in WT_SESSION.
    """
    old_windows = environ.get("OS") == "Windows_NT" and "WT_SESSION" not in environ
    return old_windows or "VTE_VERSION" in environ or environ.get("TERM_PROGRAM") == "Apple_Terminal"


def through_terminal(context: "Context", text: str) -> str:
    """Hand a text to the terminal (OSC 52, as xterm documents it) and give "terminal"; "" where none could take it."""
    stream = terminal_of(context)
    raw = text.encode("utf-8", "replace")
    if stream is None or len(raw) > MOST_THROUGH_TERMINAL:
        return ""
    from base64 import b64encode  # only for the clipboard

    stream.write(f"\x1b]52;c;{b64encode(raw).decode()}\x07")
    stream.flush()
    return "terminal"


def terminal_of(context: "Context") -> IO[str] | None:
    """Give the stream that leads to a terminal which knows control sequences, None where neither does."""
    if context.environ.get("TERM", "") in WITHOUT_SEQUENCES:
        return None
    return next((stream for stream in (context.out.stdout, context.out.stderr) if stream.isatty()), None)


def through_tool(context: "Context", text: str) -> str:
    """Hand a text to the first tool that takes it, and give the tool's name; "" where none does."""
    import shutil  # only for the clipboard
    import subprocess

    for tool in TOOLS:
        if tool.needs and not context.environ.get(tool.needs):
            continue
        program = shutil.which(tool.command[0], path=context.environ.get("PATH", ""))
        if program is None:
            continue
        try:
            subprocess.run(  # noqa: S603  # a fixed command without a shell; the text is its input
                [program, *tool.command[1:]],
                input=text.encode(tool.encoding, "replace"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**context.environ, **({"LANG": tool.language} if tool.language else {})},
                timeout=PATIENCE_SECONDS,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return tool.command[0]
    return ""
