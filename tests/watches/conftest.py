"""What the tests of watches share: a technician who keeps some of each kind."""

from tests.conftest import Techday, made_once

KIM = '[technician]\nname = "Kim Lee"\n'


@made_once
def kept(techday: Techday) -> Techday:
    """Two clients with a nightly backup each, a database looked at every four hours, a fix, an approval, an update."""
    techday.configure(KIM)
    techday.did(
        "client add Acme",
        "client add Bolt",
        "watch add Nightly backup --client acme --kind backup",
        "watch add SQL log --client acme --kind backup --every 4h --link https://backup.example/acme",
        "watch add Nightly backup --client bolt --kind backup",
        "watch add Restart of the spooler --client bolt --kind fix --note 'Does it print?'",
        "watch add Laptop for Jo --client bolt --kind approval",
        "watch add Patches --client bolt --kind update --every FREQ=MONTHLY;BYDAY=2TU",
    )
    return techday
