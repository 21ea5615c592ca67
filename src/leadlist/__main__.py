"""`python -m leadlist`: the same as the console script."""

from leadlist.cli import main

if __name__ == "__main__":
    main()
