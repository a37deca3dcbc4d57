"""A trained diffractive network reads the 10 000 MNIST test images: light passes five printed masks onto detectors.

python3 bindings/python/examples/classify.py
"""

import time

import pfm


def main() -> None:
    images, labels = pfm.mnist()
    with pfm.open() as kernels:
        network = kernels.network()
        start = time.perf_counter()
        found = network.classify(images)
        seconds = time.perf_counter() - start
        print(f"backend    {kernels.device}")
    print(f"images     {len(images)} of the MNIST test set, {len(images) / seconds:.0f} images/s")
    print(f"accuracy   {100 * (found.labels == labels).mean():.2f} %")


if __name__ == "__main__":
    main()
