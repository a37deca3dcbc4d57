"""Backends that tests run on."""

import unittest

import pfm


def opened(test: unittest.TestCase, backend: str) -> pfm.Kernels:
    """The kernels of a backend, closed after the test, which is skipped where the libraries of native are missing."""
    try:
        kernels = pfm.open(backend, threads=2)
    except pfm.UnavailableError as missing:
        if backend != "native":
            raise
        test.skipTest(str(missing))
    test.addCleanup(kernels.close)
    return kernels
