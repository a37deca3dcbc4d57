"""Planned kernels, which are called with NumPy arrays."""

from typing import Any, List, NamedTuple, Optional, Sequence, Tuple, Union

import numpy as np

from . import _abi
from ._arrays import COMPLEX64, FLOAT32, Array, address, batch_of, own_writable, refuse_overlap, taken
from ._resource import Resource
from .elements import Element, Shape
from .errors import ArgumentError

Planar = Tuple[Array, Array]
Field = Union[Array, Planar]


class Plan(Resource):
    """A kernel made ready to run. One thread may run it at a time. Its memory is freed with it, or by close()."""

    def __init__(self, functions: _abi.Functions, handle: int, owner: Any) -> None:
        super().__init__(functions, handle, functions.plan_close, owner)


class Propagator(Plan):
    """A planned wave kernel: a linear map A of fields.

    A field is an array of complex64, or a pair (real part, imaginary part) of float32 arrays, of the shape (ny, nx) or
    (batch, ny, nx). A dense pair is used where it lies; complex64 is converted on the way in and out. Inputs of other
    types and strides are copied once. The result is of the kind of the input; `out` is used where it lies, or refused.
    """

    def __init__(self, functions: _abi.Functions, handle: int, owner: Any, plane: Tuple[int, int]) -> None:
        super().__init__(functions, handle, owner)
        self._plane = plane

    @property
    def grid(self) -> Tuple[int, int]:
        """Samples (ny, nx)."""
        return self._plane

    def __call__(self, u: Field, out: Optional[Field] = None) -> Field:
        """A u, for every field of the batch; `out` may be `u` itself."""
        return self._run(self._functions.propagate_interleaved, self._functions.propagate, u, out)

    def adjoint(self, u: Field, out: Optional[Field] = None) -> Field:
        """A* u, so that <A x, y> = <x, A* y> with <a, b> = sum conj(a) b; `out` may be `u` itself."""
        return self._run(self._functions.adjoint_interleaved, self._functions.adjoint, u, out)

    def _run(self, interleaved: Any, planar: Any, u: Field, out: Optional[Field]) -> Field:
        given = _planes("u", u)
        batch = batch_of("u", given[0].shape, self._plane)
        result = _result(given, out)
        sources, targets = [address(plane) for plane in given], [address(plane) for plane in result]
        if out is not None:
            _refuse_overlaps(sources, targets, given[0].nbytes)
        _abi.call(interleaved if len(given) == 1 else planar, self._handle, batch, *sources, *targets)
        return _field(result)


class Gradient(NamedTuple):
    """How a loss changes with the input and with every parameter of a medium.

    adjoint: A* cotangent, the cotangent of the input
    phase: by element: of a mask dL/dphase [1/rad], of a slab dL/dcontrast, of a gap None; float32
    attenuation: by element: of a mask dL/dattenuation, of a slab dL/dextinction; None where it has none; float32
    """

    adjoint: Field
    phase: List[Optional[Array]]
    attenuation: List[Optional[Array]]


class MediumPropagator(Propagator):
    """A planned split step: a propagator that can also say how its output changes with its medium."""

    def __init__(self, functions: _abi.Functions, handle: int, owner: Any, plane: Tuple[int, int],
                 elements: Sequence[Element], shapes: Sequence[Shape]) -> None:
        super().__init__(functions, handle, owner, plane)
        self._elements = elements  # their arrays are the memory that the kernel reads
        self._shapes = shapes

    def reload(self) -> None:
        """Takes over a medium that was changed in place."""
        _abi.call(self._functions.reload, self._handle)

    def gradient(self, u: Field, cotangent: Field) -> Gradient:
        """Pulls a cotangent back: for a real loss L of v = A u with dL = Re sum conj(cotangent) dv.

        Both fields are of one kind and shape. Derivatives are summed over the batch.
        """
        given, back = _planes("u", u), _planes("cotangent", cotangent)
        batch = batch_of("u", given[0].shape, self._plane)
        if len(back) != len(given) or back[0].shape != given[0].shape:
            raise ArgumentError(f"cotangent must be of the kind and shape of u, {_kind(given)}, was {_kind(back)}")
        adjoint = tuple(np.empty_like(plane, subok=False) for plane in given)
        phase = [None if s.phase is None else np.zeros(s.phase, np.float32) for s in self._shapes]
        attenuation = [None if s.attenuation is None else np.zeros(s.attenuation, np.float32) for s in self._shapes]
        records = (_abi.Derivatives * len(self._shapes))(
            *(_abi.Derivatives(*(None if array is None else address(array) for array in arrays))
              for arrays in zip(phase, attenuation)))
        function = self._functions.gradient_interleaved if len(given) == 1 else self._functions.gradient
        where = [address(plane) for plane in (*given, *back, *adjoint)]
        _abi.call(function, self._handle, batch, *where, records, len(records))
        return Gradient(_field(adjoint), phase, attenuation)


class Crossbar(Plan):
    """Planned products with a matrix W, exact or as an analog crossbar computes them.

    Vectors are float32 arrays of the shape (n,) or (batch, n). Inputs of other types and strides are copied once; `out`
    is used where it lies, or refused.
    """

    def __init__(self, functions: _abi.Functions, handle: int, owner: Any, outputs: int, inputs: int) -> None:
        super().__init__(functions, handle, owner)
        self._outputs = outputs
        self._inputs = inputs

    @property
    def shape(self) -> Tuple[int, int]:
        """Outputs and inputs, the shape of the weights."""
        return self._outputs, self._inputs

    def __call__(self, x: Array, out: Optional[Array] = None) -> Array:
        """W x, for every vector of the batch."""
        return self._run(self._functions.multiply, x, self._inputs, self._outputs, out)

    def adjoint(self, y: Array, out: Optional[Array] = None) -> Array:
        """The transposed matrix times y, for every vector of the batch, straight through the converters."""
        return self._run(self._functions.multiply_adjoint, y, self._outputs, self._inputs, out)

    def _run(self, function: Any, x: Any, inputs: int, outputs: int, out: Optional[Array]) -> Array:
        given = taken("the vectors", x, FLOAT32)
        batch = batch_of("the vectors", given.shape, (inputs,))
        shape = (*given.shape[:-1], outputs)
        result = np.empty(shape, FLOAT32) if out is None else own_writable("out", out, FLOAT32, shape)
        source, target = address(given), address(result)
        refuse_overlap("out", target, result.nbytes, "the vectors", source, given.nbytes)
        _abi.call(function, self._handle, batch, source, target)
        return result


def _planes(name: str, field: Any) -> Tuple[Array, ...]:
    """The one array of an interleaved field, or the two of a planar one."""
    if not isinstance(field, tuple):
        return (taken(name, field, COMPLEX64),)
    if len(field) != 2:
        raise ArgumentError(f"{name} must be an array or a pair (real part, imaginary part), was {len(field)} values")
    re, im = taken(f"{name}[0]", field[0], FLOAT32), taken(f"{name}[1]", field[1], FLOAT32)
    if re.shape != im.shape:
        raise ArgumentError(f"{name} must have two parts of one shape, was {re.shape} and {im.shape}")
    return re, im


def _result(given: Tuple[Array, ...], out: Any) -> Tuple[Array, ...]:
    """Where a result of the kind of the input goes: new arrays, or those of the caller."""
    if out is None:
        return tuple([np.empty(plane.shape, plane.dtype) for plane in given])
    shape = given[0].shape
    if len(given) == 1:
        return (own_writable("out", out, COMPLEX64, shape),)
    if not isinstance(out, tuple) or len(out) != 2:
        raise ArgumentError("out must be a pair (real part, imaginary part), as u is")
    return own_writable("out[0]", out[0], FLOAT32, shape), own_writable("out[1]", out[1], FLOAT32, shape)


def _refuse_overlaps(sources: List[int], targets: List[int], size: int) -> None:
    """An output may be the input, and overlaps nothing else; every part has the same size."""
    if len(targets) == 2:
        refuse_overlap("out[0]", targets[0], size, "out[1]", targets[1], size)
    for i, target in enumerate(targets):
        for j, source in enumerate(sources):
            if i != j or target != source:
                refuse_overlap("out", target, size, "u without being u", source, size)


def _field(planes: Tuple[Array, ...]) -> Field:
    return planes[0] if len(planes) == 1 else (planes[0], planes[1])


def _kind(planes: Tuple[Array, ...]) -> str:
    return f"{'an array' if len(planes) == 1 else 'a pair'} of the shape {planes[0].shape}"
