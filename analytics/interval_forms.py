"""The form of a session's intervals: a row each, edges as times of the ride."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, cast

from django import forms

from analytics.engine.layouts import AS_MEASURED, NO_CHARACTERISTIC, Span
from analytics.engine.printing import clock_face, read_duration
from analytics.engine.vocabulary import Characteristic, Intensity, Stimulus

SPARE_ROWS = 2
MOST_ROWS = 520
EFFORT, REST = "effort", "rest"


class RideTimeField(forms.Field):
    """A time of the ride as a person writes it: 12:30, 1:02:30."""

    def to_python(self, value: Any) -> int | None:
        written = str(value or "").strip()
        if not written:
            return None
        second = read_duration(written)
        if second is None:
            raise forms.ValidationError(f"“{written[:40]}” is not a time such as 12:30 or 1:02:30.")
        return second

    def prepare_value(self, value: Any) -> Any:
        return clock_face(value) if isinstance(value, int) else value


class IntervalForm(forms.Form):
    """One interval; what it was measured as stands beside each choice."""

    start = RideTimeField(label="From")
    end = RideTimeField(label="To")
    kind = forms.ChoiceField(
        label="Counts as", choices=[(EFFORT, "Effort"), (REST, "Rest")], initial=EFFORT
    )
    intensity = forms.ChoiceField(
        label="Intensity",
        choices=[(AS_MEASURED, "As measured"), *Intensity.choices()],
        required=False,
    )
    characteristic = forms.ChoiceField(
        label="Characteristic",
        choices=[
            (AS_MEASURED, "As measured"),
            (NO_CHARACTERISTIC, "None"),
            *Characteristic.choices(),
        ],
        required=False,
    )
    split = RideTimeField(label="Split at", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start_s, end_s, split_s = (cleaned.get(name) for name in ("start", "end", "split"))
        if start_s is not None and end_s is not None and end_s <= start_s:
            self.add_error("end", f"The interval has to end after {clock_face(start_s)}.")
        elif split_s is not None and None not in (start_s, end_s) and not start_s < split_s < end_s:
            self.add_error("split", "A split lies inside the interval.")
        return cleaned

    def spans(self) -> Iterator[Span]:
        """Give the interval, or both parts where it is split."""
        edges = [self.cleaned_data["start"], self.cleaned_data["split"], self.cleaned_data["end"]]
        inside = [edge for edge in edges if edge is not None]
        for start_s, end_s in pairwise(inside):
            yield Span(
                start_s,
                end_s,
                is_work=self.cleaned_data["kind"] == EFFORT,
                intensity=self.cleaned_data["intensity"],
                characteristic=self.cleaned_data["characteristic"],
            )


class IntervalRows(forms.BaseFormSet[IntervalForm]):
    """All intervals of one session; each fault is told at the row that has it."""

    def __init__(self, *args: Any, elapsed_s: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.elapsed_s = elapsed_s

    def clean(self) -> None:
        if any(self.errors):
            return
        rows = sorted(self.kept_rows(), key=lambda row: row.cleaned_data["start"])
        for row in rows:
            if row.cleaned_data["end"] > self.elapsed_s:
                row.add_error("end", f"The ride ends at {clock_face(self.elapsed_s)}.")
        for before, after in pairwise(rows):
            if after.cleaned_data["start"] < before.cleaned_data["end"]:
                ends = clock_face(before.cleaned_data["end"])
                after.add_error("start", f"The interval before it ends at {ends} only.")

    def kept_rows(self) -> list[IntervalForm]:
        """Leave out rows that are to go and spare rows that nobody filled in."""
        return [row for row in self.forms if row.cleaned_data and not row.cleaned_data["DELETE"]]

    def spans(self) -> list[Span]:
        return [span for row in self.kept_rows() for span in row.spans()]


def rows_for(spans: Sequence[Span], *, elapsed_s: int, data: Any = None) -> IntervalRows:
    """Make the form of a layout, with spare rows for new intervals."""
    factory = forms.formset_factory(
        IntervalForm,
        formset=IntervalRows,
        extra=SPARE_ROWS,
        can_delete=True,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
    )
    made = cast("type[IntervalRows]", factory)  # the stubs know the base class only
    initial = [
        {
            "start": span.start_s,
            "end": span.end_s,
            "kind": EFFORT if span.is_work else REST,
            "intensity": span.intensity,
            "characteristic": span.characteristic,
        }
        for span in spans
    ]
    return made(data, initial=initial, elapsed_s=elapsed_s, prefix="interval")


class StimulusForm(forms.Form):
    """What the session trained; empty gives the word back to the analysis."""

    stimulus = forms.ChoiceField(
        label="Stimulus", choices=[("", "As analysed"), *Stimulus.choices()], required=False
    )

    def chosen(self) -> Stimulus | None:
        code = self.cleaned_data["stimulus"]
        return Stimulus(code) if code else None
