from dataclasses import replace

from summaries.comparing import is_only_load_untold, tell_changes
from summaries.draft import SlottedSentence
from summaries.facts import DayForm, FactKind, SessionFacts, gather_facts
from tests.summaries.make_briefs import make_brief

FACTS = gather_facts(make_brief(title="VO2 5x5"))


def with_text(kind, text):
    changed = [replace(fact, text=text) if fact.kind is kind else fact for fact in FACTS.facts]
    return SessionFacts(FACTS.owner, tuple(changed))


def without(*kinds):
    return SessionFacts(FACTS.owner, tuple(fact for fact in FACTS.facts if fact.kind not in kinds))


def test_equal_facts_have_not_changed():
    assert tell_changes(FACTS, FACTS) == ""


def test_a_number_is_told_with_what_it_was():
    before = FACTS.find(FactKind.TIMER).text

    line = tell_changes(FACTS, with_text(FactKind.TIMER, "9:59:59"))

    assert line == f"{before} is now 9:59:59 (time on the timer, pauses left out)."


def test_what_the_text_uses_is_told_first():
    used = FACTS.find(FactKind.WORK)
    after = SessionFacts(
        FACTS.owner, tuple(replace(fact, text=f"{fact.text} more") for fact in FACTS.facts)
    )

    line = tell_changes(FACTS, after, (SlottedSentence(f"{{{used.id}}}", (used.id,)),))

    assert line.startswith(used.text)
    assert line.endswith("more changes.")


def on_a_form_of(form):
    return gather_facts(make_brief(form=DayForm(fitness=50, fatigue=60, form=form)))


def test_load_alone_leaves_a_text_true_unless_it_tells_of_it():
    before, after = on_a_form_of(-10), on_a_form_of(5)
    form = before.find(FactKind.FORM).id
    telling = (SlottedSentence(f"{{{form}}}", (form,)),)

    assert is_only_load_untold(before, after, ())
    assert not is_only_load_untold(before, after, telling)
    assert not is_only_load_untold(before, before, ())
    assert not is_only_load_untold(FACTS, with_text(FactKind.TIMER, "9:59:59"), ())


def test_load_and_form_alone_are_told_as_that():
    assert tell_changes(on_a_form_of(-10), on_a_form_of(5)) == (
        "Only the load and form of the day are different."
    )


def test_a_set_that_is_gone_is_told_once():
    about = FACTS.all_of(FactKind.SET_TITLE)[0].about
    title = FACTS.find(FactKind.SET_TITLE, about).text
    after = SessionFacts(FACTS.owner, tuple(f for f in FACTS.facts if f.about != about))

    assert tell_changes(FACTS, after).startswith(f"The set {title} is gone")
