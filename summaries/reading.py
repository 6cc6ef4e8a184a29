"""A stored text as the page shows it: each number with where it comes from."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summaries.draft import TextPart, read_draft, render_parts
from summaries.facts import SessionFacts
from summaries.models import Summary
from summaries.relinking import split_numbers


@dataclass(frozen=True, slots=True)
class ShownPart:
    """Plain words, one printed fact with its proof, or a number that nothing proves."""

    text: str
    definition: str = ""
    spans: str = ""  # JSON list of [start, end) seconds
    is_unproven: bool = False


def read_summary(summary: Summary | None) -> Sequence[ShownPart]:
    """Split a finished summary into words and facts; empty while there is no text."""
    if summary is None or not summary.text:
        return ()
    facts = SessionFacts.from_json(summary.facts)
    parts = render_parts(read_draft(summary.draft), facts, as_written=summary.is_edited)
    return [shown for part in parts for shown in _shown(part)]


def _shown(part: TextPart) -> Iterator[ShownPart]:
    if part.fact is not None:
        yield ShownPart(part.text, part.fact.definition, json.dumps(part.fact.spans))
        return
    for words, is_number in split_numbers(part.text):
        yield ShownPart(words, is_unproven=is_number)
