"""Which watch is meant by what was typed, and how it is named where others have names like it."""

import sqlite3

from techday.clients.store import client_by_id, client_names
from techday.core.text import fold, nearest, quoted
from techday.errors import NotFound, Refused
from techday.watches import store
from techday.watches.rules import label
from techday.watches.store import WatchName, WatchRow

SUGGESTED = 5


def find(db: sqlite3.Connection, text: str, client_id: int | None = None) -> WatchRow:
    """Give the watch that a part of its name means, `Nightly` or `ACME nightly`; raises NotFound with the nearest.

    The whole name stands above a part of it, and a beginning above what is somewhere in it. Of one client's watches
    their own names stand first; of all, the names by which commands are offered, with the client's code before them.
    """
    names = [one for one in store.watch_names(db) if client_id in (None, one.client_id)]
    key = fold(text)
    found: list[WatchName] = []
    whole = (is_labelled, is_called) if client_id is None else (is_called, is_labelled)
    for matches in (*whole, begins, is_within) if key else ():
        found = [one for one in names if matches(key, one)]
        if found:
            break
    if len(found) == 1:
        return store.watch_by_id(db, found[0].id)
    if found:
        named = ", ".join(label(one.client, one.name) for one in found[:SUGGESTED])
        more = " …" if len(found) > SUGGESTED else ""
        whose = len({one.client for one in found}) > 1
        hint = f"--client {found[0].client} says whose" if whose else "Type more of the name"
        raise NotFound(f"{quoted(text)} could be several watches: {named}{more}", hint=hint)
    close = nearest(text, [name for one in names for name in (one.name, label(one.client, one.name))])
    hint = f"Did you mean {', '.join(close)}?" if close else "techday watch list"
    raise NotFound(f"No watch {quoted(text)}", hint=hint)


def is_labelled(key: str, watch: WatchName) -> bool:
    """Tell whether a folded text is what a watch is called beside those of other clients."""
    return key in (fold(label(watch.client, watch.name)), f"{fold(watch.client)} {fold(watch.name)}")


def is_called(key: str, watch: WatchName) -> bool:
    """Tell whether a folded text is the whole name of a watch."""
    return key == fold(watch.name)


def begins(key: str, watch: WatchName) -> bool:
    """Tell whether the name of a watch begins so, with its client's code or without."""
    name = fold(watch.name)
    return name.startswith(key) or f"{fold(watch.client)} {name}".startswith(key)


def is_within(key: str, watch: WatchName) -> bool:
    """Tell whether each word of a folded text is within the name of a watch, or is its client's code."""
    whole = f"{fold(watch.client)} {fold(watch.name)}"
    return all(word in whole for word in key.split())


def refuse_taken(db: sqlite3.Connection, client_id: int, name: str, besides: int | None = None) -> None:
    """Raise Refused where a watch of this name could not be told from another one, with its client's code or without.

    `besides` is the row number of the watch itself, where it is only renamed.
    """
    code, key = client_by_id(db, client_id).code, fold(name)
    for other in alike(db, client_id, code, key):
        if other.id != besides:
            if other.client_id == client_id and fold(other.name) == key:
                problem = f"{code} has a watch {other.name} already"
            else:
                problem = f"{name} of {code} could not be told from {other.name} of {other.client}"
            raise Refused(problem, hint="techday watch show NAME; or another name")


def alike(db: sqlite3.Connection, client_id: int, code: str, key: str) -> list[WatchName]:
    """Give the watches that would be named by the same words as one of a client with this folded name."""
    own = fold(code)
    # `Nightly` of ACME is also `ACME Nightly`, which may be the name of another watch, of this client or not.
    found = [store.watch_named(db, client_id, key), *store.called(db, f"{own} {key}")]
    first, _, rest = key.partition(" ")
    if first == own:
        found += [store.watch_named(db, client_id, rest), *store.called(db, key)]
    elif rest:
        others = [client.id for client in client_names(db) if fold(client.code) == first]
        found += [store.watch_named(db, other, name) for other in others for name in (rest, key)]
    return [one for one in found if one is not None]
