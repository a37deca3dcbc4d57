"""Crossbars against NumPy's products."""

import unittest

import numpy as np

import pfm

from .backends import opened


class CrossbarTest(unittest.TestCase):
    backend = "vector"

    def setUp(self):
        self.kernels = opened(self, self.backend)
        r = np.random.default_rng(1)
        self.weights = r.uniform(-1, 1, (10, 75)).astype(np.float32)
        self.x = r.uniform(-1, 1, (7, 75)).astype(np.float32)
        self.y = r.uniform(-1, 1, (7, 10)).astype(np.float32)

    def test_without_a_device_it_is_the_product(self):
        plan = self.kernels.crossbar(self.weights)
        self.assertEqual(plan.shape, (10, 75))
        # A sum of n float32 products is off by at most n u times the sum of their magnitudes, which is below n here.
        bound = 75 * 6e-8 * 75
        w = self.weights.astype(float)
        np.testing.assert_allclose(plan(self.x), self.x.astype(float) @ w.T, rtol=0, atol=bound)
        np.testing.assert_allclose(plan.adjoint(self.y), self.y.astype(float) @ w, rtol=0, atol=bound)
        np.testing.assert_allclose(plan(self.x[0]), plan(self.x)[0], rtol=0, atol=bound)

    def test_a_device_quantises(self):
        weights = np.eye(3, 75, dtype=np.float32)
        plan = self.kernels.crossbar(weights, device={"dac": {"lsb": 0.25, "bound": 0.5}})
        expected = np.clip(np.rint(self.x[:, :3] / 0.25) * 0.25, -0.5, 0.5)
        np.testing.assert_array_equal(plan(self.x), expected)

    def test_a_product_of_light_has_the_shot_noise_of_its_photons(self):
        photons = 3.0
        light = self.x - self.x.min()
        plan = self.kernels.crossbar(self.weights, device={"detection": {"photons": photons}, "seed": 5})
        w = self.weights.astype(float)
        exact = light.astype(float) @ w.T
        total = light.sum(axis=1, dtype=float)[:, None]
        span, least = w.max() - w.min(), w.min()
        counts = photons * 75 * (exact - least * total) / (span * total)
        deviation = total * span / (photons * 75) * np.sqrt(counts)
        repeated = np.stack([plan(light) for _ in range(40)])  # each call meets the next noise
        scores = (repeated - exact) / deviation
        self.assertLess(abs(scores.mean()), 5 / np.sqrt(scores.size))
        self.assertLess(abs(scores.var() - 1), 5 * np.sqrt(2 / scores.size))

    def test_weights_become_meshes_of_interferometers(self):
        bound = 75 * 6e-8 * 75 + 1e-5  # weights of the meshes are rounded again
        ideal = self.kernels.crossbar(self.weights, device={"mesh": {"layout": "triangle"}})
        w = self.weights.astype(float)
        np.testing.assert_allclose(ideal(self.x), self.x.astype(float) @ w.T, rtol=0, atol=bound)
        np.testing.assert_allclose(ideal.adjoint(self.y), self.y.astype(float) @ w, rtol=0, atol=bound)
        lossy = self.kernels.crossbar(self.weights, device={"mesh": {"insertionLoss": 0.1}})
        self.assertLess(np.linalg.norm(lossy(self.x)), 0.7 * np.linalg.norm(ideal(self.x)))

    def test_results_go_where_out_says_and_inputs_are_copied_where_need_be(self):
        plan = self.kernels.crossbar(self.weights.astype(float))
        out = np.empty((7, 10), np.float32)
        self.assertIs(plan(self.x, out=out), out)
        np.testing.assert_array_equal(out, plan(np.asfortranarray(self.x.astype(float))))

    def test_what_does_not_fit_is_refused(self):
        plan = self.kernels.crossbar(self.weights)
        for message, call in (
            (r"the vectors must have the shape \(75\) or \(batch, 75\), was \(7, 10\)", lambda: plan(self.y)),
            ("the vectors must be an array of float32, was of complex64", lambda: plan(self.x * np.complex64(1j))),
            ("out must have the shape", lambda: plan(self.x, out=np.empty(10, np.float32))),
            ("weights must have the shape", lambda: self.kernels.crossbar(self.x[0])),
            ("weights", lambda: self.kernels.crossbar(np.full((2, 2), np.nan))),
            ("dca", lambda: self.kernels.crossbar(self.weights, device={"dca": {}})),
            ("device must be a dict", lambda: self.kernels.crossbar(self.weights, device={"dac": object()})),
            ("device", lambda: self.kernels.crossbar(self.weights, device=[1])),
        ):
            with self.subTest(message=message), self.assertRaisesRegex(pfm.ArgumentError, message):
                call()

    def test_an_output_over_its_input_is_refused(self):
        square = self.kernels.crossbar(np.eye(4))
        x = np.ones(4, np.float32)
        with self.assertRaisesRegex(ValueError, "out must not overlap the vectors"):
            square(x, out=x)


class NativeCrossbarTest(CrossbarTest):
    backend = "native"


class ReferenceCrossbarTest(CrossbarTest):
    backend = "reference"
