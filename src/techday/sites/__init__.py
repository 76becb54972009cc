"""Sites: the places of a client, and whom to ring there."""
