"""Styles named for what they mean; every screen reads the same without them."""

STYLES = {
    "title": "bold",
    "section": "bold cyan",
    "muted": "dim",
    "ok": "green",
    "soon": "yellow",
    "overdue": "bold red",
    "failed": "bold red",
    "warning": "yellow",
    "alert": "bold yellow",
    "urgent": "bold",
    "reference": "cyan",
    "client": "magenta",
    "command": "bold green",
    "match": "bold yellow",
    "public": "bold",
    "internal": "italic",
}
