"""techday: the working day of an IT technician, in the terminal."""

__version__ = "0.1.0"
