"""The program: `techday`, `td`, and `python -m techday`."""

import gc

# A command lives for a moment and frees everything by ending: collecting garbage, from the first import on, costs a
# sixth of a screen.
gc.disable()

from techday.main import main  # noqa: E402  # after the line above, for the reason above

if __name__ == "__main__":
    main()
