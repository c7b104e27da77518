"""`python -m rgpt_tui` is `rgpt`."""

from rgpt_tui.cli import main

if __name__ == "__main__":
    main()
