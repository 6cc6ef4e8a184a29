"""The admin's pages about texts; importing a module registers what it holds."""

from summaries.admin import providers, texts

__all__ = ("providers", "texts")
