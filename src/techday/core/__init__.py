"""The pure core: times, spans, working hours, shifts and text. No I/O and no clock: the time is an argument."""
