"""Says hello and is in time for the first sync; never speaks again."""
import _right, json, sys

_right.hello()
synced = False
for line in sys.stdin:
    said = json.loads(line)
    if said.get("control") == "sync" and not synced:
        synced = True
        print(json.dumps({"control": "synced", "number": said["number"]}), flush=True)
