"""Takes jars and data of the distribution or source tree into the package; all else stands in pyproject.toml."""

import shutil
import sys
from pathlib import Path
from typing import List

from setuptools import setup
from setuptools.command.build_py import build_py

DISTRIBUTION = Path(__file__).resolve().parent.parent
TREE = DISTRIBUTION.parent
PACKED = (DISTRIBUTION / "lib" / "java.args").is_file()
JARS = ("kernels-java", "kernels-opencl", "bindings", "jocl", "openblas")


def jars() -> List[Path]:
    """Those of the distribution, or what the launcher of the source tree built last."""
    builds = TREE / "bench" / "target" / "pfm"
    newest = builds / "newest"
    folder = builds / newest.read_text(encoding="ascii").strip() if newest.is_file() else builds
    if PACKED:
        folder = DISTRIBUTION / "lib"
    found = [sorted(folder.glob(f"{name}-[0-9]*.jar")) for name in JARS]
    if not all(found):
        sys.exit(f"pfm must be built before its package, was not; run {TREE}/pfm backends first")
    return [jar for matching in found for jar in matching]


def data() -> List[Path]:
    """The network and the images that come with pfm."""
    if PACKED:
        return [file for file in sorted((DISTRIBUTION / "data").iterdir()) if file.suffix in (".safetensors", ".gz")]
    folder = TREE / "bench" / "src" / "main" / "resources" / "pfm" / "bench"
    return [folder / "diffractive-mnist.safetensors", *sorted((folder / "mnist").glob("*.gz"))]


class BuildWithJars(build_py):
    """Adds the folders jars and data to the package; an editable one finds them in the source tree."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for name, files in (("jars", jars()), ("data", data())):
            folder = Path(self.build_lib) / "pfm" / name
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for file in files:
                shutil.copy2(file, folder)


setup(cmdclass={"build_py": BuildWithJars})
