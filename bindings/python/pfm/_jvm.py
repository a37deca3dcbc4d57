"""Starts a JVM in this process, by ctypes alone, and calls the one static method that gives the function table."""

import ctypes
import faulthandler
import os
import re
from ctypes import POINTER, Structure, byref, c_char_p, c_int32, c_int64, c_uint8, c_void_p
from typing import Any, List, Sequence, Tuple

from . import _installation
from .errors import UnavailableError

_JNI_VERSION = 0x00180000  # JNI_VERSION_24, which JDK 25 has
_JVM_OPTIONS = (
    "--add-modules=" + _installation.INCUBATOR,
    "--enable-native-access=ALL-UNNAMED",
    "-Djava.awt.headless=true",
    "-Xrs",  # Ctrl-C, SIGTERM and SIGHUP stay with Python
)

# Places of functions in the tables of jni.h. They are part of the binary interface and never move.
_DETACH = 5
_ATTACH_AS_DAEMON = 7
_FIND_CLASS = 6
_EXCEPTION_OCCURRED = 15
_EXCEPTION_CLEAR = 17
_GET_OBJECT_CLASS = 31
_GET_METHOD_ID = 33
_CALL_OBJECT_METHOD_A = 36
_GET_STATIC_METHOD_ID = 113
_CALL_STATIC_LONG_METHOD_A = 134
_GET_STRING_UTF_CHARS = 169
_RELEASE_STRING_UTF_CHARS = 170


class _Option(Structure):
    _fields_ = [("text", c_char_p), ("extra", c_void_p)]


class _InitArguments(Structure):
    _fields_ = [
        ("version", c_int32),
        ("count", c_int32),
        ("options", POINTER(_Option)),
        ("ignore_unrecognized", c_uint8),
    ]


def call_static_long(class_name: str, method: str) -> int:
    """The result of a static Java method ``long method()``, in the JVM of this process, which starts if need be."""
    machine, environment, started = _environment()
    try:
        return _call_static_long(environment, started, class_name, method)
    finally:  # a thread that ends attached would stop the JVM; calls of the table attach and detach by themselves
        _function(machine, _DETACH, c_int32)(machine)


def _call_static_long(environment: c_void_p, started: bool, class_name: str, method: str) -> int:
    find_class = _function(environment, _FIND_CLASS, c_void_p, c_char_p)
    java_class = find_class(environment, class_name.encode())
    if not java_class:
        reason = _exception(environment)
        remedy = (
            "build and install pfm again"
            if started
            else "this process has a JVM that was started without pfm: call pfm.open before it starts, or start it "
            "with " + " ".join(_options())
        )
        raise UnavailableError(f"{class_name} must be on the class path of the JVM, was not: {reason}; {remedy}")
    identify = _function(environment, _GET_STATIC_METHOD_ID, c_void_p, c_void_p, c_char_p, c_char_p)
    identity = identify(environment, java_class, method.encode(), b"()J")
    if not identity:
        raise UnavailableError(f"{class_name} must have {method}(), has not: {_exception(environment)}")
    call = _function(environment, _CALL_STATIC_LONG_METHOD_A, c_int64, c_void_p, c_void_p, c_void_p)
    result = call(environment, java_class, identity, None)
    if not result:
        raise UnavailableError(f"{class_name}.{method}() failed: {_exception(environment)}")
    return int(result)


def _environment() -> Tuple[c_void_p, c_void_p, bool]:
    """The JVM, the JNI environment of this thread, and whether this call started the JVM."""
    loaded = _loaded_libjvm()
    path = loaded[0] if loaded else str(_installation.find_libjvm())
    try:
        libjvm = ctypes.CDLL(path)
    except OSError as e:
        raise UnavailableError(f"{path} must be a JVM for this machine, was not: {e}") from e
    machine, count, environment = c_void_p(), c_int32(), c_void_p()
    if libjvm.JNI_GetCreatedJavaVMs(byref(machine), 1, byref(count)) == 0 and count.value > 0:
        attach = _function(machine, _ATTACH_AS_DAEMON, c_int32, POINTER(c_void_p), c_void_p)
        code = attach(machine, byref(environment), None)
        if code != 0:
            raise UnavailableError(f"the JVM of this process must accept this thread, answered {code}")
        return machine, environment, False
    options = _options()
    # Python's fault handler and the JVM want the same signals. The JVM lives by SIGSEGV; with the fault handler left
    # on, switching it off later would take the signal from the JVM.
    faulthandler.disable()
    texts = (_Option * len(options))(*(_Option(os.fsencode(option), None) for option in options))
    arguments = _InitArguments(_JNI_VERSION, len(options), texts, 0)
    code = libjvm.JNI_CreateJavaVM(byref(machine), byref(environment), byref(arguments))
    if code != 0:
        raise UnavailableError(
            f"{path} must start, answered {code}; look at PFM_JVM_ARGS, JAVA_TOOL_OPTIONS and the memory that is free"
        )
    return machine, environment, True


def _options() -> List[str]:
    class_path = os.pathsep.join(str(entry) for entry in _installation.class_path())
    return [*_JVM_OPTIONS, "-Djava.class.path=" + class_path, *os.environ.get("PFM_JVM_ARGS", "").split()]


def _loaded_libjvm() -> Sequence[str]:
    """The JVM library that this process has loaded already, if any."""
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:
            return re.findall(r"(/.*/libjvm\.so)$", maps.read(), re.MULTILINE)[:1]
    except OSError:
        return []


def _function(table_owner: c_void_p, place: int, result: Any, *arguments: Any) -> Any:
    """A function of the table that a JNIEnv or JavaVM points to; its first argument is that pointer."""
    table = ctypes.cast(table_owner, POINTER(POINTER(c_void_p))).contents
    return ctypes.CFUNCTYPE(result, c_void_p, *arguments)(table[place])


def _exception(environment: c_void_p) -> str:
    """The pending Java exception as text, no longer pending."""
    thrown = _function(environment, _EXCEPTION_OCCURRED, c_void_p)(environment)
    _function(environment, _EXCEPTION_CLEAR, None)(environment)
    if not thrown:
        return "no reason was given"
    java_class = _function(environment, _GET_OBJECT_CLASS, c_void_p, c_void_p)(environment, thrown)
    identify = _function(environment, _GET_METHOD_ID, c_void_p, c_void_p, c_char_p, c_char_p)
    to_string = identify(environment, java_class, b"toString", b"()Ljava/lang/String;")
    call = _function(environment, _CALL_OBJECT_METHOD_A, c_void_p, c_void_p, c_void_p, c_void_p)
    text = call(environment, thrown, to_string, None)
    if not text:
        _function(environment, _EXCEPTION_CLEAR, None)(environment)
        return "an exception without a text"
    characters = _function(environment, _GET_STRING_UTF_CHARS, c_void_p, c_void_p, c_void_p)(environment, text, None)
    message = ctypes.string_at(characters).decode("utf-8", "replace")
    _function(environment, _RELEASE_STRING_UTF_CHARS, None, c_void_p, c_void_p)(environment, text, characters)
    return message
