"""Right, with a kibibyte to say on standard error about every line it writes."""
import _right, proxy, sys


def chatty(*lines, **options):
    for line in lines:
        sys.stderr.write((line + " ") * (1024 // len(line)) + "\n")
    print(*lines, **options)


proxy.print = chatty
proxy.serve()
