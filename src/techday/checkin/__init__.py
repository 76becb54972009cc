"""The check-in at the end of a day: the status for the service manager."""
