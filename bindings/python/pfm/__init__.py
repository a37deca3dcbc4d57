"""PFM Kernels: wave propagation and analog matrix-vector products for physical neural networks, on NumPy arrays.

import numpy as np, pfm

with pfm.open() as k:
    u = np.ones((512, 512), np.complex64)
    v = k.angular_spectrum(grid=u.shape, pitch=1e-6, wavelength=532e-9, distance=0.01)(u)

The first call starts a Java virtual machine inside this process. It leaves Ctrl-C to Python, and needs SIGSEGV for
itself: faulthandler is switched off, and must stay off.
"""

from .elements import AbsorbingFrame, Element, Gap, Mask, Slab
from .errors import (
    ArgumentError,
    BusyError,
    ClosedError,
    Error,
    FileError,
    InternalError,
    OutOfMemoryError,
    UnavailableError,
)
from .kernels import Backend, Kernels, backends, load_network, open, version
from .network import Classification, Network, mnist
from .plans import Crossbar, Field, Gradient, MediumPropagator, Plan, Propagator

__all__ = [
    "AbsorbingFrame", "ArgumentError", "Backend", "BusyError", "Classification", "ClosedError", "Crossbar", "Element",
    "Error", "Field", "FileError", "Gap", "Gradient", "InternalError", "Kernels", "Mask", "MediumPropagator", "Network",
    "OutOfMemoryError", "Plan", "Propagator", "Slab", "UnavailableError", "backends", "load_network", "mnist", "open",
    "version",
]
