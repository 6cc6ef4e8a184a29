"""The one signal of the product: how analytics announces itself without knowing who listens."""

from django.dispatch import Signal

# Sent with `session` (the Session) inside the transaction that stored its analysis, and with
# `is_new` where nobody can have said anything of it yet.
session_analysed = Signal()
