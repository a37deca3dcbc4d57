"""The kernels in complex128 by NumPy's own transforms, written from the formulas."""

from typing import Any, Sequence, Tuple

import numpy as np

import pfm

WAVELENGTH = 0.5e-6
PITCH = (0.4e-6, 0.3e-6)  # along y, along x
INDEX = 1.3


def transfer(grid: Tuple[int, int], distance: float, exact: bool = True, band_limited: bool = False) -> np.ndarray:
    """H by bin, [ny, nx]: Goodman, eq. 3-74 and 4-21; band limit of Matsushima and Shimobaba, eq. 13."""
    fy = np.fft.fftfreq(grid[0], PITCH[0])[:, None]
    fx = np.fft.fftfreq(grid[1], PITCH[1])[None, :]
    k = INDEX / WAVELENGTH
    if exact:
        root = np.sqrt((k**2 - fx**2 - fy**2).astype(complex))
        h = np.exp(2j * np.pi * (root.real * distance + 1j * root.imag * abs(distance)))
    else:
        h = np.exp(2j * np.pi * distance * (k - (fx**2 + fy**2) / (2 * k)))
    if band_limited:
        for f, n, pitch in ((fy, grid[0], PITCH[0]), (fx, grid[1], PITCH[1])):
            h = h * (abs(f) <= k / np.sqrt((2 * distance / (n * pitch))**2 + 1))
    return h


def propagate(u: np.ndarray, distance: float, **how: Any) -> np.ndarray:
    """Free space."""
    return np.fft.ifft2(np.fft.fft2(u) * transfer(u.shape[-2:], distance, **how))


def window(n: int, frame: pfm.AbsorbingFrame) -> np.ndarray:
    """The absorbing frame along an axis."""
    edge = np.minimum(np.arange(n), n - 1 - np.arange(n))
    depth = np.maximum(frame.cells - edge, 0)
    return np.exp(-frame.strength * (depth / frame.cells) ** frame.order)


def split_step(u: np.ndarray, elements: Sequence[pfm.Element], frame: Any = None) -> np.ndarray:
    """Elements in turn: Feit and Fleck, with symmetric splitting."""
    ny, nx = u.shape[-2:]
    absorbed = 1 if frame is None else window(ny, frame)[:, None] * window(nx, frame)
    for element in elements:
        if isinstance(element, pfm.Gap):
            u = propagate(u, element.distance)
        elif isinstance(element, pfm.Mask):
            loss = 0 if element.attenuation is None else value(element.attenuation, element.attenuation_levels)
            u = u * np.exp(1j * value(element.phase, element.levels) - loss) * absorbed
        else:
            loss = 0 if element.extinction is None else value(element.extinction, element.extinction_levels)
            dz = element.slice_thickness
            for screen in value(element.contrast, element.levels) + 1j * loss:
                u = propagate(u, dz / 2)
                u = u * np.exp(2j * np.pi / WAVELENGTH * screen * dz) * absorbed
                u = propagate(u, dz / 2)
    return u


def value(samples: np.ndarray, levels: Any) -> np.ndarray:
    """What samples stand for, in float64."""
    if levels is None:
        return samples.astype(np.float64)
    return levels[0] + samples * ((levels[1] - levels[0]) / 255)


def difference(found: Any, expected: np.ndarray) -> float:
    """Relative L2."""
    return float(np.linalg.norm(np.asarray(found) - expected) / np.linalg.norm(expected))


def random_field(seed: int, *shape: int) -> np.ndarray:
    """Gaussian complex64."""
    r = np.random.default_rng(seed)
    return (r.standard_normal(shape) + 1j * r.standard_normal(shape)).astype(np.complex64)
