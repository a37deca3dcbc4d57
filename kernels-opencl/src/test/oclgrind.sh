#!/usr/bin/env bash
# Runs small workloads on the simulator Oclgrind, which sees data races, reads and writes out of bounds and misuse of
# OpenCL, with kernels as for a GPU: fails where it tells of one, or where a result is wrong. Needs Debian's oclgrind.
# Takes about 10 minutes.
#   kernels-opencl/src/test/oclgrind.sh [GLOB of workloads ...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
sizes='{2x2,1x37,7x9,15x17,17x15,48x20,7x9x2,33x31x3,65x257,33x65}{,/batch3,/batch5}'
[[ $# -gt 0 ]] || set -- "{angular-spectrum,split-step,crossbar,optical-product}/*/$sizes/*" 'crossbar/*/70x301/batch17/*'
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
find /usr/lib /usr/local/lib -name liboclgrind-rt-icd.so -print -quit >"$folder/oclgrind.icd"
[[ -s $folder/oclgrind.icd ]] || { echo 'oclgrind must be installed, was not found; on Debian: apt install oclgrind' >&2; exit 2; }
export OCL_ICD_VENDORS=$folder OCLGRIND_DATA_RACES=1 OCLGRIND_CHECK_API=1 OCLGRIND_LOG=$folder/faults
# JOCL waits for other transfers in a thread of its own, and the simulator runs kernels in the thread that waits
alone='-Dpfm.opencl.cache=none -Dpfm.opencl.blocking=true'
for workloads; do
    # shellcheck disable=SC2086 # two words
    ./pfm $alone -Dpfm.tuning=none validate --backend opencl --only "$workloads" || failed=1
done
# shellcheck disable=SC2086 # two words
./pfm $alone kernels-opencl/src/test/LineForms.java || failed=1
if [[ -s $folder/faults ]]; then
    head -100 "$folder/faults"
    failed=1
fi
[[ -z ${failed:-} ]] || exit 1
echo 'Oclgrind found no fault'
