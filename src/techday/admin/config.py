"""Config: the settings shown and changed from the command line; the file keeps its comments and its order."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from techday import settings as config_file
from techday.context import Context
from techday.errors import BadUsage
from techday.settings import KEYS, Key, Settings, key_named, keys_of, value_of
from techday.ui.prompt import ask, can_ask

if TYPE_CHECKING:
    from techday.admin.screen import Setting

app = typer.Typer(add_completion=False)

# What the public holidays in the store depend on.
HOLIDAYS_OF = frozenset({"technician.country", "technician.region", "technician.zone"})


def complete_key(incomplete: str) -> list[tuple[str, str]]:
    """Give the keys that begin so, with what each is for."""
    return [(key.name, key.help) for key in KEYS if key.name.startswith(incomplete.casefold())]


KeyName = Annotated[
    str, typer.Argument(metavar="KEY", help="The setting", autocompletion=complete_key, show_default=False)
]
MaybeKeyName = Annotated[
    str | None, typer.Argument(metavar="KEY", help="The setting", autocompletion=complete_key, show_default=False)
]
Value = Annotated[
    list[str] | None, typer.Argument(metavar="VALUE", help='What it shall be; "" for its default', show_default=False)
]


@app.callback(invoke_without_command=True)
def config(ctx: typer.Context) -> None:
    """Show and change the settings"""
    if ctx.invoked_subcommand is None:
        show_settings(ctx.obj)


@app.command("get", help="Show all settings, or the value of one")
def get(ctx: typer.Context, name: MaybeKeyName = None) -> None:
    """Show all settings, or the value of one"""
    context: Context = ctx.obj
    if name is None:
        show_settings(context)
        return
    key = key_named(name)
    if context.out.json:
        context.out.document("techday.config/1", document(context, context.settings, [key]))
        return
    context.out.line(key.show(value_of(context.settings, key)))


@app.command("set", help="Change a setting; an empty value brings back its default")
def set_value(ctx: typer.Context, name: KeyName, value: Value = None) -> None:
    """Change a setting; an empty value brings back its default"""
    context: Context = ctx.obj
    key = key_named(name)
    changes = {key.name: " ".join(value) if value is not None else asked_value(context, key)}
    changed = change(context, changes)
    shown = key.show(value_of(changed, key)) or "nothing"
    summary = f"{key.name} is {shown}" + ("" if changes[key.name].strip() else ", its default")
    if context.out.json:
        context.out.document("techday.config/1", {"summary": summary, **document(context, changed, [key])})
        return
    context.out.line(summary)


def asked_value(context: Context, key: Key) -> str:
    """Ask for the value of a key, where Enter keeps what it has; raises BadUsage where nobody can be asked."""
    if not can_ask(context):
        raise BadUsage("VALUE is missing", hint=f'techday config set {key.name} VALUE, or "" for its default')
    return ask(context, key.help, key.show(value_of(context.settings, key)))


@app.command("path", help="Show where the settings are kept")
def path(ctx: typer.Context) -> None:
    """Show where the settings are kept"""
    context: Context = ctx.obj
    if context.out.json:
        context.out.document("techday.config/1", {"path": str(context.config), "exists": context.config.is_file()})
        return
    context.out.line(str(context.config))


def change(context: Context, changes: Mapping[str, str]) -> Settings:
    """Change settings, all or none, and give them; with the country its public holidays are kept in the store.

    Raises BadUsage and NotFound before anything is written.
    """
    draft = config_file.draft(context.config, changes)
    days = public_holidays(context, draft.settings, changes)
    if days:
        keep_holidays(context, draft.settings, days)
    config_file.replace_file(context.config, draft.raw)
    return draft.settings


def public_holidays(context: Context, settings: Settings, changes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the public holidays that settings name, as day and name, where the changes touch them.

    Raises BadUsage where none are known of the country or region.
    """
    who = settings.technician
    if HOLIDAYS_OF.isdisjoint(changes) or not who.country:
        return []
    from techday.calendars.acts import known_holidays  # a third of a second: only where the country is set

    return known_holidays(who.country, who.region, context.now.year)


def keep_holidays(context: Context, settings: Settings, days: list[tuple[str, str]]) -> None:
    """Keep public holidays in the store: a cache, not an operation, since there is nothing in it to undo."""
    from techday.calendars import acts  # only where the country is set
    from techday.database.operation import transaction

    db = context.writable()
    with transaction(db):
        acts.keep_holidays(db, settings.technician.country, settings.technician.region, days)


def show_settings(context: Context) -> None:
    """Show every setting, and whether the file says so."""
    from techday.admin.screen import settings_page  # a change needs no screen

    if context.out.json:
        context.out.document("techday.config/1", document(context, context.settings, keys_of(context.settings)))
        return
    context.out.show(settings_page(listed(context, context.settings, keys_of(context.settings)), context.out.size()[0]))
    context.out.status(f"{context.config}" + ("" if context.config.is_file() else " (not written yet)"))


def document(context: Context, settings: Settings, keys: Any) -> dict[str, Any]:
    """Give settings as scripts read them."""
    rows = [
        {"key": row.key, "value": row.value, "source": row.source, "help": row.help}
        for row in listed(context, settings, keys)
    ]
    return {"path": str(context.config), "settings": rows}


def listed(context: Context, settings: Settings, keys: Any) -> "list[Setting]":
    """Give the rows of these keys: the value, and whether it is the file's or the default."""
    from techday.admin.screen import Setting  # a change needs no screen

    in_file = config_file.names_in(context.config)
    rows = []
    for key in keys:
        value = value_of(settings, key)
        as_json = list(value) if isinstance(value, tuple) else key.show(value)
        rows.append(Setting(key.name, as_json, key.show(value), "file" if key.name in in_file else "default", key.help))
    return rows
