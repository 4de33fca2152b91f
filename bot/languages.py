"""The language to speak to a person: the one they chose, else that of their Telegram, as far as the bot speaks it."""

import re

_VIETNAMESE = re.compile(r"[đăâêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.I)
_LONGEST_QUESTION = 4096


class ChosenLanguage(str):
    """A language that a person chose, which no question of theirs changes."""

    __slots__ = ()


def language_for(code: str | None, question: str = "") -> str:
    """The language to answer in: the one chosen; else Vietnamese, unless Telegram and the question are in English.

    >>> language_for("en-GB"), language_for("en", "hội nghị 32 họp mấy phiên"), language_for("fr")
    ('en', 'vi', 'vi')
    >>> language_for(ChosenLanguage("en"), "hội nghị 32 họp mấy phiên")
    'en'
    """
    if isinstance(code, ChosenLanguage):
        return str(code)
    english = (code or "").lower().partition("-")[0] == "en"
    return "en" if english and not _VIETNAMESE.search(question[:_LONGEST_QUESTION]) else "vi"
