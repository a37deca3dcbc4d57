"""Physical networks that classify images, and the MNIST test set that comes with pfm."""

import gzip
import os
from ctypes import byref, c_int32
from typing import Any, NamedTuple, Tuple, Union

import numpy as np

from . import _abi, _installation
from ._arrays import UINT8, Array, address, own
from ._resource import Resource
from .errors import FileError


class Classification(NamedTuple):
    """What a network says of images.

    labels: the class with the highest score of each image, [n], int32
    scores: of every class, [n, classes], float32
    """

    labels: Array
    scores: Array


class Network(Resource):
    """A physical network made ready to classify. One thread may use it at a time."""

    def __init__(self, functions: _abi.Functions, handle: int, owner: Any) -> None:
        super().__init__(functions, handle, functions.network_close, owner)
        columns, rows, classes = c_int32(), c_int32(), c_int32()
        _abi.call(functions.network_shape, handle, byref(columns), byref(rows), byref(classes))
        self._image = (rows.value, columns.value)
        self._classes = classes.value

    @property
    def image_shape(self) -> Tuple[int, int]:
        """Rows and columns of an image."""
        return self._image

    @property
    def classes(self) -> int:
        """Count of classes."""
        return self._classes

    def classify(self, images: Array) -> Classification:
        """Classifies images of brightness 0 to 255: uint8, (n, rows, columns), dense."""
        count = np.shape(images)[0] if np.ndim(images) == 3 else 1
        pixels = own("images", images, UINT8, (count, *self._image))
        labels, scores = np.empty(count, np.int32), np.empty((count, self._classes), np.float32)
        _abi.call(self._functions.network_classify, self._handle, count, address(pixels), address(labels),
                  address(scores))
        return Classification(labels, scores)


def network_file(path: Union[str, "os.PathLike[str]", None]) -> bytes:
    """The name of a network's file for C; None is the network that comes with pfm."""
    return os.fsencode(_installation.data(_installation.NETWORK) if path is None else path)


def mnist() -> Tuple[Array, Array]:
    """The MNIST test set that comes with pfm: images, (10000, 28, 28), and labels, (10000,), uint8."""
    return _idx(_installation.IMAGES, 16).reshape(-1, 28, 28), _idx(_installation.LABELS, 8)


def _idx(name: str, header: int) -> Array:
    path = _installation.data(name)
    try:
        return np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=header)
    except (OSError, EOFError, ValueError) as e:
        raise FileError(f"{path} must be an IDX file in gzip, was not: {e}; install the package again") from e
