"""Rows as they are typed on site are taken for rows, and nothing else is."""

import pytest
from domain.typed_rows import are_typed_rows


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"id": False, "key": "a1", "name": "Hall", "cells": {"B": "1,5", "n": 2}},
        {"id": 7, "value": " 2,5 ", "over": {"value": 0}, "photos": []},
        {"id": 7, "cells": {"B": None}, "over": {"cells": {"B": 1.4}, "name": "Hall"}},
        {"id": 7, "photos": [{"name": "a.png", "data": "AA=="}], "of_others": [1]},
    ],
)
def test_rows(row):
    assert are_typed_rows([row])


@pytest.mark.parametrize(
    "rows",
    [
        None,
        "W",
        {"id": 7},
        [7],
        [{"id": "7"}],
        [{"id": True}],
        [{"id": [7]}],
        [{"key": 5}],
        [{"name": {"x": 1}}],
        [{"value": [1]}],
        [{"cells": ["B"]}],
        [{"cells": {"B": {}}}],
        [{"over": "x"}],
        [{"over": {"cells": "B"}}],
        [{"photos": {"name": "a.png"}}],
    ],
)
def test_what_is_no_rows(rows):
    assert not are_typed_rows(rows)
