"""Find the files of Panel's components once, and not again for every visitor.

For each page that it serves, Panel 1.10 asks every component class of the process, those of Material included, where
its style sheets and scripts lie: half of what a visit to /client costs. The answer is the same for all visitors of a
server. It uses a method that Panel does not document, so it stands alone; where Panel has no such method any more,
nothing is remembered.
"""

from __future__ import annotations

import panel as pn
from panel.io.resources import Resources


def remember_component_files() -> None:
    """Have Panel keep, in this process, the files of all components that it has once found."""
    find = getattr(Resources, "extra_resources", None)
    if find is None or hasattr(find, "remembers"):
        return
    known: dict[tuple[object, ...], list[str]] = {}

    def remembered(self: Resources, resources: list[str], resource_type: str) -> None:
        declared = tuple(pn.state._extensions or ())
        key = (resource_type, self.mode, self.root_url, self.absolute, pn.state.rel_path, declared)
        if key not in known:
            known[key] = []
            find(self, known[key], resource_type)
        resources.extend(resource for resource in known[key] if resource not in resources)

    setattr(remembered, "remembers", True)  # noqa: B010
    setattr(Resources, "extra_resources", remembered)  # noqa: B010 - mypy forbids the assignment
