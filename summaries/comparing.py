"""What has changed between the facts that a text was written from and those of today."""

from dataclasses import replace

from summaries.draft import Draft
from summaries.facts import SESSION, Fact, FactKind, SessionFacts

MOST_TOLD = 4
# Facts that restate others, or that change with every day: told only where the text uses them.
LOAD_OF_THE_DAY = (
    FactKind.FITNESS,
    FactKind.FATIGUE,
    FactKind.FORM,
    FactKind.LOAD_AGAINST_FITNESS,
)
QUIET = (
    *LOAD_OF_THE_DAY,
    FactKind.SET_POWER_PER_KG,
    FactKind.RECORD_POWER_PER_KG,
    FactKind.OTHER_RECORDS,
    FactKind.PEAK_DURATION,
    FactKind.RECORD_DURATION,
    FactKind.CANDIDATE_DURATION,
    FactKind.BASELINE_DURATION,
)

Key = tuple[FactKind, str]


def is_only_load_untold(before: SessionFacts, after: SessionFacts, draft: Draft) -> bool:
    """Tell whether all that differs is the load over days, of which the text says nothing.

    A ride that comes late or goes changes it for every ride after; texts that do not
    mention it stay as true as they were.
    """
    used = {slot for sentence in draft for slot in sentence.slots}
    old, new = _by_key(before), _by_key(after)
    differing = [key for key in old.keys() | new.keys() if not _is_same(old.get(key), new.get(key))]
    told = [old[key] for key in differing if key in old and old[key].id in used]
    return bool(differing) and not told and all(kind in LOAD_OF_THE_DAY for kind, _ in differing)


def tell_changes(before: SessionFacts, after: SessionFacts, draft: Draft = ()) -> str:
    """Say in a sentence what is gone, new or different; empty where nothing is.

    What the text itself uses comes first. "The 5:00 record is gone; 284 W is now
    279 W (the set's mean power)."
    """
    used = {slot for sentence in draft for slot in sentence.slots}
    old, new = _by_key(before), _by_key(after)
    lines = _group_lines(old, new)
    told = {about for about, _line in lines}
    singles = [
        (old.get(key), new.get(key))
        for key in dict.fromkeys((*old, *new))
        if key[1] not in told and _text(old.get(key)) != _text(new.get(key))
    ]
    in_text = [pair for pair in singles if pair[0] is not None and pair[0].id in used]
    others = [pair for pair in singles if pair not in in_text and _kind(pair) not in QUIET]
    texts = [line for _about, line in lines] + [_line(*pair) for pair in (*in_text, *others)]
    if not texts:
        return "" if before.digest == after.digest else _quiet_line(len(singles))
    return _joined(texts)


def _by_key(facts: SessionFacts) -> dict[Key, Fact]:
    return {(fact.kind, fact.about): fact for fact in facts.facts}


def _is_same(one: Fact | None, other: Fact | None) -> bool:
    """Compare all but the number that a fact has among the others."""
    return one is not None and other is not None and replace(one, id=other.id) == other


def _text(fact: Fact | None) -> str:
    return "" if fact is None else fact.text


def _kind(pair: tuple[Fact | None, Fact | None]) -> FactKind:
    fact = pair[0] or pair[1]
    if fact is None:
        raise ValueError("a change is of a fact")
    return fact.kind


def _group_lines(old: dict[Key, Fact], new: dict[Key, Fact]) -> list[tuple[str, str]]:
    """Tell things that came or went as one: a record, a candidate, a set."""
    before, after = _titles(old), _titles(new)
    gone = [(about, f"the {name} is gone") for about, name in before.items() if about not in after]
    come = [(about, f"the {name} is new") for about, name in after.items() if about not in before]
    return gone + come


def _titles(facts: dict[Key, Fact]) -> dict[str, str]:
    names = {
        FactKind.RECORD_DURATION: "{} record",
        FactKind.CANDIDATE_DURATION: "{} candidate",
        FactKind.BASELINE_DURATION: "{} baseline",
        FactKind.SET_TITLE: "set {}",
    }
    return {
        about: names[kind].format(fact.text)
        for (kind, about), fact in facts.items()
        if kind in names and about != SESSION
    }


def _line(old: Fact | None, new: Fact | None) -> str:
    if old is None and new is not None:
        return f"{new.text} is new ({_named(new)})"
    if old is not None and new is None:
        return f"{old.text} is gone ({_named(old)})"
    if old is None or new is None:
        raise ValueError("a change is of a fact")
    return f"{old.text} is now {new.text} ({_named(new)})"


def _named(fact: Fact) -> str:
    definition = fact.definition.rstrip(".")
    return definition[:1].lower() + definition[1:]


def _quiet_line(number: int) -> str:
    if number:
        return "Only the load and form of the day are different."
    return "The figures are the same; what stands behind them has changed."


def _joined(texts: list[str]) -> str:
    told = texts if len(texts) <= MOST_TOLD + 1 else texts[:MOST_TOLD]
    line = "; ".join(told)
    left = len(texts) - len(told)
    more = f"; and {left} more changes" if left else ""
    return f"{line[:1].upper()}{line[1:]}{more}."
