"""The staff's pages; importing a module registers what it holds."""

from analytics.admin import accounts, invitations, people, rides, source, trail

__all__ = ("accounts", "invitations", "people", "rides", "source", "trail")
