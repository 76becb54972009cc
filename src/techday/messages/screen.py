"""How the list of templates looks."""

from collections.abc import Sequence

from techday.messages.template_files import KINDS, TemplateFile
from techday.ui.grid import Column, Line, Span, grid, line, span

COLUMNS = (
    Column(),  # kind
    Column(),  # whose
    Column(flexible=True, least=16),  # what for
)


def list_page(files: Sequence[TemplateFile], width: int) -> list[Line]:
    """Draw the list of templates: what each is for, and where the technician's own are kept."""
    cells = [
        [
            span(file.kind, "reference"),
            span("own" if file.own else "built-in", "" if file.own else "muted"),
            span(KINDS[file.kind]),
        ]
        for file in files
    ]
    own = [line(Span(f"  {file.path}", "muted")) for file in files if file.own]
    return [*grid(cells, COLUMNS, width, indent=0), *own, line(Span("techday template edit KIND", "command"))]
