"""What is open on the Java side for as long as a Python object lives."""

import weakref
from typing import Any, Callable

from . import _abi
from .errors import ClosedError


class Resource:
    """A handle of the function table. Freed by close(), or with the object."""

    def __init__(self, functions: _abi.Functions, handle: int, close: Callable[..., int], owner: Any = None) -> None:
        self._functions = functions
        self._handle = handle
        self._owner = owner  # must outlive this
        self._close = close
        self._end = weakref.finalize(self, _free, close, handle)
        self._end.atexit = False  # the end of the process frees it all

    def close(self) -> None:
        """Frees the memory. Calling it again does nothing."""
        if self._end.alive:
            try:
                _abi.call(self._close, self._handle)
            except ClosedError:
                pass  # with the kernels that it belongs to
            self._end.detach()


def _free(close: Callable[..., int], handle: int) -> None:
    if not _abi.forked():
        close(handle, None)
