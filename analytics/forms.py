from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from analytics.engine.durability import LEVELS_KJ, LEVELS_KJ_PER_KG, level_label
from analytics.engine.peaks import FRESH_LEVEL, STANDARD_DURATIONS_S
from analytics.engine.printing import clock
from analytics.engine.vocabulary import Window
from analytics.models import Athlete, CoachPreferences
from analytics.models.preferences import MOST_MINUTES
from analytics.record_ledger import Series

USUAL_DURATION_S = 1200
MOST_NAMESAKES = 5
FIRST_DAY = date(1970, 1, 1)
LEVELS = (FRESH_LEVEL, *LEVELS_KJ_PER_KG, *LEVELS_KJ)


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One or more files; each is judged on its own later, so that one bad file stops nothing."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        files: Sequence[UploadedFile[bytes] | None] = data or [None]
        return [super(SeveralFilesField, self).clean(file, initial) for file in files]


class UploadForm(forms.Form):
    recordings = SeveralFilesField(
        label="Recordings",
        allow_empty_file=True,  # told beside the file, like every other fault of a file
        help_text="Choose or drop FIT, TCX, GPX, PWX, Golden Cheetah files or ZIPs; any number.",
        error_messages={"required": "Choose at least one file."},
    )
    write_texts = forms.BooleanField(
        label="Write a text for every ride",
        required=False,
        help_text="Otherwise several files, or a ZIP, get texts for rides of the last 14 days.",
    )


class ImportForm(forms.Form):
    """What a page says before it sends files one after the other."""

    title = forms.CharField(required=False)
    write_texts = forms.BooleanField(required=False)


class OneFileForm(forms.Form):
    """One of the files that a page or a script sends one after the other."""

    recording = forms.FileField(allow_empty_file=True)


class PreferencesForm(forms.ModelForm[CoachPreferences]):
    minutes_a_day = forms.IntegerField(
        label="Minutes a day for Today",
        min_value=1,
        max_value=MOST_MINUTES,
        help_text="What does not fit into them waits under Later.",
        error_messages={"invalid": "Write a whole number of minutes, such as 10."},
    )

    class Meta:
        model = CoachPreferences
        fields = ["minutes_a_day", "units"]
        widgets = {"units": forms.RadioSelect}


class LedgerForm(forms.Form):
    duration_s = forms.TypedChoiceField(
        label="Duration",
        coerce=int,
        required=False,
        choices=[(seconds, clock(seconds)) for seconds in STANDARD_DURATIONS_S],
        error_messages={"invalid_choice": "Choose one of the durations."},
    )
    window = forms.ChoiceField(
        label="Best of",
        required=False,
        choices=[(window.value, window.label) for window in reversed(Window)],
        error_messages={"invalid_choice": "Choose one of the windows."},
    )
    level = forms.TypedChoiceField(
        label="Ridden",
        coerce=int,
        required=False,
        choices=[(level, level_label(level)) for level in LEVELS],
        error_messages={"invalid_choice": "Choose one of the levels."},
    )
    measure = forms.ChoiceField(
        label="In",
        required=False,
        choices=[("w", "W"), ("kg", "W/kg")],
        error_messages={"invalid_choice": "Choose W or W/kg."},
    )
    on = forms.DateField(
        label="On",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write a date such as 2024-05-03."},
    )
    older_than = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.HiddenInput,
    )

    def asked(self, *, today: date) -> tuple[Series, date]:
        """Give what was asked, and the usual question for what was not or not well."""
        if self.is_valid() and (on := self.cleaned_data["on"]) is not None:
            if on > today:
                self.add_error("on", "That day is yet to come; this is today.")
            elif on < FIRST_DAY:
                self.add_error("on", f"There are no rides before {FIRST_DAY.year}; this is today.")
        found = getattr(self, "cleaned_data", {})
        series = Series(
            duration_s=found.get("duration_s") or USUAL_DURATION_S,
            window=Window(found.get("window") or Window.ALL_TIME),
            level=found.get("level") or FRESH_LEVEL,
            per_kg=found.get("measure") == "kg",
        )
        return series, found.get("on") or today


class TokenForm(forms.Form):
    """What a new upload token is for."""

    name = forms.CharField(
        max_length=100, error_messages={"required": "Say in a word or two what it is for."}
    )


class AthleteChoiceForm(forms.Form):
    """Another athlete, by number or by the whole name: a list of all of them would not end."""

    athlete = forms.CharField(
        label="Athlete",
        max_length=200,
        help_text="The first and last name, or the number that stands in the athlete's address.",
    )

    def clean_athlete(self) -> Athlete:
        typed = " ".join(str(self.cleaned_data["athlete"]).split())
        found = Athlete.objects.called(typed)[: MOST_NAMESAKES + 1]
        if not found:
            raise forms.ValidationError(f"There is no athlete “{typed}”.")
        if len(found) > 1:
            told = ", ".join(f"{each} of {each.team} ({each.pk})" for each in found)
            raise forms.ValidationError(f"Give the number of the one that you mean: {told}.")
        return found[0]


class ConfirmNameForm(forms.Form):
    """A name typed by hand, before something that cannot be undone."""

    name = forms.CharField(label="Type the athlete's name", widget=forms.TextInput)

    def __init__(self, expected: str, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.expected = expected

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if name != self.expected:
            raise forms.ValidationError(f"Write the name exactly: {self.expected}")
        return name
