"""The screens of the studio, each with its styles beside it."""
