"""The network that comes with pfm reads the images that come with it."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np

import pfm
from pfm import _installation

from .test_process import environment

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def noted_accuracy() -> str:
    """What training noted in the network's file."""
    content = _installation.data(_installation.NETWORK).read_bytes()
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    return header["__metadata__"]["note.test accuracy"]


class NetworkTest(unittest.TestCase):
    def test_the_example_reads_as_many_images_as_training_noted(self):
        found = subprocess.run([sys.executable, EXAMPLES / "classify.py"], stdout=subprocess.PIPE, check=True,
                               text=True, env=environment())
        self.assertRegex(noted_accuracy(), r"^\d\d\.\d\d %$")
        self.assertIn(f"accuracy   {noted_accuracy()}\n", found.stdout)

    def test_the_program_in_the_readme_prints_what_it_says(self):
        readme = (EXAMPLES.parent / "README.md").read_text(encoding="utf-8")
        program = readme.split("```python\n")[1].split("```")[0]
        found = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, check=True, text=True,
                               env=environment())
        beam, digits = found.stdout.split()
        self.assertEqual(beam[:6], "0.4999")
        self.assertIn(f"# {beam[:6]}: ", program)
        self.assertIn(f"# {digits}, as ./pfm infer", program)

    def test_labels_are_those_of_the_highest_scores_and_nearly_all_right(self):
        images, labels = pfm.mnist()
        network = pfm.load_network()
        self.assertEqual((network.image_shape, network.classes), ((28, 28), 10))
        found = network.classify(images[:300])
        np.testing.assert_array_equal(found.labels, found.scores.argmax(axis=1))
        self.assertGreater(np.mean(found.labels == labels[:300]), 0.95)
        np.testing.assert_array_equal(network.classify(images[100:101]).labels, found.labels[100:101])
        network.close()
        with self.assertRaises(pfm.ClosedError):
            network.classify(images[:1])

    def test_images_of_another_type_or_size_are_refused(self):
        network = pfm.load_network()
        for images in (np.zeros((2, 28, 28)), np.zeros((2, 28, 27), np.uint8), np.zeros((28, 28), np.uint8)):
            with self.subTest(shape=images.shape), self.assertRaisesRegex(ValueError, "images must"):
                network.classify(images)

    def test_a_file_that_is_no_network_is_an_error_with_its_name(self):
        with pfm.open() as kernels, tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "no network"
            with self.assertRaisesRegex(OSError, "no network"):
                kernels.network(file)
            file.write_bytes(b"nothing")
            with self.assertRaisesRegex(pfm.FileError, "no network"):
                kernels.network(file)
