import json
from enum import Enum, StrEnum

import pytest
from domain import estimate, workflow, workflows
from domain.text_enum import TextEnum

KINDS = [
    kind
    for module in (estimate, workflow, workflows)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, TextEnum) and kind is not TextEnum
]


@pytest.mark.parametrize("kind", KINDS)
def test_members_are_written_as_those_of_the_standard_library(kind: type[Enum]) -> None:
    other = StrEnum("Other", {member.name: member.value for member in kind})
    for mine, standard in zip(kind, other, strict=True):
        assert mine == standard == mine.value
        assert hash(mine) == hash(standard)
        for write in (str, "{}".format, "{:>12}".format, "%s".__mod__, json.dumps):
            assert write(mine) == write(standard)
            assert type(write(mine)) is str
