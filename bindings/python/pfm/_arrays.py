"""How NumPy arrays meet the kernels: what is taken as it is, what is copied, what is refused."""

import operator
from typing import Any, Tuple

import numpy as np
from numpy.typing import NDArray

from .errors import ArgumentError

Array = NDArray[Any]
FLOAT32 = np.dtype(np.float32)
COMPLEX64 = np.dtype(np.complex64)
UINT8 = np.dtype(np.uint8)
_INT32 = 2**31 - 1


def integer(name: str, value: Any) -> int:
    """An integer that C takes as int32_t; its range is checked where it is used."""
    try:
        number = operator.index(value)
    except TypeError:
        raise ArgumentError(f"{name} must be an integer, was {value!r}") from None
    if not -_INT32 <= number <= _INT32:
        raise ArgumentError(f"{name} must be in [{-_INT32}, {_INT32}], was {number}")
    return number


def number(name: str, value: Any) -> float:
    """A float; its range is checked where it is used."""
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ArgumentError(f"{name} must be a number, was {value!r}") from None


def pair(name: str, value: Any) -> Tuple[Any, Any]:
    """Two values."""
    try:
        first, second = value
    except (TypeError, ValueError):
        raise ArgumentError(f"{name} must be two values, was {value!r}") from None
    return first, second


def taken(name: str, array: Any, dtype: "np.dtype[Any]") -> Array:
    """An input: as it is where it is dense and of this type, else one copy that is."""
    given = np.asarray(array)
    if _is_dense(given, dtype):
        return given
    if not np.can_cast(given.dtype, dtype, "same_kind"):
        raise ArgumentError(f"{name} must be an array of {dtype}, was of {given.dtype}")
    return np.require(given, dtype, ("C", "A"))


def own(name: str, array: Any, dtype: "np.dtype[Any]", shape: Tuple[int, ...]) -> Array:
    """Memory that pfm uses where it lies: a dense array of this type and shape."""
    if not isinstance(array, np.ndarray):
        raise ArgumentError(f"{name} must be a NumPy array of {dtype}, was {type(array).__name__}")
    if array.shape != shape:
        raise ArgumentError(f"{name} must have the shape {shape}, was {array.shape}")
    if array.dtype != dtype:
        raise ArgumentError(f"{name} must be of {dtype}, was of {array.dtype}; use {name}.astype")
    if not _is_dense(array, dtype):
        raise ArgumentError(f"{name} must be dense and row-major, was not; use numpy.ascontiguousarray")
    return array


def own_writable(name: str, array: Any, dtype: "np.dtype[Any]", shape: Tuple[int, ...]) -> Array:
    """Memory that pfm writes where it lies."""
    given = own(name, array, dtype, shape)
    if not given.flags.writeable:
        raise ArgumentError(f"{name} must be writable, was read-only")
    return given


def _is_dense(array: Array, dtype: "np.dtype[Any]") -> bool:
    flags = array.flags
    return array.dtype == dtype and flags.c_contiguous and flags.aligned


def address(array: Array) -> int:
    """Where the values begin."""
    return int(array.__array_interface__["data"][0])


def batch_of(name: str, shape: Tuple[int, ...], item: Tuple[int, ...]) -> int:
    """How many items an array of this shape has; one without a batch counts as one."""
    if shape == item:
        return 1
    if len(shape) == len(item) + 1 and shape[1:] == item:
        if not 1 <= shape[0] <= _INT32:
            raise ArgumentError(f"the batch of {name} must be in [1, {_INT32}], was {shape[0]}")
        return shape[0]
    dimensions = ", ".join(str(n) for n in item)
    raise ArgumentError(f"{name} must have the shape ({dimensions}) or (batch, {dimensions}), was {shape}")


def refuse_overlap(name: str, begin: int, size: int, other_name: str, other_begin: int, other_size: int) -> None:
    """Refuses an output that shares bytes with other memory."""
    if begin < other_begin + other_size and other_begin < begin + size:
        raise ArgumentError(f"{name} must not overlap {other_name}, did; give it an array of its own")
