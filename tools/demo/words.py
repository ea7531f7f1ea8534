"""What people say in the walk, in the language that they read."""

RUSSIAN = {
    "Windows of the reading room on Lesnaya": "Окна читального зала на Лесной",
    "Three windows on the 6th floor. They must be warm.": (
        "Три окна на 6-м этаже. Окна нужны тёплые."
    ),
    "Do the old sills stay?": "Старые подоконники остаются?",
    "No, new ones are wanted.": "Нет, нужны новые.",
    "Economical": "Экономичный",
    "Warm": "Тёплый",
    "Materials": "Материалы",
    "Works": "Работы",
    "Third order": "Третий заказ",
    "Reading room.png": "Читальный зал.png",
}


def say(text: str, lang: str) -> str:
    """Return a text of the walk in a language: Russian, else English."""
    return RUSSIAN[text] if lang == "ru_RU" else text
