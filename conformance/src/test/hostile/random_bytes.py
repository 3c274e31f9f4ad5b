"""Says a mebibyte of noise, always the same, then reads on."""
import _right, random, sys

sys.stdout.buffer.write(random.Random(1).randbytes(1 << 20))
sys.stdout.buffer.flush()
for line in sys.stdin.buffer:
    pass
