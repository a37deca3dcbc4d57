"""The function table of pfm.h: its structures, its functions, and how a call fails."""

import ctypes
import os
import threading
from ctypes import POINTER, Structure, byref, c_char, c_char_p, c_double, c_int32, c_int64, c_uint32, c_void_p
from typing import Any, Callable, Dict, Optional, Type

from . import _jvm
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

VERSION = 1
FUNCTION_TABLE = "pfm/abi/FunctionTable"

EXACT, PARAXIAL = 0, 1
FLOAT32, LEVELS8 = 0, 1
GAP, MASK, SLAB = 0, 1, 2

_ERRORS: Dict[int, Type[Error]] = {
    1: ArgumentError,
    2: UnavailableError,
    3: OutOfMemoryError,
    4: ClosedError,
    5: BusyError,
    6: FileError,
    7: InternalError,
}


class ErrorRecord(Structure):
    """pfm_error."""

    _fields_ = [("code", c_int32), ("message", c_char * 1020)]


class Wave(Structure):
    """pfm_wave."""

    _fields_ = [
        ("nx", c_int32),
        ("ny", c_int32),
        ("pitch_x", c_double),
        ("pitch_y", c_double),
        ("wavelength", c_double),
        ("index", c_double),
        ("diffraction", c_int32),
        ("band_limited", c_int32),
    ]


class Frame(Structure):
    """pfm_frame."""

    _fields_ = [("cells", c_int32), ("order", c_int32), ("strength", c_double)]


class Samples(Structure):
    """pfm_samples."""

    _fields_ = [
        ("values", c_void_p),
        ("format", c_int32),
        ("reserved", c_int32),
        ("min", c_double),
        ("step", c_double),
    ]


class Element(Structure):
    """pfm_element."""

    _fields_ = [
        ("kind", c_int32),
        ("slices", c_int32),
        ("length", c_double),
        ("phase", Samples),
        ("attenuation", Samples),
    ]


class Derivatives(Structure):
    """pfm_derivatives."""

    _fields_ = [("phase", c_void_p), ("attenuation", c_void_p)]


def _function(*arguments: Any) -> Any:
    """The type of a function; ctypes lets other Python threads run while one is called."""
    return ctypes.CFUNCTYPE(c_int32, *arguments, POINTER(ErrorRecord))


_HANDLE = POINTER(c_int64)
_INT = POINTER(c_int32)
_FIELD = _function(c_int64, c_int32, c_void_p, c_void_p, c_void_p, c_void_p)
_INTERLEAVED = _function(c_int64, c_int32, c_void_p, c_void_p)
_CLOSE = _function(c_int64)
_GRADIENTS = (POINTER(Derivatives), c_int32)


class Functions(Structure):
    """pfm_functions."""

    _fields_ = [
        ("version", c_uint32),
        ("count", c_uint32),
        ("version_text", _function(c_void_p, c_int64)),
        ("backends", _function(c_void_p, c_int64)),
        ("open", _function(c_char_p, c_int32, _HANDLE)),
        ("close", _CLOSE),
        ("device", _function(c_int64, c_void_p, c_int64)),
        ("angular_spectrum_plan", _function(c_int64, POINTER(Wave), c_double, _HANDLE)),
        (
            "split_step_plan",
            _function(c_int64, POINTER(Wave), POINTER(Frame), POINTER(Element), c_int32, _HANDLE),
        ),
        ("crossbar_plan", _function(c_int64, c_void_p, c_int32, c_int32, c_char_p, _HANDLE)),
        ("plan_close", _CLOSE),
        ("propagate", _FIELD),
        ("adjoint", _FIELD),
        ("propagate_interleaved", _INTERLEAVED),
        ("adjoint_interleaved", _INTERLEAVED),
        ("reload", _CLOSE),
        ("gradient", _function(c_int64, c_int32, *[c_void_p] * 6, *_GRADIENTS)),
        ("gradient_interleaved", _function(c_int64, c_int32, *[c_void_p] * 3, *_GRADIENTS)),
        ("multiply", _INTERLEAVED),
        ("multiply_adjoint", _INTERLEAVED),
        ("network_open", _function(c_int64, c_char_p, _HANDLE)),
        ("network_shape", _function(c_int64, _INT, _INT, _INT)),
        ("network_classify", _function(c_int64, c_int32, c_void_p, c_void_p, c_void_p)),
        ("network_close", _CLOSE),
    ]


_lock = threading.Lock()
_loaded: Optional[Functions] = None
_forked = False


def functions() -> Functions:
    """The functions. The first call starts Java, if this process has none."""
    global _loaded
    with _lock:
        if _loaded is None:
            address = _jvm.call_static_long(FUNCTION_TABLE, "address")
            head = (c_uint32 * 2).from_address(address)
            expected = len(Functions._fields_) - 2
            if head[0] != VERSION or head[1] < expected:
                raise UnavailableError(
                    f"the jars must have version {VERSION} of the interface with {expected} functions, have version "
                    f"{head[0]} with {head[1]}; install the package of the same release"
                )
            _loaded = Functions.from_address(address)
        return _loaded


def call(function: Callable[..., int], *arguments: Any) -> None:
    """Calls a function of the table, and raises what it answers."""
    if _forked:
        raise UnavailableError(
            "pfm must be used in the process that started Java, was in one made by os.fork afterwards; use "
            "multiprocessing.get_context('spawn')"
        )
    error = ErrorRecord()
    code = function(*arguments, byref(error))
    if code:
        raise _ERRORS.get(code, InternalError)(error.message.decode("utf-8", "replace"))


def forked() -> bool:
    """Whether this process was made by a fork after Java had started: it has none of Java's threads."""
    return _forked


def text(function: Callable[..., int], *arguments: Any) -> str:
    """The text that a function of the table gives."""
    buffer = ctypes.create_string_buffer(1 << 14)
    call(function, *arguments, ctypes.addressof(buffer), len(buffer))
    return buffer.value.decode("utf-8", "replace")


def handle(function: Callable[..., int], *arguments: Any) -> int:
    """The handle that a function of the table makes."""
    made = c_int64()
    call(function, *arguments, byref(made))
    return made.value


def _after_fork() -> None:
    global _forked
    _forked = _loaded is not None


os.register_at_fork(after_in_child=_after_fork)
