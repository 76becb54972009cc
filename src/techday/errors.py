"""The few ways in which a command can fail, each with the next step.

An error says in one line what is wrong and where; its hint names what to do or type next. `main` turns it into
text and an exit code; nothing else does.
"""


class TechdayError(Exception):
    """Something a person can act on: never a bug in techday.

    `message` is one line; `hint` is the next step, usually a command to type. `kind` names the error under `--json`.
    """

    kind = "error"
    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Refused(TechdayError):
    """A rule or the data says no; the request itself was well formed."""

    kind = "refused"
    exit_code = 1


class BadUsage(TechdayError):
    """The words of the command are off, or a required one is missing."""

    kind = "usage"
    exit_code = 2


class NotFound(TechdayError):
    """Nothing goes by that reference or name."""

    kind = "not_found"
    exit_code = 3


class StoreProblem(TechdayError):
    """The store cannot be used: locked, damaged, full, or written by a newer techday."""

    kind = "store"
    exit_code = 4
