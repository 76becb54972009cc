"""What help says of a command before it is built is what the command says itself; the README names every command."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
import typer

from techday.cli import ENTRIES, Entry, Stub, build, nouns_of, root, verb_info, verbs_of
from tests.conftest import Techday

README = Path(__file__).parents[2] / "README.md"


def nouns() -> Iterator[tuple[str, Entry]]:
    """Give every noun under the words that lead to it, those inside another (`client site`) too."""
    for entry in ENTRIES:
        if not entry.verb:
            yield entry.name, entry
            yield from ((f"{entry.name} {inner.name}", inner) for inner in nouns_of(entry))


NOUNS = dict(nouns())
INNER = {words: entry for words, entry in NOUNS.items() if " " in words}
VERBS = [(entry, name) for entry in NOUNS.values() for name, _, _ in verbs_of(entry)]
COMMANDS = [f"{words} {name}" for words, entry in NOUNS.items() for name, _, _ in verbs_of(entry)]


@pytest.mark.parametrize("entry", [*ENTRIES, *INNER.values()], ids=lambda entry: entry.name)
def test_the_root_s_line_for_a_name_is_that_name_s_own_help(entry: Entry) -> None:
    """A shortcut adds in brackets which command it is short for."""
    app: typer.Typer = import_module(entry.module).app
    if entry.verb:
        own, expected = str(verb_info(entry.module, entry.verb).help), entry.help.partition(" (")[0]
        if " (" in entry.help:
            noun, verb = entry.help.rpartition("(")[2].rstrip(")").split()
            assert verb == entry.verb
            assert (next(one for one in ENTRIES if one.name == noun), verb) in VERBS
    else:
        assert app.registered_callback is not None
        own, expected = str(app.registered_callback.callback.__doc__), entry.help
    assert own.splitlines()[0] == expected or (entry.verb and own.startswith(expected))


@pytest.mark.parametrize(("entry", "verb"), VERBS, ids=lambda value: getattr(value, "name", value))
def test_a_verb_s_stub_says_what_the_verb_says(entry: Entry, verb: str) -> None:
    group = build(entry)
    stub = group.commands[verb]  # type: ignore[union-attr]  # a noun is a group
    assert isinstance(stub, Stub)
    real = stub.build()
    assert (real.name, real.help.splitlines()[0]) == (stub.name, stub.help)


@pytest.mark.parametrize(("entry", "verb"), VERBS, ids=lambda value: getattr(value, "name", value))
def test_help_texts_are_imperative_and_end_without_a_stop(entry: Entry, verb: str) -> None:
    command = build(entry).commands[verb].build()  # type: ignore[union-attr]  # a noun is a group of stubs
    texts = [command.help, *(parameter.help for parameter in command.params if getattr(parameter, "help", None))]
    for text in texts:
        assert text[0].isupper() or not text[0].isalpha(), text
        assert not text.endswith("."), text


def test_the_five_daily_commands_stand_first_in_root_help(techday: Techday, capsys: pytest.CaptureFixture[str]) -> None:
    """Typer prints help past any stream that it is given, so it is looked for where it went."""
    techday("--help")
    shown = capsys.readouterr().out
    names = re.findall(r"^│ ([a-z][a-z-]*) ", shown, re.MULTILINE)
    assert names == [entry.name for entry in ENTRIES]
    assert names[:5] == ["today", "add", "start", "stop", "reply"]


def test_every_command_knows_json_and_plain() -> None:
    commands = [build(entry) for entry in (*ENTRIES, *INNER.values())]
    commands += [build(entry).commands[verb].build() for entry, verb in VERBS]  # type: ignore[union-attr]  # as above
    for command in [*commands, root([])]:
        options = {option for parameter in command.params for option in parameter.opts}
        assert {"--json", "--plain"} <= options, command.name


def reference() -> str:
    """Give the README's section of commands."""
    return README.read_text(encoding="utf-8").partition("\n## Commands\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("command", [*(entry.name for entry in ENTRIES), *INNER, *COMMANDS])
def test_the_readme_names_every_command(command: str) -> None:
    assert re.search(rf"`techday {command}[ `]", reference()), command


def test_the_readme_names_no_command_that_is_not_there() -> None:
    names = {entry.name: entry for entry in ENTRIES}
    for words in re.findall(r"`techday ([a-z][^`]*)`", reference()):
        name, _, rest = words.partition(" ")
        assert name in names, words
        verb, _, after = rest.partition(" ")
        inner = INNER.get(f"{name} {verb}")
        entry, verb = (names[name], verb) if inner is None else (inner, after.split(" ")[0])
        if verb.isalpha() and verb.islower() and not entry.verb:
            assert (entry, verb) in VERBS, words


@cache
def options() -> set[str]:
    """Give the options of all commands, built once."""
    commands = [build(entry) for entry in (*ENTRIES, *INNER.values())]
    commands += [build(entry).commands[verb].build() for entry, verb in VERBS]  # type: ignore[union-attr]  # as above
    return {
        known
        for command in [*commands, root([])]
        for parameter in command.params
        for known in (*parameter.opts, *parameter.secondary_opts)
    }


@pytest.mark.parametrize("option", sorted(set(re.findall(r"--[a-z][a-z-]+", reference()))))
def test_an_option_in_the_readme_exists(option: str) -> None:
    assert option in options() | {"--help"}
