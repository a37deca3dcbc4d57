"""The split step in PyTorch on a GPU, complex64 with cuFFT, masks made in advance: a line of JSON for each grid.

python3 split_step_torch.py 1024,2048
"""
import datetime
import json
import sys
import time

import torch

SLICES = 16

for side in map(int, sys.argv[1].split(",")):
    u = torch.randn(side, side, dtype=torch.complex64, device="cuda")
    h = torch.exp(2j * torch.pi * torch.rand(side, side, device="cuda"))
    masks = torch.exp(2j * torch.pi * torch.rand(SLICES, side, side, device="cuda"))

    def run(field):
        for mask in masks:
            field = torch.fft.ifft2(torch.fft.fft2(field) * h) * mask
        return field

    run(u)
    torch.cuda.synchronize()
    times = []
    for _ in range(21):
        start = time.perf_counter()
        run(u)
        torch.cuda.synchronize()
        times.append((time.perf_counter() - start) / SLICES)
    print(json.dumps({"benchmark": "split-step-torch", "device": torch.cuda.get_device_name(), "torch": torch.__version__,
                      "date": str(datetime.date.today()), "grid": side, "slices": SLICES,
                      "millisecondsPerSlice": 1e3 * sorted(times)[len(times) // 2]}))
