"""The texts say the same things in every language."""

from string import Formatter

import pytest

from bot.texts import LANGUAGES, load_texts

TEXTS = load_texts()


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_same_keys(language: str) -> None:
    assert TEXTS[language].by_key.keys() == TEXTS["vi"].by_key.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_same_placeholders(language: str) -> None:
    for key, text in TEXTS["vi"].by_key.items():
        assert placeholders(TEXTS[language].by_key[key]) == placeholders(text), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_voice(language: str) -> None:
    for key, text in TEXTS[language].by_key.items():
        assert "!" not in text, key
        assert text == text.strip() or key == "list.last", key


def test_conferences_are_read_out() -> None:
    say = TEXTS["vi"]
    assert say.conferences([30]) == "Hội nghị Ngoại giao lần thứ 30"
    assert say.conferences([29, 30]) == "các Hội nghị Ngoại giao lần thứ 29 và 30"
    assert say.conferences([29, 30, 32]) == "các Hội nghị Ngoại giao lần thứ 29, 30 và 32"
    assert say.conferences(range(1, 40)).endswith("11, 12… (39 hội nghị)")
    assert say.conferences([]) == ""
    assert say.both([say.conferences([27]), say.years([2019])]).endswith("27 và Hội nghị Ngoại giao năm 2019")
