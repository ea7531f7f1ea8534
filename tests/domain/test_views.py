"""Views and reports as an addon that extends them finds them: by names."""

import re
from pathlib import Path

import pytest
from lxml import etree

TOP = Path(__file__).parents[2]
ADDONS = (*(TOP / "addons").iterdir(), *(TOP / "tests/extensions").iterdir())
FILES = sorted(
    path
    for addon in ADDONS
    for folder in ("views", "wizards", "reports")
    for path in (addon / folder).glob("*.xml")
)
# A step like group[2], or a function that counts.
BY_POSITION = re.compile(r"\[\s*\d+\s*\]|\b(position|last)\s*\(")
OF_VIEWS = "//record/field[@name='arch']//*[not(ancestor::templates)]"
IN_VIEWS = "self::group or self::page or self::notebook or self::div"
IN_PAPERS = "self::table or self::th or self::td"


def parsed():
    return [(path.name, etree.parse(path)) for path in FILES]


def test_no_view_is_extended_by_position():
    counted = [
        (name, xpath.get("expr"))
        for name, tree in parsed()
        for xpath in tree.iter("xpath")
        if BY_POSITION.search(xpath.get("expr"))
    ]
    assert counted == []


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(f"{OF_VIEWS}[{IN_VIEWS}]", id="views"),
        pytest.param(f"//template//*[{IN_PAPERS}]", id="papers"),
    ],
)
def test_parts_have_names(parts):
    nameless = [
        (name, part.sourceline, part.tag)
        for name, tree in parsed()
        for part in tree.xpath(f"{parts}[not(@name or @t-attf-name or @position)]")
    ]
    assert nameless == []
