from typing import Any

from django import forms
from django.contrib.auth.models import User

from analytics.models import Team
from analytics.models.access import operates_queue
from summaries.batching import Scope
from summaries.models import CoachVoice, TextBatch

MOST_CHOSEN = 200


class TextBatchForm(forms.Form):
    """Which rides get a new text."""

    scope = forms.ChoiceField(
        label="Rides",
        choices=[
            (Scope.STALE, "whose text is out of date"),
            (Scope.MISSING, "without a text"),
            (Scope.UNAPPROVED, "whose text is not approved"),
            (Scope.ALL, "all"),
        ],
    )
    team = forms.ModelChoiceField(Team.objects.none(), required=False, empty_label="every team")
    since = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="To", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    pace = forms.ChoiceField(label="Written", choices=TextBatch.Pace.choices, required=False)
    chosen = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.MultipleHiddenInput
    )

    def __init__(self, user: User, *args: Any, can_wait: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_wait:
            del self.fields["pace"]
        teams = self.fields["team"]
        if isinstance(teams, forms.ModelChoiceField):
            visible = Team.objects.all() if operates_queue(user) else Team.objects.visible_to(user)
            teams.queryset = visible.in_lists()
        numbers = self.data.getlist("chosen") if hasattr(self.data, "getlist") else []
        chosen = self.fields["chosen"]
        if isinstance(chosen, forms.TypedMultipleChoiceField):
            chosen.choices = [(n, n) for n in numbers[:MOST_CHOSEN] if n.isdecimal()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day lies before the first.")
        return cleaned

    def selection(self) -> dict[str, Any]:
        """Give the valid choices as ``sessions_for`` takes them."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "pace"}
        return cleaned | {"scope": Scope(cleaned["scope"])}

    @property
    def chosen_pace(self) -> TextBatch.Pace:
        """Read how soon the texts are wanted; without a word, now."""
        return TextBatch.Pace(self.cleaned_data.get("pace") or TextBatch.Pace.NOW)

    def title(self) -> str:
        """Name a batch by what was chosen."""
        cleaned = self.cleaned_data
        parts = [f"Rides {dict(self.fields['scope'].choices)[cleaned['scope']]}"]  # type: ignore[attr-defined]  # a ChoiceField
        if cleaned["chosen"]:
            parts = [f"{len(cleaned['chosen'])} chosen rides"]
        if cleaned["team"]:
            parts.append(str(cleaned["team"]))
        if cleaned["since"]:
            parts.append(f"from {cleaned['since']:%-d %b %Y}")
        if cleaned["until"]:
            parts.append(f"to {cleaned['until']:%-d %b %Y}")
        return ", ".join(parts)


class VoiceForm(forms.ModelForm[CoachVoice]):
    """How a coach wants texts to be."""

    class Meta:
        model = CoachVoice
        fields = ("tone", "language", "units", "fewest_sentences", "most_sentences", "most_words")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        fewest, most = cleaned.get("fewest_sentences"), cleaned.get("most_sentences")
        if fewest and most and fewest > most:
            self.add_error("most_sentences", "The most must not be fewer than the fewest.")
        return cleaned
