"""`python -m techday`."""

from techday.main import main

if __name__ == "__main__":
    main()
