from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile


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
        help_text="FIT, TCX or GPX files, as many as you like.",
        error_messages={"required": "Choose at least one file."},
    )
