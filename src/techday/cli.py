"""The commands by name, and nothing built before it is called.

A noun's two dozen verbs take 23 ms to build, one takes one. So the root knows each noun by a line of this table, and
a noun knows its verbs by their help: both are stubs that build the real command when it is called. Help, "did you
mean" and completion go through the same stubs.
"""

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info, get_group, get_params_convertors_ctx_param_name_from_function
from typer.models import CommandInfo

from techday import __version__

EVERY_DAY = "Every day"
EVERY_WEEK = "Every week"
CLIENTS_AND_WORK = "Clients and work"
STORE = "Store"


class Entry(NamedTuple):
    """A name at the root: the app in `module`, or the one `verb` of it for which the name is short."""

    name: str
    module: str
    panel: str
    help: str
    verb: str = ""


ENTRIES = (
    Entry("today", "techday.pages.commands", EVERY_DAY, "Show the day on one screen"),
    Entry("add", "techday.tickets.adding", EVERY_DAY, "Add a ticket (ticket add)", verb="add"),
    Entry("start", "techday.timecard.timing", EVERY_DAY, "Start the timer (timecard start)", verb="start"),
    Entry("stop", "techday.timecard.timing", EVERY_DAY, "Stop the timer (timecard stop)", verb="stop"),
    Entry("reply", "techday.tickets.telling", EVERY_DAY, "Record a public word (ticket reply)", verb="reply"),
    Entry(
        "done",
        "techday.tickets.moving",
        EVERY_DAY,
        "Resolve a ticket, with what fixed it (ticket resolve)",
        verb="resolve",
    ),
    Entry("back", "techday.timecard.timing", EVERY_DAY, "Go back to what was interrupted (timecard back)", verb="back"),
    Entry(
        "search",
        "techday.search.commands",
        EVERY_DAY,
        "Search tickets, notes, fixes, clients and documents",
        verb="search",
    ),
    Entry("note", "techday.meetings.word", EVERY_DAY, "Note a word on a ticket, or for Monday", verb="note"),
    Entry("visit", "techday.visits.commands", EVERY_DAY, "Show the visit under way, and what is owed after it"),
    Entry("meeting", "techday.meetings.commands", EVERY_DAY, "Hold a meeting, with its agenda and what was decided"),
    Entry("handover", "techday.handover.commands", EVERY_DAY, "Hand over what the next person must look after"),
    Entry("checkin", "techday.checkin.commands", EVERY_DAY, "Give the status of the day to the service manager"),
    Entry("endday", "techday.endday.commands", EVERY_DAY, "End the shift as one walk", verb="endday"),
    Entry("week", "techday.pages.week_commands", EVERY_WEEK, "Show the coming week, and acknowledge it"),
    Entry("timecard", "techday.timecard.commands", EVERY_WEEK, "Track the time you work"),
    Entry("timeoff", "techday.timeoff.commands", EVERY_WEEK, "Ask for time off, and see that it is planned"),
    Entry("ticket", "techday.tickets.commands", CLIENTS_AND_WORK, "List, show and work on tickets"),
    Entry("contact-next", "techday.rotation.commands", CLIENTS_AND_WORK, "Name the client to be in touch with next"),
    Entry("watch", "techday.watches.commands", CLIENTS_AND_WORK, "List and check what is watched for clients"),
    Entry("schedule", "techday.schedule.commands", CLIENTS_AND_WORK, "List and change what is planned"),
    Entry("project", "techday.projects.commands", CLIENTS_AND_WORK, "List and check the projects of clients"),
    Entry("outbox", "techday.outbox.commands", CLIENTS_AND_WORK, "Show and tell what the PSA must still learn"),
    Entry("client", "techday.clients.commands", CLIENTS_AND_WORK, "List, show and change clients"),
    Entry("problem", "techday.problems.commands", CLIENTS_AND_WORK, "Join recurring tickets to their common cause"),
    Entry("level", "techday.levels.commands", CLIENTS_AND_WORK, "List and change what clients are promised"),
    Entry("calendar", "techday.calendars.commands", CLIENTS_AND_WORK, "List and change working hours and closing days"),
    Entry("template", "techday.messages.commands", CLIENTS_AND_WORK, "List and change the templates of messages"),
    Entry(
        "import",
        "techday.admin.importing",
        CLIENTS_AND_WORK,
        "Import tickets from a CSV export, or a calendar",
        verb="import",
    ),
    Entry("undo", "techday.admin.undoing", STORE, "Take back the newest write", verb="undo"),
    Entry("redo", "techday.admin.undoing", STORE, "Reverse the newest undo", verb="redo"),
    Entry("log", "techday.admin.undoing", STORE, "Show what was written, newest first", verb="log"),
    Entry("backup", "techday.admin.backups", STORE, "Make a backup of the store", verb="backup"),
    Entry("restore", "techday.admin.backups", STORE, "List the backups, or restore one", verb="restore"),
    Entry("doctor", "techday.admin.doctor", STORE, "Look whether the store is sound", verb="doctor"),
    Entry("config", "techday.admin.config", STORE, "Show and change the settings"),
    Entry("setup", "techday.admin.setup", STORE, "Tell techday who you are and when you work", verb="setup"),
)


class Stub(TyperCommand):
    """A command known by name and help only; the real one is built when it is called."""

    def __init__(self, name: str, help_text: str, panel: str | None, build: Callable[[], Any]) -> None:
        super().__init__(name, help=help_text, rich_help_panel=panel)
        self.build = build

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Build the real command and parse the arguments with it."""
        return self.build().make_context(info_name, args, parent=parent, **extra)


class Noun(TyperGroup):
    """The group of a noun.

    `meant` is the function of that name that its module may have: of the words behind the noun, none of which is a
    verb, it gives the command that somebody means by them (`meeting monday`), or "".
    """

    meant: Callable[[Any, Sequence[str]], str] | None = None


def root(arguments: Sequence[str], completing: bool = False) -> TyperGroup:
    """Give the root command; what completion needs is built only where a shell is `completing`, or `arguments` ask."""
    asked = any("-completion" in word or word == "--help" for word in arguments)
    shell = typer.Typer(add_completion=completing or asked)
    shell.callback(invoke_without_command=True)(entrance)
    group = typer.main.get_command(shell)
    assert isinstance(group, TyperGroup)  # noqa: S101  # an app with a callback is a group
    for entry in ENTRIES:
        group.commands[entry.name] = Stub(entry.name, entry.help, entry.panel, partial(build, entry))
    return group


def build(entry: Entry) -> TyperCommand | TyperGroup:
    """Build what an entry of the root stands for."""
    if entry.verb:
        return verb(verb_info(entry.module, entry.verb), entry.name)
    return noun(import_module(entry.module).app, entry)


def noun(app: typer.Typer, entry: Entry) -> TyperGroup:
    """Give the group of a noun: its own callback is the screen of the bare noun, its verbs are stubs."""
    shell = typer.Typer(name=entry.name, help=entry.help, add_completion=False, cls=Noun)
    shell.registered_callback = app.registered_callback
    group = get_group(shell)
    assert isinstance(group, Noun)  # noqa: S101  # it was asked for
    group.meant = getattr(import_module(entry.module), "meant", None)
    group.params.extend(everywhere())
    for name, help_text, build_verb in verbs_of(entry):
        group.commands[name] = Stub(name, help_text, None, build_verb)
    for inner in nouns_of(entry):
        group.commands[inner.name] = Stub(inner.name, inner.help, None, partial(build, inner))
    return group


def nouns_of(entry: Entry) -> list[Entry]:
    """Give the nouns inside a noun (`client site`), which its module lists in NOUNS: name, module, help."""
    return [
        Entry(name, where, entry.panel, text) for name, where, text in getattr(import_module(entry.module), "NOUNS", ())
    ]


def verbs_of(entry: Entry) -> list[tuple[str, str, Callable[[], TyperCommand]]]:
    """Give the verbs of a noun, each with its help and what builds it.

    A noun with many verbs keeps them in several modules and lists them in VERBS, so that only one of these is loaded.
    """
    module = import_module(entry.module)
    own = [
        (str(info.name), str(info.help), partial(verb, info, str(info.name))) for info in module.app.registered_commands
    ]
    far = [(name, text, partial(far_verb, where, name)) for name, where, text in getattr(module, "VERBS", ())]
    return [*own, *far]


def far_verb(module: str, name: str) -> TyperCommand:
    """Give the command of a verb that is kept in a module of its own."""
    return verb(verb_info(module, name), name)


def verb_info(module: str, name: str) -> CommandInfo:
    """Give what a module says of one of its verbs."""
    app: typer.Typer = import_module(module).app
    return next(info for info in app.registered_commands if info.name == name)


def verb(info: CommandInfo, name: str) -> TyperCommand:
    """Give the command of one verb, with the options that every command has."""
    command = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode="rich")
    assert isinstance(command, TyperCommand)  # noqa: S101  # what Typer builds unless told otherwise
    command.name = name
    command.params.extend(everywhere())
    return command


def everywhere() -> list[Any]:
    """Give the options of every command: --json and --plain, before the verb or after it."""
    parameters, _, _ = get_params_convertors_ctx_param_name_from_function(shared_options)
    for parameter in parameters:
        parameter.expose_value = False
    return list(parameters)


def use_json(ctx: typer.Context, value: bool) -> None:
    """Have the command answer in JSON."""
    if value and ctx.obj is not None:
        ctx.obj.out.json = True


def use_plain(ctx: typer.Context, value: bool) -> None:
    """Have the command answer without colours and boxes."""
    if value and ctx.obj is not None:
        ctx.obj.out.plain = True


def show_version(ctx: typer.Context, value: bool) -> None:
    """Print the version and end."""
    if value:
        ctx.obj.out.line(f"techday {__version__}")
        raise typer.Exit


AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON", callback=use_json)]
AsPlain = Annotated[bool, typer.Option("--plain", help="No colours and no boxes", callback=use_plain)]


def shared_options(as_json: AsJson = False, as_plain: AsPlain = False) -> None:
    """Hold the options that every command has."""


def entrance(
    ctx: typer.Context,
    store: Annotated[Path | None, typer.Option(help="Use this store (TECHDAY_STORE)", show_default=False)] = None,
    config: Annotated[Path | None, typer.Option(help="Use these settings (TECHDAY_CONFIG)", show_default=False)] = None,
    as_json: AsJson = False,  # noqa: ARG001  # its callback acts
    as_plain: AsPlain = False,  # noqa: ARG001  # its callback acts
    version: Annotated[  # noqa: ARG001  # its callback acts
        bool, typer.Option("--version", help="Show the version", is_eager=True, callback=show_version)
    ] = False,
) -> None:
    """Hold the working day of one IT technician; `techday` alone is `techday today`."""
    context = ctx.obj
    if store is not None:
        context.chosen_store = store
    if config is not None:
        context.chosen_config = config
    if ctx.invoked_subcommand is None:
        import_module("techday.pages.commands").show_today(context)
