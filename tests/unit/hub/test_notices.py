"""Which texts say who holds the copyright."""

import pytest

from supplygraph.hub.notices import names_holder


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("Copyright (c) 2024 Acme Ltd", True),
        ("   Copyright 2023-2024 The Authors. All rights reserved.", True),
        ("© 2021 Jane Doe", True),
        ("# Copyright © Acme", True),
        ("Copyright [yyyy] [name of copyright owner]", False),
        ("Copyright (c) <year> <copyright holders>", False),
        ("Copyright (C) 2007 Free Software Foundation, Inc.", False),
        ("The above copyright notice shall be included in 2024 copies.", False),
        ("copyright and related rights", False),
        ("", False),
    ],
)
def test_a_holder_is_named(text: str, has: bool) -> None:
    assert names_holder(text) is has
