"""The card of a week: what is paid and billed of the time, reviewed, submitted, frozen, and sent on."""
