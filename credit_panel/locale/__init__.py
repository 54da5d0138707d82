"""The two languages of the product: messages, numbers and names as a French or English reader expects them."""

from credit_panel.locale.negotiation import LANGUAGES, Language, negotiate
from credit_panel.locale.reader import reader_language, set_language
from credit_panel.locale.translator import Translator, translator

__all__ = ["LANGUAGES", "Language", "Translator", "negotiate", "reader_language", "set_language", "translator"]
