"""What a wave meets on its way: gaps, masks and slabs of a medium, and the absorbing frame around them."""

from dataclasses import dataclass
from typing import Any, NamedTuple, Optional, Tuple, Union

import numpy as np

from . import _abi
from ._arrays import FLOAT32, UINT8, Array, address, integer, number, own, pair
from .errors import ArgumentError

Levels = Tuple[float, float]


@dataclass(frozen=True)
class AbsorbingFrame:
    """A window that absorbs what reaches the edge of the grid, applied at every mask and slice.

    cells: width [samples]
    strength: exponent at the outermost sample [nepers per screen], 0 to 100
    order: steepness, 1 to 16
    """

    cells: int
    strength: float = 1.0
    order: int = 2


@dataclass(frozen=True)
class Gap:
    """Free space of the background index.

    distance: [m]; negative goes back
    """

    distance: float


@dataclass(frozen=True, eq=False)
class Mask:
    """A mask without thickness: u <- u exp(i phase - attenuation).

    phase: [ny, nx], float32 [rad], or uint8 with levels
    levels: phases [rad] of levels 0 and 255, for uint8
    attenuation: [ny, nx], float32 [nepers], 0 or more, or uint8 with attenuation_levels; None for none
    attenuation_levels: attenuations [nepers] of levels 0 and 255, for uint8

    The arrays are used where they lie: to train, change them in place and call reload() of the plan. So they must be
    dense and of these types; anything else is refused.
    """

    phase: Array
    levels: Optional[Levels] = None
    attenuation: Optional[Array] = None
    attenuation_levels: Optional[Levels] = None


@dataclass(frozen=True, eq=False)
class Slab:
    """A slab of a medium: by slice half a step of diffraction, exp(i k0 (contrast + i extinction) dz), half a step.

    contrast: index above that of the background, [slices, ny, nx], float32, or uint8 with levels. May be larger than
        memory: numpy.load(file, mmap_mode="r")
    slice_thickness: dz [m]
    levels: contrasts of levels 0 and 255, for uint8
    extinction: imaginary part of the index, 0 or more, [slices, ny, nx], float32, or uint8 with extinction_levels;
        None for none
    extinction_levels: extinctions of levels 0 and 255, for uint8

    The arrays are used where they lie, as those of a Mask.
    """

    contrast: Array
    slice_thickness: float
    levels: Optional[Levels] = None
    extinction: Optional[Array] = None
    extinction_levels: Optional[Levels] = None


Element = Union[Gap, Mask, Slab]


class Shape(NamedTuple):
    """The shapes of the parameters of an element, None where it has none."""

    phase: Optional[Tuple[int, ...]]
    attenuation: Optional[Tuple[int, ...]]


def record(element: Any, i: int, plane: Tuple[int, int]) -> Tuple[_abi.Element, Shape]:
    """An element as C takes it, and the shapes of its parameters."""
    if isinstance(element, Gap):
        gap = _abi.Element(kind=_abi.GAP, length=number(f"elements[{i}].distance", element.distance))
        return gap, Shape(None, None)
    if isinstance(element, Mask):
        names, kind, slices, length = ("phase", "attenuation"), _abi.MASK, 0, 0.0
        shape: Tuple[int, ...] = plane
        values = (element.phase, element.levels, element.attenuation, element.attenuation_levels)
    elif isinstance(element, Slab):
        names, kind = ("contrast", "extinction"), _abi.SLAB
        slices = np.shape(element.contrast)[0] if np.ndim(element.contrast) == 3 else 1
        integer(f"count of slices of elements[{i}]", slices)
        length, shape = number(f"elements[{i}].slice_thickness", element.slice_thickness), (slices, *plane)
        values = (element.contrast, element.levels, element.extinction, element.extinction_levels)
    else:
        raise ArgumentError(f"elements[{i}] must be a pfm.Gap, pfm.Mask or pfm.Slab, was {type(element).__name__}")
    phase = _samples(f"elements[{i}].{names[0]}", values[0], "levels", values[1], shape)
    attenuation = _abi.Samples()
    if values[2] is not None:
        attenuation = _samples(f"elements[{i}].{names[1]}", values[2], f"{names[1]}_levels", values[3], shape)
    made = _abi.Element(kind, slices, length, phase, attenuation)
    return made, Shape(shape, None if values[2] is None else shape)


def _samples(name: str, array: Any, levels_name: str, levels: Optional[Levels], shape: Tuple[int, ...]) -> _abi.Samples:
    if getattr(array, "dtype", None) not in (FLOAT32, UINT8):
        raise ArgumentError(f"{name} must be an array of float32 or uint8, was of {_type(array)}; use astype")
    values = own(name, array, array.dtype, shape)
    if values.dtype == FLOAT32:
        if levels is not None:
            raise ArgumentError(f"{levels_name} must be left out where {name} is float32, was {levels!r}")
        return _abi.Samples(address(values), _abi.FLOAT32)
    if levels is None:
        raise ArgumentError(f"{levels_name} must be given where {name} is uint8: the values of levels 0 and 255")
    low, high = (number(levels_name, value) for value in pair(levels_name, levels))
    return _abi.Samples(address(values), _abi.LEVELS8, 0, low, (high - low) / 255)


def _type(array: Any) -> str:
    return str(getattr(array, "dtype", type(array).__name__))
