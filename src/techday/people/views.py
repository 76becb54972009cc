"""People as scripts read them."""

from typing import Any

from techday.people.store import PersonRow


def person_document(row: PersonRow) -> dict[str, Any]:
    """Give a person as scripts read it."""
    return {
        "client": row.client,
        "name": row.name,
        "role": row.role or None,
        "phone": row.phone or None,
        "email": row.email or None,
        "channel": row.channel,
        "site": row.site,
        "main": bool(row.main),
        "note": row.note or None,
    }
