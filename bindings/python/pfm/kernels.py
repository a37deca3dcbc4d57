"""Opens backends, and plans kernels on them."""

import ctypes
import json
import os
from types import TracebackType
from typing import Any, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Type, Union

import numpy as np

from . import _abi
from ._arrays import FLOAT32, Array, address, integer, number, pair, taken
from ._resource import Resource
from .elements import AbsorbingFrame, Element, record
from .errors import ArgumentError
from .network import Network, network_file
from .plans import Crossbar, MediumPropagator, Propagator

Pitch = Union[float, Tuple[float, float]]


class Backend(NamedTuple):
    """A way to compute.

    name: what pfm.open takes
    available: whether it can run here
    description: its device, or why it is unavailable and what to do
    """

    name: str
    available: bool
    description: str


def version() -> str:
    """The version of the kernels, for example 0.1.0."""
    return _abi.text(_abi.functions().version_text)


def backends() -> List[Backend]:
    """What can compute here, the most preferred first."""
    found = []
    for line in _abi.text(_abi.functions().backends).splitlines():
        name, _, description = line.partition(": ")
        found.append(Backend(name, not description.startswith("unavailable"), description))
    return found


def open(backend: str = "auto", threads: int = 0) -> "Kernels":
    """Opens a backend by name, or "auto" for the best that can run here.

    threads: that a call may use, 0 for one per processor
    """
    functions = _abi.functions()
    if not isinstance(backend, str):
        raise ArgumentError(f"backend must be a name, was {backend!r}")
    return Kernels(functions, _abi.handle(functions.open, backend.encode(), integer("threads", threads)))


def load_network(path: Union[str, "os.PathLike[str]", None] = None, backend: str = "auto", threads: int = 0) -> Network:
    """A physical network that `pfm train` wrote, on a backend of its own; None is the one that comes with pfm."""
    return open(backend, threads).network(path)


class Kernels(Resource):
    """Every kernel of pfm, as computed by one backend. Units are SI. Closing it ends its plans.

    with pfm.open() as k:
        v = k.angular_spectrum(grid=(512, 512), pitch=1e-6, wavelength=532e-9, distance=0.01)(u)
    """

    def __init__(self, functions: _abi.Functions, handle: int) -> None:
        super().__init__(functions, handle, functions.close)

    @property
    def device(self) -> str:
        """What computes: backend, device, lane width, threads."""
        return _abi.text(self._functions.device, self._handle)

    def __enter__(self) -> "Kernels":
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.close()

    def angular_spectrum(self, grid: Tuple[int, int], pitch: Pitch, wavelength: float, distance: float,
                         index: float = 1.0, exact: bool = True, band_limited: bool = False) -> Propagator:
        """Plans free propagation by the angular spectrum. Space is periodic: pad the field where that matters.

        grid: samples (ny, nx)
        pitch: distance of samples [m], or (along y, along x)
        wavelength: in vacuum [m]
        distance: [m]; negative goes back
        index: of the medium
        exact: False for Fresnel's approximation
        band_limited: cuts the frequencies whose phase the grid cannot sample at this distance
        """
        wave, plane = _wave(grid, pitch, wavelength, index, exact, band_limited)
        handle = _abi.handle(self._functions.angular_spectrum_plan, self._handle, ctypes.byref(wave),
                             number("distance", distance))
        return Propagator(self._functions, handle, self, plane)

    def split_step(self, grid: Tuple[int, int], pitch: Pitch, wavelength: float, elements: Sequence[Element],
                   index: float = 1.0, exact: bool = True, band_limited: bool = False,
                   absorbing_frame: Optional[AbsorbingFrame] = None) -> MediumPropagator:
        """Plans propagation through media and masks by symmetric splitting.

        elements: pfm.Gap, pfm.Mask and pfm.Slab, in the order in which the wave meets them
        index: of the background, above which contrasts are counted
        absorbing_frame: absorbs what reaches the edge; None for a periodic space

        The rest is as for angular_spectrum.
        """
        wave, plane = _wave(grid, pitch, wavelength, index, exact, band_limited)
        met = tuple(elements)
        records, shapes = [], []
        for i, element in enumerate(met):
            made, shape = record(element, i, plane)
            records.append(made)
            shapes.append(shape)
        handle = _abi.handle(self._functions.split_step_plan, self._handle, ctypes.byref(wave),
                             _frame(absorbing_frame), (_abi.Element * len(met))(*records), len(met))
        return MediumPropagator(self._functions, handle, self, plane, met, shapes)

    def crossbar(self, weights: Array, device: Optional[Mapping[str, Any]] = None) -> Crossbar:
        """Plans products with a matrix.

        weights: (outputs, inputs), finite; taken over as float32
        device: converters, tiles and scalings of an analog crossbar, or the detection or mesh of a product of light,
            with the keys that `./pfm multiply --help` lists; None for the exact product
        """
        matrix = taken("weights", weights, FLOAT32)
        if matrix.ndim != 2:
            raise ArgumentError(f"weights must have the shape (outputs, inputs), was {matrix.shape}")
        outputs, inputs = (integer("size of the weights", size) for size in matrix.shape)
        try:
            text = None if device is None else json.dumps(device, allow_nan=False).encode()
        except (TypeError, ValueError) as e:
            raise ArgumentError(f"device must be a dict of numbers, texts and dicts, was not: {e}") from None
        handle = _abi.handle(self._functions.crossbar_plan, self._handle, address(matrix), outputs, inputs, text)
        return Crossbar(self._functions, handle, self, outputs, inputs)

    def network(self, path: Union[str, "os.PathLike[str]", None] = None) -> Network:
        """A physical network that `pfm train` wrote; None is the one that comes with pfm."""
        handle = _abi.handle(self._functions.network_open, self._handle, network_file(path))
        return Network(self._functions, handle, self)


def _wave(grid: Any, pitch: Any, wavelength: Any, index: Any, exact: bool,
          band_limited: bool) -> Tuple[_abi.Wave, Tuple[int, int]]:
    """The wave as C takes it, and its plane (ny, nx)."""
    ny, nx = (integer("grid", size) for size in pair("grid", grid))
    pitch_y, pitch_x = (number("pitch", p) for p in (pair("pitch", pitch) if np.ndim(pitch) else (pitch, pitch)))
    wave = _abi.Wave(nx, ny, pitch_x, pitch_y, number("wavelength", wavelength), number("index", index),
                     _abi.EXACT if exact else _abi.PARAXIAL, bool(band_limited))
    return wave, (ny, nx)


def _frame(frame: Optional[AbsorbingFrame]) -> Any:
    if frame is None:
        return None
    if not isinstance(frame, AbsorbingFrame):
        raise ArgumentError(f"absorbing_frame must be a pfm.AbsorbingFrame, was {type(frame).__name__}")
    return _abi.Frame(integer("cells of the frame", frame.cells), integer("order of the frame", frame.order),
                      number("strength of the frame", frame.strength))
