"""What does not fit is refused with a reason, and nothing ends the process."""

import gc
import unittest
import weakref

import numpy as np

import pfm

from .oracle import random_field

GRID = (8, 12)
WAVE = {"grid": GRID, "pitch": 1e-6, "wavelength": 0.5e-6}


class ArgumentsTest(unittest.TestCase):
    def setUp(self):
        self.kernels = pfm.open()
        self.addCleanup(self.kernels.close)
        self.plan = self.kernels.angular_spectrum(**WAVE, distance=1e-3)

    def refuses(self, cases):
        for message, call in cases:
            with self.subTest(message=message), self.assertRaisesRegex(pfm.ArgumentError, message) as caught:
                call()
            self.assertIsInstance(caught.exception, ValueError)

    def test_fields_that_do_not_fit(self):
        u, run = random_field(1, *GRID), self.plan
        re, im = np.ones(GRID, np.float32), np.ones(GRID, np.float32)
        read_only = np.ones(GRID, np.complex64)
        read_only.flags.writeable = False
        memory = np.ones(2 * re.size, np.complex64)
        half = memory[: re.size].reshape(GRID)
        shifted = memory[1 : re.size + 1].reshape(GRID)
        self.refuses((
            (r"u must have the shape \(8, 12\) or \(batch, 8, 12\), was \(12, 8\)", lambda: run(u.T)),
            (r"was \(1, 1, 8, 12\)", lambda: run(u[None, None])),
            ("u must be an array of complex64, was of <U1", lambda: run("u")),
            ("u must be an array or a pair", lambda: run((re, im, im))),
            (r"u\[0\] must be an array of float32, was of complex64", lambda: run((u, u))),
            ("u must have two parts of one shape", lambda: run((re, im[:4]))),
            ("the batch of u must be in", lambda: run(np.ones((0, *GRID), np.complex64))),
            ("out must be of complex64, was of complex128; use out.astype", lambda: run(u, out=u.astype(complex))),
            ("out must have the shape", lambda: run(u, out=u[:4])),
            ("out must be dense and row-major", lambda: run(u, out=np.asfortranarray(u))),
            ("out must be writable", lambda: run(u, out=read_only)),
            ("out must be a NumPy array", lambda: run(u, out=[1])),
            ("out must be a pair", lambda: run((re, im), out=u)),
            ("out must be a NumPy array", lambda: run(u, out=(re, im))),
            (r"out\[0\] must not overlap out\[1\]", lambda: run((re, im), out=(re, re))),
            ("out must not overlap u without being u", lambda: run((re, im), out=(im, re))),
            ("out must not overlap u without being u", lambda: run(half, out=shifted)),
        ))

    def test_media_that_are_not_used_where_they_lie(self):
        phase, levels = np.ones(GRID, np.float32), np.ones(GRID, np.uint8)

        def plan(*elements, **more):
            return lambda: self.kernels.split_step(**WAVE, elements=elements, **more)

        self.refuses((
            (r"elements\[1\].phase must be an array of float32 or uint8, was of float64",
             plan(pfm.Gap(1), pfm.Mask(phase.astype(float)))),
            (r"elements\[0\].phase must be dense", plan(pfm.Mask(np.asfortranarray(phase)))),
            (r"elements\[0\].phase must have the shape \(8, 12\), was \(8, 6\)", plan(pfm.Mask(phase[:, ::2].copy()))),
            (r"elements\[0\].contrast must have the shape \(1, 8, 12\)", plan(pfm.Slab(phase, 1e-6))),
            (r"elements\[0\].extinction must have the shape \(2, 8, 12\)", plan(
                pfm.Slab(np.ones((2, *GRID), np.float32), 1e-6, extinction=phase))),
            (r"levels must be given where elements\[0\].phase is uint8", plan(pfm.Mask(levels))),
            (r"levels must be two values, was 3", plan(pfm.Mask(levels, levels=3))),
            (r"levels must be left out where elements\[0\].phase is float32", plan(pfm.Mask(phase, levels=(0, 1)))),
            (r"elements\[0\] must be a pfm.Gap", plan("gap")),
            ("elements", plan()),
            ("absorbing_frame must be a pfm.AbsorbingFrame", plan(pfm.Gap(1e-3), absorbing_frame=3)),
            ("frame", plan(pfm.Gap(1e-3), absorbing_frame=pfm.AbsorbingFrame(-1))),
            ("thickness", plan(pfm.Slab(phase[None], 0.0))),
        ))

    def test_specifications_out_of_range(self):
        def plan(**changes):
            return lambda: self.kernels.angular_spectrum(**{**WAVE, "distance": 1e-3, **changes})

        self.refuses((
            (r"wavelength must be in \[.*\] m, was 532", plan(wavelength=532)),
            ("wavelength must be a number, was 'green'", plan(wavelength="green")),
            ("index", plan(index=float("nan"))),
            ("pitch", plan(pitch=0)),
            ("pitch must be two values", plan(pitch=(1e-6, 1e-6, 1e-6))),
            ("grid must be two values, was 8", plan(grid=8)),
            ("grid must be an integer, was 8.0", plan(grid=(8.0, 8))),
            ("grid must be in", plan(grid=(2**32 + 8, 8))),
            ("nx", plan(grid=(8, 0))),
            ("distance", plan(distance=float("inf"))),
            ("threads", lambda: pfm.open(threads=-1)),
            ("backend must be a name, was None", lambda: pfm.open(None)),
        ))
        with self.assertRaisesRegex(pfm.Error, "nothing"):
            pfm.open("nothing")

    def test_what_was_closed_says_so(self):
        u = random_field(2, *GRID)
        self.plan.close()
        self.plan.close()
        with self.assertRaises(pfm.ClosedError):
            self.plan(u)
        later = self.kernels.angular_spectrum(**WAVE, distance=1e-3)
        self.kernels.close()
        self.kernels.close()
        for call in (lambda: later(u), lambda: later.adjoint(u), lambda: self.kernels.crossbar(np.eye(2))):
            with self.assertRaises(pfm.ClosedError):
                call()
        later.close()

    def test_a_cotangent_of_another_kind_is_refused(self):
        u = random_field(3, *GRID)
        plan = self.kernels.split_step(**WAVE, elements=[pfm.Mask(np.ones(GRID, np.float32))])
        self.refuses((
            ("cotangent must be of the kind and shape of u, an array", lambda: plan.gradient(u, (u.real, u.imag))),
            ("cotangent must be of the kind and shape of u", lambda: plan.gradient(u, u[None])),
        ))

    def test_plans_end_with_their_objects_and_keep_what_they_need(self):
        mask = pfm.Mask(np.ones(GRID, np.float32))
        kept = weakref.ref(mask.phase)
        plan = pfm.open().split_step(**WAVE, elements=[mask])  # nobody else holds the kernels
        del mask
        gc.collect()
        self.assertIsNotNone(kept())
        self.assertEqual(plan(random_field(4, *GRID)).shape, GRID)
        del plan
        gc.collect()
        self.assertIsNone(kept())

    def test_backends_are_listed_and_say_what_they_are(self):
        found = {backend.name: backend for backend in pfm.backends()}
        self.assertTrue(found["reference"].available)
        for name, backend in found.items():
            self.assertTrue(backend.description)
            if backend.available:
                with pfm.open(name) as kernels:
                    self.assertTrue(kernels.device)
            else:
                with self.assertRaises(pfm.UnavailableError):
                    pfm.open(name)
        self.assertTrue(pfm.version())
