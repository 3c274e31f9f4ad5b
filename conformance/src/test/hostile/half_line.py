"""Right, but its 30th line ends in the middle, and so does the program."""
import _right, os, proxy, sys

said = 0


def half(*lines, **options):
    global said
    said += len(lines)
    if said >= 30:
        sys.stdout.write(lines[-1][: len(lines[-1]) // 2])
        sys.stdout.flush()
        os._exit(0)
    print(*lines, **options)


proxy.print = half
proxy.serve()
