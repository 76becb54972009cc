"""Plausible words for made-up work: companies, people, and the trouble that they ring up about.

All of it is invented. Everything is drawn from a given `Random`, so the same seed tells the same story.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    # What measures wants to know NOW and the names only, and must stay small.
    from random import Random

# A Monday morning, an hour into the shift of the technician whose work this is.
NOW = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)
TECHNICIAN = "Robin Vale"
ZONE = "Europe/Berlin"

COMPANY_FIRST = (
    "Alder Birch Cedar Harbour Hill Juniper Lake Linden Maple Meadow Mill North Oak Orchard Quarry River Rowan South"
    " Stone Willow Ash Beech Cliff Dale Elm"
).split()
COMPANY_SECOND = (
    "Accounting;Architects;Bakery;Clinic;Dental;Foods;Furniture;Hotels;Insurance;Law;Logistics;Machines;Motors;"
    "Packaging;Pharmacy;Printing;School;Solar;Textiles;Travel"
).split(";")
MOST_COMPANIES = len(COMPANY_FIRST) * len(COMPANY_SECOND)
FIRST_NAMES = (
    "Ada Alan Amir Anna Ben Carla Chen Dana Elif Emil Fatima Felix Grace Hana Ivan Jana Jonas Karim Lena Luis Mara"
    " Mei Nadia Nils Olga Omar Paula Peter Rosa Samir Tara Tom Uma Vera Viktor Wanda Yara Zoe"
).split()
LAST_NAMES = (
    "Abel Baker Cole Diaz Ebert Fischer Grant Haddad Ito Jensen Kaya Lopez Moreau Novak Okafor Patel Quinn Reed Silva"
    " Tanaka Ueda Vogel Weber Young Zimmer"
).split()
CATEGORIES = ("Hardware", "Software", "Network", "Email", "Printing", "Backup", "Security", "Telephony", "Accounts")
THINGS = (
    "Printer;Scanner;Laptop;Docking station;VPN;Wi-Fi;Outlook;Teams;Shared mailbox;File server;Backup job;Phone;"
    "Headset;Monitor;Switch;Firewall;Accounting program;Password;Two-factor sign-in;OneDrive;Certificate;Tape drive"
).split(";")
TROUBLES = (
    "does not start;is offline;is very slow;asks for the password again and again;shows an error;lost its settings;"
    "stopped after the update;is not reachable;freezes;prints blank pages;drops the connection;needs replacing;"
    "has expired;is full;is missing after the move"
).split(";")
PLACES = (
    "at reception;in accounting;on the second floor;in the meeting room;in the warehouse;at home;for one user;"
    "for everybody;since this morning;since Friday;after the power cut;on the terminal server"
).split(";")
DONE = (
    "Restarted the service;Reset the password;Reinstalled the driver;Replaced the cable;Cleared the cache;"
    "Checked the event log;Called the user;Asked the vendor;Ran the update;Restored from the backup;Renewed the"
    " certificate;Freed some disk space;Moved the port;Tested with another account"
).split(";")
FOUND = (
    "works again;no change so far;the error comes back after an hour;user confirms;waiting for a maintenance window;"
    "nothing in the log;the same on a second machine;runs since ten minutes;vendor sends a part;needs a restart tonight"
).split(";")
NEXT_STEPS = (
    "call the user back;check the log tomorrow;order the part;restart after hours;ask the vendor again;test with the"
    " new driver;visit on site;confirm with the client"
).split(";")


class Company(NamedTuple):
    """A company by code and name."""

    code: str
    name: str


def companies(random: "Random", count: int) -> list[Company]:
    """Give `count` different companies, at most MOST_COMPANIES; raises ValueError for more."""
    pairs = [(first, second) for first in COMPANY_FIRST for second in COMPANY_SECOND]
    return [
        Company(f"{first[:3]}{second[:2]}{number}".upper(), f"{first} {second}")
        for number, (first, second) in enumerate(random.sample(pairs, count))
    ]


def people(random: "Random", count: int) -> list[str]:
    """Give the names of `count` different people; raises ValueError for more than a thousand or so."""
    pairs = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
    return random.sample(pairs, count)


def title(random: "Random") -> str:
    """Give the title of a ticket."""
    pick = random.choice
    return f"{pick(THINGS)} {pick(TROUBLES)} {pick(PLACES)}"


def note(random: "Random") -> str:
    """Give what somebody writes down while working."""
    pick = random.choice
    return f"{pick(DONE)}; {pick(FOUND)}"


def body(random: "Random", subject: str) -> str:
    """Give the description of a ticket, some two hundred characters of several lines."""
    pick = random.choice
    return (
        f"Hello,\n\nthe {subject[0].lower()}{subject[1:]}. We tried to restart it, and {pick(FOUND)}.\n"
        f"It worked before the weekend. {pick(DONE)}? Please call me before noon.\n\n{pick(FIRST_NAMES)}"
    )
