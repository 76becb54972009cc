"""Sites as scripts read them."""

from typing import Any

from techday.sites.store import SiteRow


def site_document(row: SiteRow) -> dict[str, Any]:
    """Give a site as scripts read it."""
    return {
        "client": row.client,
        "name": row.name,
        "address": row.address or None,
        "area": row.area or None,
        "phone": row.phone or None,
        "note": row.note or None,
    }
