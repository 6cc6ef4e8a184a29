"""The languages that texts are written in."""

from enum import StrEnum


class Language(StrEnum):
    """A language with facts that print in it, words to check and voices of the offline writer."""

    label: str

    def __new__(cls, code: str, label: str = "") -> "Language":
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    ENGLISH = "en", "English"
    SPANISH = "es", "Spanish"
