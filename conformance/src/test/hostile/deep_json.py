"""Right, but before its first synced it says half a mebibyte of opening brackets."""
import _right, proxy


def deep(*lines, **options):
    if any('"synced"' in line for line in lines):
        print("[" * (1 << 19))
    print(*lines, **options)


proxy.print = deep
proxy.serve()
