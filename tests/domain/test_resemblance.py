"""The nearest names come first, however they are typed."""

from domain.resemblance import Names
from hypothesis import given
from hypothesis import strategies as st

SERVICES = {
    1: "Монтаж окна",
    2: "Демонтаж старого окна",
    3: "Подоконник ПВХ, 300 мм",
    4: "Отделка откосов",
    5: "Доставка на объект",
}
WORDS = st.text("абвгдежзик", min_size=3, max_size=9)


def nearest(name: str) -> int:
    return Names(SERVICES).get_nearest(name)[0].key


def test_nearest_service_is_found() -> None:
    assert nearest("Монтаж окон ПВХ") == 1
    assert nearest("Подоконник пластиковый 300мм") == 3
    assert nearest("откосы: отделка") == 4
    assert nearest("Доставка обьект") == 5


def test_nothing_resembles_a_stranger() -> None:
    assert Names(SERVICES).get_nearest("xyz") == []
    assert Names[int]({}).get_nearest("Монтаж") == []


def test_several_names_of_one_are_one() -> None:
    names = Names([(1, "Монтаж окна"), (1, "Installation of a window")])
    assert [one.key for one in names.get_nearest("installation of window монтаж")] == [
        1
    ]


@given(st.lists(WORDS, min_size=1, max_size=12, unique=True), st.data())
def test_same_name_is_the_nearest(words: list[str], data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(words))
    first = Names({word: word for word in words}).get_nearest(chosen.upper())[0]
    assert first.likeness == 1.0
    assert set(first.key) <= set("абвгдежзик")


@given(st.dictionaries(st.integers(), st.text()), st.text())
def test_likeness_is_a_share_and_falls(names: dict[int, str], name: str) -> None:
    found = Names(names).get_nearest(name)
    shares = [one.likeness for one in found]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1 for share in shares)
    assert len({one.key for one in found}) == len(found)
