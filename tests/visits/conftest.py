"""What the tests of visits begin with: a technician, three clients and their tickets."""

from tests.conftest import Techday, made_once

PREPARED = (
    "config set technician.name Alex",
    "client add 'Acme GmbH' --code ACME --area Mitte --phone 555-0100",
    "client add Globex --area mitte --phone 555-0200",
    "client add Far --code FAR",
    "client site add ACME 'Head office' --address 'Main St 1' --area Mitte",
    "client person add ACME 'Ana Lopez' --role office --phone 555-0101 --main",
    "ticket add 'Printer jams' --client ACME",
    "ticket add 'Server room is hot' --client ACME --priority 1",
    "ticket add 'Switch is loud' --client GLOBEX --priority 2",
    "ticket add 'Nothing works' --client FAR --priority 1",
)


@made_once
def visitor(techday: Techday) -> Techday:
    """Give a technician with clients and tickets, on Monday at 08:14."""
    techday.did(*PREPARED)
    return techday


@made_once
def on_site(techday: Techday) -> Techday:
    """Give the same technician on site at ACME since 09:25, after 25 minutes on the way."""
    techday.did(*PREPARED)
    techday.did("visit go acme", now="2026-11-23T09:00:00Z")
    techday.did("visit start", now="2026-11-23T09:25:00Z")
    return techday
