"""Where the jars, the JVM and the data are looked for."""

import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import pfm
from pfm import _installation

JARS = ("bindings-0.1.0.jar", "jocl-2.0.6.jar", "kernels-java-0.1.0.jar")


class InstallationTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        environment = mock.patch.dict(os.environ)
        environment.start()
        self.addCleanup(environment.stop)
        for name in ("PFM_CLASS_PATH", "PFM_HOME", "PFM_JAVA"):
            os.environ.pop(name, None)

    def jars(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name in JARS:
            (folder / name).touch()
        return [folder / name for name in JARS]

    def test_home_is_a_folder_of_jars_or_the_source_tree(self):
        for place in ("", "lib", "bench/target/pfm/build.2"):
            home = self.folder / ("home" + str(len(place)))
            expected = self.jars(home / place)
            (home / "bench/target/pfm").mkdir(parents=True, exist_ok=True)
            (home / "bench/target/pfm/newest").write_text("build.2\n", encoding="ascii")
            os.environ["PFM_HOME"] = str(home)
            self.assertEqual(_installation.class_path(), expected, place)

    def test_home_without_all_the_jars_is_refused(self):
        self.jars(self.folder)[0].unlink()
        os.environ["PFM_HOME"] = str(self.folder)
        with self.assertRaisesRegex(pfm.UnavailableError, "PFM_HOME must be a folder with the jars .* run ./pfm"):
            _installation.class_path()

    def test_an_installed_package_uses_its_own_jars_and_data(self):
        expected = self.jars(self.folder / "jars")
        (self.folder / "data").mkdir()
        (self.folder / "data" / _installation.NETWORK).touch()
        with mock.patch.object(_installation, "PACKAGE", self.folder):
            self.assertEqual(_installation.class_path(), expected)
            self.assertEqual(_installation.data(_installation.NETWORK), self.folder / "data" / _installation.NETWORK)
            with self.assertRaisesRegex(pfm.UnavailableError, "t10k-images.* must come with pfm"):
                _installation.data(_installation.IMAGES)

    def test_in_a_distribution_all_is_found_around_the_package(self):
        expected = self.jars(self.folder / "lib")
        libjvm = self.folder / "java" / "lib" / "server" / "libjvm.so"
        libjvm.parent.mkdir(parents=True)
        libjvm.touch()
        (self.folder / "java" / "release").write_text('JAVA_VERSION="25.0.3"\n', encoding="ascii")
        (self.folder / "data").mkdir()
        (self.folder / "data" / _installation.LABELS).touch()
        with mock.patch.object(_installation, "PACKAGE", self.folder / "python" / "pfm"):
            self.assertEqual(_installation.class_path(), expected)
            self.assertEqual(_installation.find_libjvm(), libjvm)
            self.assertEqual(_installation.data(_installation.LABELS), self.folder / "data" / _installation.LABELS)

    def test_a_package_without_jars_says_how_to_get_them(self):
        with mock.patch.object(_installation, "PACKAGE", self.folder):
            with self.assertRaisesRegex(pfm.UnavailableError, "run ./pfm backends"):
                _installation.class_path()

    def test_java_of_another_version_is_passed_over(self):
        for name, version in (("a", "17.0.15"), ("b", "25.0.1+8"), ("c", "250")):
            library = self.folder / name / "lib/server/libjvm.so"
            library.parent.mkdir(parents=True)
            library.touch()
            (self.folder / name / "release").write_text(f'JAVA_VERSION="{version}"\n', encoding="ascii")
        with mock.patch.object(_installation, "_candidates", lambda: sorted(self.folder.iterdir())):
            self.assertEqual(_installation.find_libjvm(), self.folder / "b/lib/server/libjvm.so")
            (self.folder / "b/release").unlink()
            with self.assertRaisesRegex(pfm.UnavailableError, "JDK 25 must be installed, none was found"):
                _installation.find_libjvm()
