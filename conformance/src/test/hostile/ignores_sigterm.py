"""Says hello, then neither reads, speaks nor ends when it is told to."""
import _right, signal, time

signal.signal(signal.SIGTERM, signal.SIG_IGN)
_right.hello()
time.sleep(60)
