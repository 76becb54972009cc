"""Being in touch with clients: who is next, who was reached, tried or skipped, and how long each has been silent."""
