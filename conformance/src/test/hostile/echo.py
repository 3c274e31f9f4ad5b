"""Answers every line with itself."""
import _right, sys

for line in sys.stdin:
    print(line, end="", flush=True)
