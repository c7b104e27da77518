"""What is timed: one script a question, each giving rows of a table. `python -m bench` prints it.

Figures are of one machine in one run; the ratios travel better than the times.
"""
