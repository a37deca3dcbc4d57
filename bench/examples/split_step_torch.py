"""The split step in PyTorch on a GPU, complex64 with cuFFT, masks made in advance: a line of JSON for each grid.

Each result is judged against the same steps in complex128 before it is timed. Where the file of results holds the split
step of opencl on the same grid, the line tells how many times as long PyTorch takes.

python3 split_step_torch.py 1024,2048 [results.jsonl]
"""
import datetime
import json
import math
import pathlib
import sys
import time


def not_compared(reason):
    print(f"{reason}: not compared", file=sys.stderr)
    sys.exit(0)


try:
    import torch
except ImportError:
    not_compared("PyTorch must be installed, was not found (pip install torch)")
if not torch.cuda.is_available():
    not_compared("PyTorch must see a GPU, sees none")

SLICES = 16
ROUNDS = 21
UNIT_ROUNDOFF = 2.0 ** -24


def ours(grid):
    """Milliseconds per slice of the last run of opencl that the file of results holds; None if it holds none."""
    found = None
    lines = pathlib.Path(sys.argv[2]).read_text().splitlines() if len(sys.argv) > 2 else []
    for run in map(json.loads, filter(None, lines)):
        if (run.get("backend"), run.get("kernel"), run.get("grid")) == ("opencl", "split-step", grid):
            found = run["pfm"]["ms"]
    return found


def propagated(field, h, masks):
    for mask in masks:
        field = torch.fft.ifft2(torch.fft.fft2(field) * h) * mask
    return field


def exponentials(*shape):
    return torch.exp(2j * torch.pi * torch.rand(*shape, dtype=torch.float64, device="cuda"))


def judge(side, u, h, masks):
    """Stops unless the error is one of rounding: 4 u log2 n for each of the transforms, independent."""
    first = masks[:2]
    expected = propagated(u.to(torch.complex128), h.to(torch.complex128), first.to(torch.complex128))
    error = (torch.linalg.norm(propagated(u, h, first) - expected) / torch.linalg.norm(expected)).item()
    tolerance = 4 * UNIT_ROUNDOFF * math.log2(side * side) * math.sqrt(2 * len(first))
    if not error <= tolerance:
        sys.exit(f"PyTorch at {side}: error {error:.2e} of at most {tolerance:.2e}; not timed")
    return error, tolerance


def milliseconds(u, h, masks):
    for _ in range(3):
        propagated(u, h, masks)
    torch.cuda.synchronize()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        propagated(u, h, masks)
        torch.cuda.synchronize()
        times.append(1e3 * (time.perf_counter() - start) / SLICES)
    return sorted(times)


for side in map(int, sys.argv[1].split(",")):
    u = torch.randn(side, side, dtype=torch.complex64, device="cuda")
    h = exponentials(side, side).to(torch.complex64)
    masks = torch.stack([exponentials(side, side).to(torch.complex64) for _ in range(SLICES)])
    error, tolerance = judge(side, u, h, masks)
    times = milliseconds(u, h, masks)
    line = {"benchmark": "split-step-torch", "device": torch.cuda.get_device_name(), "torch": torch.__version__,
            "cuda": torch.version.cuda, "date": str(datetime.date.today()), "grid": side, "slices": SLICES,
            "difference": error, "tolerance": tolerance, "millisecondsPerSlice": times[ROUNDS // 2],
            "fastest": times[0], "slowest": times[-1]}
    if ours(side):
        line["timesAsLongAsOpencl"] = line["millisecondsPerSlice"] / ours(side)
    print(json.dumps(line), flush=True)
