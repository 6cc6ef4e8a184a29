from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from analytics.models import CoachPreferences
from analytics.models.preferences import MOST_MINUTES


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
