"""Says hello, and dies at every reset, with a word on standard error."""
import _right, sys

_right.hello()
sys.stdin.readline()
sys.exit("no resource left")
