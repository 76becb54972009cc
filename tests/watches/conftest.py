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


def many_watches(techday: Techday, looks: int) -> None:
    """Five thousand more watches, the first time; and so many looks at each, one a day, from the newest back."""
    if techday("client list --json").json["clients"] == []:
        techday.did("client add Acme", "watch add Job --client acme --kind backup")
    with techday.raw() as db:
        db.executescript("DROP TRIGGER IF EXISTS watch_inserted; DROP TRIGGER IF EXISTS watch_check_inserted;")
        db.executescript("""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            INSERT OR IGNORE INTO watch (client_id, name, name_key, kind, every, starts_at)
            SELECT 1, 'Job ' || i, 'job ' || i, 'backup', CASE i % 3 WHEN 0 THEN '4h' ELSE 'daily' END,
                   '2026-01-01T08:00:00Z' FROM n;
        """)
        db.execute(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
            INSERT INTO watch_check (watch_id, at, day, due_at, recorded_at, state, seen)
            SELECT watch.id, date('2026-11-23', '-' || i || ' days') || 'T09:00:00Z',
                   date('2026-11-23', '-' || i || ' days'), NULL, '2026-11-23T09:00:00Z', 'ok', 'green'
              FROM watch, n""",
            (looks,),
        )
