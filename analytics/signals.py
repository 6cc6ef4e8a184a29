"""The one signal of the product: how analytics announces itself without knowing who listens."""

from django.dispatch import Signal

# Sent with `session` (the Session) inside the transaction that stored its analysis.
session_analysed = Signal()
