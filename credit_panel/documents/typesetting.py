"""From content to PDF: a template of Typst is given values, never text that it would run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from credit_panel.errors import LetterError

_TEMPLATES = Path(__file__).parent


def typeset(template: str, content: Mapping[str, Any]) -> bytes:
    """Return a document as PDF/UA-1; the same content gives the same bytes, on every machine.

    Parameters
    ----------
    template
        Name of the template in this package.
    content
        What it shows, passed as JSON: whatever a text holds, the document shows it as it is.

    Raises
    ------
    LetterError
        When it holds a character of which no font of the document has a picture.
    """
    import typst  # it takes 30 MB along, which nobody pays for who makes no document

    compiler = typst.Compiler(ignore_system_fonts=True)
    try:
        made = compiler.compile(
            str(_TEMPLATES / template),
            root=str(_TEMPLATES),
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            format="pdf",
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        raise LetterError(
            f"The document cannot be set in type: {error}; write names and the lender's settings in letters that the "
            "fonts have, and give a logo that can be drawn."
        ) from error
    return cast("bytes", made)  # a PDF is one file; pictures would be several
