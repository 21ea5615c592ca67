"""Business cards: vCards as phones and card apps write them, as rows of fields."""

from leadlist.cards.vcard import looks_like_vcard, read_vcards

__all__ = ["looks_like_vcard", "read_vcards"]
