"""The structures here are those of pfm.h."""

import ctypes
import re
import unittest
from pathlib import Path

from pfm import _abi

HEADER = Path(__file__).resolve().parents[2] / "src" / "main" / "c" / "pfm.h"


class AbiTest(unittest.TestCase):
    def setUp(self):
        self.text = HEADER.read_text(encoding="utf-8")

    def test_structures_have_the_fields_and_sizes_of_the_header(self):
        for name, mirror in (("error", _abi.ErrorRecord), ("wave", _abi.Wave), ("frame", _abi.Frame),
                             ("samples", _abi.Samples), ("element", _abi.Element), ("derivatives", _abi.Derivatives)):
            with self.subTest(name=name):
                declaration = rf"(\d+) bytes\.[^;]*?typedef struct pfm_{name} {{(.*?)}} pfm_{name};"
                size, body = re.search(declaration, self.text, re.DOTALL).groups()
                fields = re.findall(r"(\w+)(?:\[\d+\])?;", re.sub(r"/\*.*?\*/", "", body, flags=re.DOTALL))
                self.assertEqual([field[0] for field in mirror._fields_], fields)
                self.assertEqual(ctypes.sizeof(mirror), int(size))

    def test_the_table_has_the_functions_of_the_header_in_their_order(self):
        body = re.search(r"typedef struct pfm_functions {(.*?)} pfm_functions;", self.text, re.DOTALL).group(1)
        declared = re.findall(r"\(\*(\w+)\)\(([^)]*)\)", body)
        mirrored = _abi.Functions._fields_[2:]
        self.assertEqual([field[0] for field in mirrored], [name for name, _ in declared])
        for (name, kind), (_, arguments) in zip(mirrored, declared):
            with self.subTest(name=name):
                self.assertEqual(len(kind._argtypes_), len(arguments.split(",")))

    def test_codes_and_version_are_those_of_the_header(self):
        self.assertIn(f"#define PFM_ABI_VERSION {_abi.VERSION}\n", self.text)
        codes = re.findall(r"PFM_(\w+) = (\d+)", self.text.split("enum pfm_code {")[1].split("};")[0])
        self.assertEqual([int(code) for _, code in codes], [0, *_abi._ERRORS])
        for name in ("EXACT", "PARAXIAL", "FLOAT32", "LEVELS8", "GAP", "MASK", "SLAB"):
            self.assertRegex(self.text, rf"PFM_{name} = {getattr(_abi, name)}\b")
