"""Texts in Spanish: how facts print, what the checker refuses, what the page asks for."""

import pytest
from django.urls import reverse
from django.utils import timezone

from summaries.checking import CheckedText, LengthBounds, check_draft
from summaries.draft import SlottedSentence
from summaries.facts import FactKind, Language, gather_facts, reprinted
from summaries.manner import Manner
from summaries.models import CoachVoice, Summary
from summaries.prompt import build_prompt
from summaries.staleness import hold_against_facts
from summaries.tasks.attempt import attempt
from tests.make import make_athlete, make_coach, make_session, make_team
from tests.summaries.make_briefs import make_brief
from tests.summaries.named_again import AGAIN
from tests.summaries.named_briefs import named_briefs

ONE = LengthBounds(fewest_sentences=1)
SPANISH = Manner(language=Language.SPANISH)


def facts_of(name="five by five, fading, with records", **changes):
    brief = make_brief(**changes) if changes else named_briefs()[name][0]
    return reprinted(gather_facts(brief), "", Language.SPANISH)


def printed(facts, kind, about="session"):
    return facts.find(kind, about).text


def test_facts_print_their_words_and_their_numbers_in_spanish():
    facts = facts_of()

    assert printed(facts, FactKind.WEEKDAY) == "martes"
    assert printed(facts, FactKind.DATE) == "12 de mayo de 2026"
    assert printed(facts, FactKind.DISTANCE) == "46,2 km"
    assert printed(facts, FactKind.WORK) == "1.174 kJ"
    assert printed(facts, FactKind.MEAN_HEART_RATE) == "148 ppm"
    assert printed(facts, FactKind.TIMER) == "1:32:10"
    assert printed(facts, FactKind.SESSION_PHRASE) == "una sesión de VO2max"
    assert printed(facts, FactKind.SET_POWER_SHARE, "set 1") == "113 % de la potencia crítica"
    assert printed(facts, FactKind.RECORD_WINDOW, "record 360 s, level 0") == "del último año"
    assert printed(facts, FactKind.OTHER_RECORDS) == "5:00 y 8:00"


def test_the_same_structure_prints_in_spanish():
    facts = facts_of(earlier=AGAIN)

    assert printed(facts, FactKind.SAME_NUMBER, "same structure") == "4.º 5 x 5:00 de 2026"
    assert printed(facts, FactKind.SAME_DAY, "same structure") == "21 de abril de 2026"


def test_a_title_stays_as_it_was_written():
    facts = facts_of(title="Two sets and 3.5 hours")

    assert printed(facts, FactKind.TITLE) == "“Two sets and 3.5 hours”"


@pytest.mark.parametrize("name", named_briefs())
def test_no_english_word_is_left_in_any_fact_but_the_title(name):
    for fact in facts_of(name).facts:
        if fact.kind is not FactKind.TITLE:
            words = set(fact.text.lower().split())
            assert not words & {"and", "the", "of", "sets", "set", "records", "times"}


@pytest.mark.parametrize(
    ("text", "is_true"),
    (
        ("La potencia cayó {fade} del primer esfuerzo al último.", True),
        ("La potencia subió {fade} del primer esfuerzo al último.", False),
        ("Los {record} fueron un récord.", True),
        ("Los {mean} fueron un récord.", False),
        ("Los {mean} fueron la mejor marca.", False),
        ("Los {mean} salieron más que la última vez.", False),
        ("El bloque fue más duro con {mean}.", False),
        ("Salieron {mean} por el calor.", False),
        ("Salieron {mean} durante cinco minutos.", False),
        ("Salieron {mean} y 300 W.", False),
        ("Salieron {mean} vatios.", False),
        ("Conviene ver a un médico tras los {mean}.", False),
        ("Salieron {mean} con Pedro.", False),
        ("The power of the ride was {mean}.", False),
        ("La cadencia fue de {mean}.", False),
    ),
)
def test_numbers_claims_and_names_are_checked_in_spanish(text, is_true):
    facts = facts_of()
    ids = {
        "{fade}": facts.find(FactKind.SET_FADE, "set 1").id,
        "{record}": facts.all_of(FactKind.RECORD_POWER)[0].id,
        "{mean}": facts.find(FactKind.MEAN_POWER).id,
    }
    used = tuple(fact_id for word, fact_id in ids.items() if word in text)
    for word, fact_id in ids.items():
        text = text.replace(word, f"{{{fact_id}}}")

    verdict = check_draft((SlottedSentence(text, used),), facts, ONE, SPANISH)

    assert isinstance(verdict, CheckedText) is is_true


def test_spanish_is_refused_where_english_is_wanted():
    facts = gather_facts(make_brief())
    text = "La potencia media del bloque fue de {f14} y con eso basta para hoy."

    verdict = check_draft((SlottedSentence(text, ("f14",)),), facts, ONE)

    assert any("write English" in reason for reason in verdict.reasons)


def test_the_prompt_asks_for_the_language_and_shows_it():
    prompt = build_prompt(facts_of(), manner=SPANISH)

    assert "- Spanish, plain text" in prompt.system
    assert "La potencia cayó" in prompt.system


@pytest.mark.django_db
def test_a_coach_chooses_the_language_and_the_text_stays_true_in_it(client):
    team = make_team()
    coach = make_coach(team)
    client.force_login(coach)
    form = {"tone": "plain", "language": "es", "units": "metric", "fewest_sentences": 3}
    client.post(reverse("summaries:voice"), form | {"most_sentences": 6, "most_words": 140})
    assert CoachVoice.objects.get(coach=coach).language == "es"

    session = make_session(athlete=make_athlete(team=team))
    claimed = Summary.objects.claim(Summary.objects.get(session=session).pk, now=timezone.now())
    attempt(claimed)

    row = Summary.objects.get(pk=claimed.pk)
    assert (row.state, row.language) == (Summary.State.READY, "es")
    assert " de " in row.text
    assert not hold_against_facts(row, now=timezone.now())
