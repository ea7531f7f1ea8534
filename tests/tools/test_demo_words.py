import re
from pathlib import Path

from tools.demo import walk
from tools.demo.words import RUSSIAN, say

SOURCE = Path(walk.__file__).read_text()


def test_english_is_said_as_it_is_written():
    assert say("Warm", "en_US") == "Warm"
    assert say("Warm", "ru_RU") == "Тёплый"


def test_whatever_is_said_has_its_russian():
    said = set(re.findall(r'\.say\(\s*"([^"]+)"', SOURCE))
    headings = {line for line in (*walk.WARM, *walk.WORKS) if isinstance(line, str)}
    assert said | headings <= RUSSIAN.keys()


def test_no_russian_is_left_over():
    assert [text for text in RUSSIAN if f'"{text}"' not in SOURCE] == []
