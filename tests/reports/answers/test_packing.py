"""Rows of bytes that hold a subject's answers."""

from __future__ import annotations

import zlib

import numpy as np
import pytest

from reports.answers.packing import pack, unpack
from reports.errors import ResponsesError


def test_what_was_packed_is_laid_out_again() -> None:
    answers = [np.array([[4, -1], [-2, 2]], dtype=np.int8), np.array([[1, 1]], dtype=np.int8)]

    ratings, subjects = unpack([pack(one) for one in answers], 2)

    assert ratings.tolist() == [[4, -1], [-2, 2], [1, 1]]
    assert subjects.tolist() == [0, 0, 1]
    assert ratings.dtype == np.int8


def test_a_subject_without_answers_has_no_rows() -> None:
    ratings, subjects = unpack([pack(np.empty((0, 3), dtype=np.int8))], 3)

    assert ratings.shape == (0, 3)
    assert subjects.tolist() == []


def test_the_same_answers_are_the_same_bytes_whatever_their_layout() -> None:
    answers = np.array([[4, 3, 2], [1, 2, 3]], dtype=np.int8)

    assert pack(answers) == pack(np.asfortranarray(answers))


def test_every_damaged_row_is_told() -> None:
    rows = [b"no", pack(np.array([[4, 3]], dtype=np.int8)), zlib.compress(b"abc")]

    with pytest.raises(ResponsesError) as caught:
        unpack(rows, 2)

    assert [problem[:12] for problem in caught.value.problems] == ["Packed row 0", "Packed row 2"]
