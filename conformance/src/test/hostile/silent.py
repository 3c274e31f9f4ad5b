"""Reads everything, answers nothing."""
import _right, sys

for line in sys.stdin:
    pass
