"""Right, but says synced for the sync after the one it was asked."""
import _right, json, proxy


def ahead(*lines, **options):
    for line in map(json.loads, lines):
        if line.get("control") == "synced":
            line["number"] += 1
        print(json.dumps(line), **options)


proxy.print = ahead
proxy.serve()
