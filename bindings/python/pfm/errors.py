"""What goes wrong, as exceptions: every one is a pfm.Error, and the Python exception that means the same."""


class Error(Exception):
    """Something that pfm refused or could not do; the message says what was expected, what came, and the remedy."""


class ArgumentError(Error, ValueError):
    """An argument is out of range, or does not fit the plan."""


class UnavailableError(Error, RuntimeError):
    """A backend, Java or a part of pfm cannot be used here; the message has the remedy."""


class OutOfMemoryError(Error, MemoryError):
    """The machine does not have the memory that was asked for."""


class ClosedError(Error, RuntimeError):
    """The kernels or the plan were closed before."""


class BusyError(Error, RuntimeError):
    """Another thread runs this plan: plan once per thread that runs at the same time."""


class FileError(Error, OSError):
    """A file is missing, damaged or of another format."""


class InternalError(Error, RuntimeError):
    """A bug in pfm."""
