"""Java inside a Python process: how it is found, and what it leaves alone. Each in a process of its own."""

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import unittest
from pathlib import Path

import numpy as np

import pfm

PACKAGE = str(Path(pfm.__file__).resolve().parent.parent)
PLAN = """
import numpy as np, pfm
k = pfm.open("vector", threads=1)
plan = k.angular_spectrum((16, 16), 1e-6, 0.5e-6, 1e-3)
u = np.ones((16, 16), np.complex64)
"""


def environment(**changes):
    """The environment of a forked Python that finds this package."""
    return {**os.environ, "PYTHONPATH": PACKAGE, **changes}


def python(program, *options, **changes):
    """What a program prints, and how it ends."""
    return subprocess.run([sys.executable, *options, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, env=environment(**changes), timeout=120, check=False)


class ProcessTest(unittest.TestCase):
    def prints(self, expected, program, *options, **changes):
        done = python(program, *options, **changes)
        self.assertEqual((done.returncode, done.stdout), (0, expected), done.stderr)

    def refuses(self, *messages, **changes):
        done = python("""
            import pfm
            try:
                pfm.open()
            except pfm.UnavailableError as e:
                print(e)
        """, **changes)
        self.assertEqual(done.returncode, 0, done.stderr)
        for message in messages:
            self.assertIn(message, done.stdout)

    def test_a_missing_java_is_an_answer(self):
        with tempfile.TemporaryDirectory() as folder:
            self.refuses("PFM_JAVA must name a JDK 25", "has no file 'release'", PFM_JAVA=folder)
            release = Path(folder) / "release"
            release.write_text('JAVA_VERSION="17.0.15"\n', encoding="ascii")
            self.refuses("PFM_JAVA must name a JDK 25", "is Java 17.0.15", PFM_JAVA=folder)
            release.write_text('JAVA_VERSION="25"\nMODULES="java.base"\n', encoding="ascii")
            self.refuses("lacks the module jdk.incubator.vector", PFM_JAVA=folder)
            release.write_text('JAVA_VERSION="25.0.1"\n', encoding="ascii")
            self.refuses("has no lib/server/libjvm.so", PFM_JAVA=folder)
            library = Path(folder) / "lib" / "server" / "libjvm.so"
            library.parent.mkdir(parents=True)
            library.write_text("no library", encoding="ascii")
            self.refuses("must be a JVM for this machine, was not", PFM_JAVA=folder)

    def test_missing_jars_are_an_answer(self):
        with tempfile.TemporaryDirectory() as folder:
            self.refuses("PFM_HOME must be a folder with the jars", PFM_CLASS_PATH="", PFM_HOME=folder)
            self.refuses("pfm/abi/FunctionTable must be on the class path", PFM_CLASS_PATH=folder)

    def test_control_c_stays_with_python(self):
        self.prints("interrupted\n", PLAN + textwrap.dedent("""
            import os, signal
            try:
                os.kill(os.getpid(), signal.SIGINT)
                plan(u)
            except KeyboardInterrupt:
                print("interrupted")
        """))

    def test_a_termination_ends_the_process_as_always(self):
        done = python(PLAN + "import os, signal; os.kill(os.getpid(), signal.SIGTERM); plan(u)")
        self.assertEqual(done.returncode, -signal.SIGTERM, done.stderr)

    def test_the_fault_handler_is_switched_off(self):
        self.prints("False\n", "import faulthandler" + PLAN + textwrap.dedent("""
            print(faulthandler.is_enabled())
            faulthandler.disable()
            for _ in range(2000):  # compiled meanwhile, with Java's own use of SIGSEGV
                plan(u)
        """), "-X", "faulthandler")

    def test_a_forked_process_is_refused(self):
        self.prints("refused\n", PLAN + textwrap.dedent("""
            import os, sys
            child = os.fork()
            if child == 0:
                try:
                    plan(u)
                except pfm.UnavailableError as e:
                    os.write(1, b"refused\\n" if "spawn" in str(e) else str(e).encode())
                del plan, k
                os._exit(0)
            os.waitpid(child, 0)
            plan(u)
        """))

    def test_arguments_for_java_are_handed_on(self):
        done = python(PLAN, PFM_JVM_ARGS="-Xmx64m -Xlog:gc+init:stdout")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Heap Max Capacity: 64M", done.stdout)

    def test_the_thread_that_starts_java_may_end(self):
        self.prints("[0]\n", """
            import threading, pfm
            first = threading.Thread(target=pfm.version)
            first.start()
            first.join()
            import numpy as np
            with pfm.open(threads=2) as kernels:  # calls enough for the JVM to stop its threads
                plan = kernels.crossbar(np.zeros((1, 8)))
                for _ in range(20000):
                    found = plan(np.zeros(8))
                print(found.astype(int))
        """, PFM_JVM_ARGS="-Xmx32m")

    def test_threads_run_plans_of_their_own_at_the_same_time(self):
        grid, results = (32, 32), {}
        u = np.random.default_rng(1).standard_normal(grid).astype(np.complex64)
        with pfm.open(threads=1) as kernels:
            expected = kernels.angular_spectrum(grid, 1e-6, 0.5e-6, 1e-3)(u)

            def work(i):
                plan = kernels.angular_spectrum(grid, 1e-6, 0.5e-6, 1e-3)
                results[i] = [plan(u) for _ in range(50)]

            threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(len(results), 4)
        for found in results.values():
            for result in found:
                np.testing.assert_array_equal(result, expected)
