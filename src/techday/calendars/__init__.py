"""Calendars: the working hours in which clocks run, with the public holidays that close them."""
