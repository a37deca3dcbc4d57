"""Waves against NumPy's transforms in complex128."""

import unittest

import numpy as np

import pfm

from . import oracle
from .backends import opened
from .oracle import INDEX, PITCH, WAVELENGTH, difference, random_field

GRID = (48, 30)
# A transform pair in float32 is off by about 4 u log2(n) in relative L2, u = 6e-8, n = 1440: 2.5e-6. At most six of
# them follow each other here, and H and the screens are rounded once each.
TOLERANCE = 2e-5
FRAME = pfm.AbsorbingFrame(6, strength=0.7, order=3)


def elements():
    r = np.random.default_rng(7)
    return [
        pfm.Gap(3e-6),
        pfm.Mask((6 * r.random(GRID)).astype(np.float32), attenuation=r.random(GRID).astype(np.float32)),
        pfm.Slab(r.integers(0, 256, (2, *GRID), np.uint8), 1.5e-6, levels=(-0.01, 0.05)),
        pfm.Slab((0.03 * r.random((1, *GRID))).astype(np.float32), 1e-6,
                 extinction=r.integers(0, 256, (1, *GRID), np.uint8), extinction_levels=(0, 0.02)),
        pfm.Mask(r.integers(0, 256, GRID, np.uint8), levels=(0, 2 * np.pi)),
    ]


class WavesTest(unittest.TestCase):
    backend = "vector"

    def setUp(self):
        self.kernels = opened(self, self.backend)

    def free(self, distance=20e-6, **how):
        return self.kernels.angular_spectrum(GRID, PITCH, WAVELENGTH, distance, INDEX, **how)

    def volume(self, met, frame=FRAME):
        return self.kernels.split_step(GRID, PITCH, WAVELENGTH, met, INDEX, absorbing_frame=frame)

    def test_free_space_is_that_of_numpy(self):
        u = random_field(1, 3, *GRID)
        for distance in (20e-6, -0.1e-6):
            for how in ({}, {"exact": False}, {"band_limited": True}, {"exact": False, "band_limited": True}):
                with self.subTest(distance=distance, **how):
                    expected = oracle.propagate(u, distance, **how)
                    self.assertLess(difference(self.free(distance, **how)(u), expected), TOLERANCE)

    def test_a_volume_is_that_of_numpy(self):
        u = random_field(2, 2, *GRID)
        for frame in (None, FRAME):
            with self.subTest(frame=frame):
                expected = oracle.split_step(u, elements(), frame)
                self.assertLess(difference(self.volume(elements(), frame)(u), expected), TOLERANCE)

    def test_the_adjoint_is_the_adjoint(self):
        u, c = random_field(3, *GRID).astype(complex), random_field(4, *GRID).astype(complex)
        for plan in (self.free(), self.volume(elements())):
            # Both sides are sums of 1440 products; their size is that of |A u| |c|.
            size = np.linalg.norm(plan(u)) * np.linalg.norm(c)
            self.assertLess(abs(np.vdot(plan(u), c) - np.vdot(u, plan.adjoint(c))), TOLERANCE * size)

    def test_pairs_and_complex_arrays_give_the_same_bits(self):
        u, c = random_field(5, 2, *GRID), random_field(6, 2, *GRID)
        parts, back = (u.real.copy(), u.imag.copy()), (c.real.copy(), c.imag.copy())
        plan = self.volume(elements())
        for run in (plan, plan.adjoint):
            re, im = run(parts)
            np.testing.assert_array_equal(re + 1j * im, run(u))
        one, two = plan.gradient(u, c), plan.gradient(parts, back)
        np.testing.assert_array_equal(one.adjoint, two.adjoint[0] + 1j * two.adjoint[1])
        for a, b in zip(one.phase + one.attenuation, two.phase + two.attenuation):
            np.testing.assert_array_equal(a, b)

    def test_the_gradient_is_that_of_a_difference_quotient(self):
        u, c = random_field(8, 2, *GRID), random_field(9, 2, *GRID)
        met = elements()
        gradient = self.volume(met).gradient(u, c)
        self.assertIsNone(gradient.phase[0])
        self.assertEqual([a is not None for a in gradient.attenuation], [False, True, False, True, False])
        np.testing.assert_allclose(gradient.adjoint, self.volume(met).adjoint(c), atol=1e-4)

        def loss(i, name, direction, h):
            moved = elements()
            values, levels = {
                "phase": (moved[i].phase if i in (1, 4) else moved[i].contrast, moved[i].levels),
                "attenuation": (moved[i].attenuation, None) if i == 1 else (
                    getattr(moved[i], "extinction", None), getattr(moved[i], "extinction_levels", None)),
            }[name]
            shifted = oracle.value(values, levels) + h * direction
            field = {("phase", pfm.Mask): "phase", ("phase", pfm.Slab): "contrast",
                     ("attenuation", pfm.Mask): "attenuation", ("attenuation", pfm.Slab): "extinction"}
            object.__setattr__(moved[i], field[name, type(moved[i])], shifted)
            for what in ("levels", "attenuation_levels", "extinction_levels"):
                if (what == "levels") == (name == "phase") and hasattr(moved[i], what):
                    object.__setattr__(moved[i], what, None)
            return np.vdot(c, oracle.split_step(u.astype(complex), moved, FRAME)).real

        for name, i, h in (("phase", 1, 1e-4), ("phase", 2, 1e-6), ("phase", 3, 1e-6), ("phase", 4, 1e-4),
                           ("attenuation", 1, 1e-4), ("attenuation", 3, 1e-6)):
            with self.subTest(name=name, element=i):
                found = getattr(gradient, name)[i]
                # Along the derivative itself, where the quotient is large; its own error is of the order of h squared.
                direction = found.astype(float) / abs(found).max()
                quotient = (loss(i, name, direction, h) - loss(i, name, direction, -h)) / (2 * h)
                self.assertLess(abs(np.sum(found * direction) / quotient - 1), 1e-4)

    def test_a_medium_that_was_changed_is_taken_over_by_reload(self):
        u, met = random_field(10, *GRID), elements()
        plan = self.volume(met)
        plan(u)
        met[1].phase[:] += 1
        met[2].contrast[:] //= 2
        plan.reload()
        self.assertLess(difference(plan(u), oracle.split_step(u, met, FRAME)), TOLERANCE)

    def test_results_go_where_out_says(self):
        u, plan = random_field(11, 2, *GRID), self.free()
        expected = plan(u)
        out = np.empty_like(u)
        self.assertIs(plan(u, out=out), out)
        np.testing.assert_array_equal(out, expected)
        parts = (u.real.copy(), u.imag.copy())
        plan(parts, out=parts)
        np.testing.assert_array_equal(parts[0] + 1j * parts[1], expected)
        plan(u, out=u)
        np.testing.assert_array_equal(u, expected)

    def test_inputs_of_other_types_and_strides_are_copied(self):
        u, plan = random_field(12, *GRID), self.free()
        expected = plan(u)
        np.testing.assert_array_equal(plan(u.astype(np.complex128)), expected)
        np.testing.assert_array_equal(plan(np.asfortranarray(u)), expected)
        np.testing.assert_array_equal(plan(u.astype(">c8")), expected)
        re, im = plan((u.real, u.imag))  # every other float of u
        np.testing.assert_array_equal(re + 1j * im, expected)
        real = np.ones(GRID)
        np.testing.assert_array_equal(plan(real), plan(real.astype(np.complex64)))

    def test_a_volume_in_a_mapped_file_is_read_from_there(self):
        import tempfile
        with tempfile.TemporaryDirectory() as folder:
            levels = np.random.default_rng(3).integers(0, 256, (4, *GRID), np.uint8)
            np.save(folder + "/n.npy", levels)
            mapped = pfm.Slab(np.load(folder + "/n.npy", mmap_mode="r"), 1e-6, levels=(0, 0.02))
            u = random_field(13, *GRID)
            plan = self.volume([mapped])
            np.testing.assert_array_equal(plan(u), self.volume([pfm.Slab(levels, 1e-6, levels=(0, 0.02))])(u))
            plan.close()


class NativeWavesTest(WavesTest):
    backend = "native"


class ReferenceWavesTest(WavesTest):
    backend = "reference"

    def test_only_the_result_is_rounded_to_float32(self):
        u = random_field(14, *GRID)
        self.assertLess(difference(self.volume(elements())(u), oracle.split_step(u, elements(), FRAME)), 3e-7)
