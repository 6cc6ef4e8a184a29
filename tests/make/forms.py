from collections.abc import Sequence

from analytics.engine.layouts import Span
from analytics.interval_forms import rows_for


def as_sent(spans: Sequence[Span], **changed: str) -> dict[str, str]:
    """Fill in the form of a layout as a browser sends it; ``row0_start="1:00"`` types over."""
    rows = rows_for(spans, elapsed_s=0)
    management = rows.management_form
    data = {management[name].html_name: str(management[name].value()) for name in management.fields}
    for row in rows.forms:
        for field in row.visible_fields():
            value = field.value()
            if value not in (None, False):
                data[field.html_name] = str(value)
    typed = {f"interval-{name[3:].replace('_', '-', 1)}": value for name, value in changed.items()}
    return {**data, **typed}
