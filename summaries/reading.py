"""A stored text as the page shows it: each number with where it comes from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from summaries.draft import TextPart, read_draft, render_parts
from summaries.facts import SessionFacts
from summaries.models import Summary


@dataclass(frozen=True, slots=True)
class ShownPart:
    """Plain words, or one printed fact with its definition and the seconds behind it."""

    text: str
    definition: str = ""
    spans: str = ""  # JSON list of [start, end) seconds


def read_summary(summary: Summary | None) -> Sequence[ShownPart]:
    """Split a finished summary into words and facts; empty while there is no text."""
    if summary is None or not summary.text:
        return ()
    facts = SessionFacts.from_json(summary.facts)
    return [_shown(part) for part in render_parts(read_draft(summary.draft), facts)]


def _shown(part: TextPart) -> ShownPart:
    if part.fact is None:
        return ShownPart(part.text)
    return ShownPart(part.text, part.fact.definition, json.dumps(part.fact.spans))
