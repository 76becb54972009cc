"""Search: over tickets, what happened on them, fixes and clients."""
