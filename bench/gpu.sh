#!/usr/bin/env bash
# Asks a machine with a GPU everything, in one command of about 15 minutes: is the device seen, are results right,
# how fast is it. JSON lines go to a file under bench/results; a check that fails ends the run.
#   bench/gpu.sh [FILE] [GRIDS] [SIDE SLICES]
# GRIDS are sides of fields, with commas; SIDE and SLICES those of the random volume. -Dpfm.opencl.device=NAME in
# JDK_JAVA_OPTIONS names another device than the first GPU.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
results=${1:-bench/results/opencl-$(date +%F).jsonl}
grids=${2:-512,1024,2048,4096}
side=${3:-16384}
slices=${4:-4096}
report=$(mktemp)
trap 'rm -f "$report"' EXIT

keep() { tr -s '\n ' ' ' <"$report" >>"$results"; echo >>"$results"; }

./pfm backends --json="$report" && keep
./pfm bench/examples/DeviceCopy.java "$results" # the limit: a slice of a split step reads and writes twice
./pfm validate --backend opencl --json="$report" | tail -3 && keep
./pfm tune --backend opencl --grid "$grids" --seconds 60
for grid in ${grids//,/ }; do
    ./pfm bench split-step --grid "$grid" --backend opencl --json="$report" && keep
    # one run more tells how long kernels took on the device, and the run with its transfers
    profile=$(./pfm -Dpfm.opencl.profile=true bench split-step --grid "$grid" --backend opencl --seconds 1 --warm-up 1 2>&1 |
        sed -n 's/^INFO: \(split step: kernels .*\)/\1/p' | tail -1)
    echo "{\"benchmark\": \"split-step-profile\", \"grid\": $grid, \"line\": \"$profile\"}" | tee -a "$results"
done
./pfm bench product --backend opencl --json="$report" && keep
./pfm -Dpfm.backend=opencl bench/examples/RandomVolume.java 2048 256 "$results" # 1.07e9 voxels
./pfm -Dpfm.backend=opencl -Dpfm.opencl.profile=true bench/examples/RandomVolume.java "$side" "$slices" "$results"
if command -v python3 >/dev/null; then
    python3 bench/examples/split_step_torch.py "$grids" "$results" | tee -a "$results" # says so where PyTorch is absent
else
    echo 'python3 is not installed: not compared with PyTorch'
fi
echo "kept in $results"
