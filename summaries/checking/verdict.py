"""What the checker says of a draft."""

from dataclasses import dataclass
from enum import StrEnum

from summaries.draft import Draft, TextPart


class FaultKind(StrEnum):
    """Why a sentence is refused."""

    NUMBER = "number"
    UNIT = "unit"
    SLOT = "slot"
    CLAIM = "claim"
    QUANTITY = "quantity"
    UNPROVABLE = "unprovable"
    NAME = "name"
    MEDICAL = "medical"
    MARKUP = "markup"
    LANGUAGE = "language"
    LENGTH = "length"
    MANNER = "manner"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a draft, in words that the writer can act on."""

    kind: FaultKind
    sentence: int | None  # counted from 1; None: the draft as a whole
    message: str

    def __str__(self) -> str:
        return (
            self.message if self.sentence is None else f"Sentence {self.sentence}: {self.message}"
        )


@dataclass(frozen=True, slots=True)
class LengthBounds:
    """How long a coach wants a text to be."""

    fewest_sentences: int = 3
    most_sentences: int = 6
    most_words: int = 140


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text every number and claim of which is in the facts."""

    draft: Draft
    text: str
    parts: tuple[TextPart, ...]
    facts_digest: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a draft is not shown."""

    faults: tuple[Fault, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(str(fault) for fault in self.faults)
