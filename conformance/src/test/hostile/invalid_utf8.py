"""Right, but where it refuses it is no UTF-8: a word ends with half a character."""
import _right, proxy, sys


def half(*lines, **options):
    for line in lines:
        raw = line.encode().replace(b'"type": "Refused"', b'"type": "Refused\xc3"')
        sys.stdout.buffer.write(raw + b"\n")
    sys.stdout.buffer.flush()


proxy.print = half
proxy.serve()
