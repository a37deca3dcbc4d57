"""Where things are: the JDK, and the jars and data of pfm."""

import glob
import os
import shutil
from pathlib import Path
from typing import Iterator, List, Optional

from .errors import UnavailableError

JAVA_VERSION = "25"
INCUBATOR = "jdk.incubator.vector"
NETWORK = "diffractive-mnist.safetensors"
IMAGES = "t10k-images-idx3-ubyte.gz"
LABELS = "t10k-labels-idx1-ubyte.gz"
MODULES = ("kernels-java", "bindings")
PACKAGE = Path(__file__).resolve().parent


def find_libjvm() -> Path:
    """The JVM of the first JDK 25: PFM_JAVA, of the distribution, JAVA_HOME, JAVA25_HOME, PATH, the usual folders."""
    chosen = os.environ.get("PFM_JAVA")
    if chosen:
        home = Path(chosen[: -len("/bin/java")] if chosen.endswith("/bin/java") else chosen)
        fault = _fault(home)
        if fault:
            raise UnavailableError(f"PFM_JAVA must name a JDK {JAVA_VERSION}, was '{chosen}', which {fault}")
        return _libjvm(home)
    for home in _candidates():
        if not _fault(home):
            return _libjvm(home)
    raise UnavailableError(
        f"JDK {JAVA_VERSION} must be installed, none was found; get it from https://adoptium.net, or name one in "
        "PFM_JAVA"
    )


def _candidates() -> Iterator[Path]:
    yield _distribution() / "java"
    for name in ("JAVA_HOME", "JAVA25_HOME"):
        if os.environ.get(name):
            yield Path(os.environ[name])
    java = shutil.which("java")
    if java:
        yield Path(java).resolve().parent.parent
    for pattern in ("/usr/lib/jvm/*", "~/.sdkman/candidates/java/*", "~/.jdks/*", "/opt/*"):
        yield from (Path(home) for home in sorted(glob.glob(os.path.expanduser(pattern))))


def _libjvm(home: Path) -> Path:
    return home / "lib" / "server" / "libjvm.so"


def _fault(home: Path) -> Optional[str]:
    """Why this folder is no JDK that pfm can start, or None. Asked of its files: a JVM that fails ends the process."""
    try:
        release = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "has no file 'release'"
    entries = dict(line.split("=", 1) for line in release.splitlines() if "=" in line)
    version = entries.get("JAVA_VERSION", "").strip('"')
    if version.split(".")[0].split("+")[0].split("-")[0] != JAVA_VERSION:
        return f"is Java {version or 'of an unknown version'}"
    if "MODULES" in entries and INCUBATOR not in entries["MODULES"].strip('"').split():
        return f"lacks the module {INCUBATOR}"
    return None if _libjvm(home).is_file() else "has no lib/server/libjvm.so"


def class_path() -> List[Path]:
    """Jars or class folders of pfm: PFM_CLASS_PATH, PFM_HOME, this package, what lies around it."""
    exact = os.environ.get("PFM_CLASS_PATH")
    if exact:
        return [Path(entry) for entry in exact.split(os.pathsep) if entry]
    home = os.environ.get("PFM_HOME")
    if home:
        found = _jars(Path(home)) or _jars(Path(home) / "lib") or _built(Path(home))
        if not found:
            raise UnavailableError(
                f"PFM_HOME must be a folder with the jars of pfm, or its source tree once built, was '{home}'; "
                "run ./pfm backends in the source tree, which builds"
            )
        return found
    found = _jars(PACKAGE / "jars") or _jars(_distribution() / "lib") or _built(_tree())
    if not found:
        raise UnavailableError(
            "the jars of pfm were not found; run ./pfm backends in the source tree, which builds, and install the "
            "package again, or name a folder with the jars in PFM_HOME"
        )
    return found


def _jars(folder: Path) -> List[Path]:
    """The jars of this folder, or none if those of pfm are not among them."""
    complete = all(any(folder.glob(f"{module}-[0-9]*.jar")) for module in MODULES)
    return sorted(folder.glob("*.jar")) if complete else []


def _built(tree: Optional[Path]) -> List[Path]:
    """The newest build of the launcher of a source tree, or none."""
    if tree is None:
        return []
    builds = tree / "bench" / "target" / "pfm"
    try:
        return _jars(builds / (builds / "newest").read_text(encoding="ascii").strip())
    except OSError:
        return []


def _distribution() -> Path:
    """The root of the unpacked distribution, if this package lies in one."""
    return PACKAGE.parent.parent


def _tree() -> Optional[Path]:
    """The source tree that this package lies in, if it does."""
    tree = PACKAGE.parents[2] if len(PACKAGE.parents) > 2 else None
    return tree if tree is not None and (tree / "kernels-java" / "pom.xml").is_file() else None


def data(name: str) -> Path:
    """A file that comes with pfm: in the package once installed, else in the distribution or source tree."""
    places = [PACKAGE / "data" / name, _distribution() / "data" / name]
    tree = _tree()
    if tree is not None:
        resources = tree / "bench" / "src" / "main" / "resources" / "pfm" / "bench"
        places += [resources / name, resources / "mnist" / name]
    for place in places:
        if place.is_file():
            return place
    raise UnavailableError(f"{name} must come with pfm, was not at {places[0]}; install the package again")
