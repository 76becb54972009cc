"""The outbox: what the PSA must still learn."""
