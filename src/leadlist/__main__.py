"""`python -m leadlist`: the same as the console script."""

from leadlist.cli import main

main()
