"""A fact: one thing that a text may say, with its proof."""

import hashlib
import json
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from summaries.facts.kinds import Claim, FactKind

SESSION = "session"  # what the facts of the whole ride are about

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fact:
    """One value as it prints, and what stands behind it."""

    id: str
    kind: FactKind
    about: str  # "session", "set 1", "record 300 s": facts about one thing belong together
    value: float | int | str
    unit: str  # of the value; the printed text carries its own
    text: str
    definition: str
    spans: tuple[Span, ...] = ()  # [start, end) seconds of the elapsed axis behind the value
    rows: tuple[str, ...] = ()  # stored rows behind it: "session 17", "days to 2026-05-12"
    supports: tuple[Claim, ...] = ()


_COLUMNS = tuple(field.name for field in fields(Fact))  # asdict would copy each value deeply


def state(
    kind: FactKind,
    value: float | int | str,
    text: str,
    *,
    about: str = SESSION,
    spans: tuple[Span, ...] = (),
    rows: tuple[str, ...] = (),
    supports: tuple[Claim, ...] = (),
) -> Fact:
    """Make a fact of a kind; it is numbered with all others of its session."""
    return Fact("", kind, about, value, kind.unit, text, kind.definition, spans, rows, supports)


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """Everything that a text may say about one session."""

    owner: str  # whose facts they are: an opaque mark of athlete and session
    facts: tuple[Fact, ...]

    @classmethod
    def numbered(cls, owner: str, facts: tuple[Fact, ...]) -> Self:
        """Give each fact its id: f1, f2 and so on, in order."""
        return cls(owner, tuple(replace(fact, id=f"f{n}") for n, fact in enumerate(facts, 1)))

    def by_id(self, fact_id: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.id == fact_id), None)

    def find(self, kind: FactKind, about: str = SESSION) -> Fact | None:
        found = (fact for fact in self.facts if fact.kind == kind and fact.about == about)
        return next(found, None)

    def all_of(self, kind: FactKind) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.kind == kind)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON: equal facts, equal digest."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """Write the facts as canonical JSON: sorted keys, no spaces, no NaN."""
        facts = [{name: getattr(fact, name) for name in _COLUMNS} for fact in self.facts]
        content = {"owner": self.owner, "facts": facts}
        return json.dumps(
            content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what ``to_json`` wrote."""
        content = json.loads(text)
        return cls(content["owner"], tuple(_read_fact(fact) for fact in content["facts"]))


def _read_fact(content: dict[str, Any]) -> Fact:
    return Fact(
        id=content["id"],
        kind=FactKind(content["kind"]),
        about=content["about"],
        value=content["value"],
        unit=content["unit"],
        text=content["text"],
        definition=content["definition"],
        spans=tuple((start_s, end_s) for start_s, end_s in content["spans"]),
        rows=tuple(content.get("rows", ())),  # texts from before they were kept
        supports=tuple(Claim(claim) for claim in content["supports"]),
    )
