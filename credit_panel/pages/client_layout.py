"""How the parts of the advisor's page lie: side by side on a desk, one below the other on a telephone, on paper."""

SHELL = """
:host { display: grid; grid-template: "search tabs find" auto "facts content content" auto "facts record record" 1fr
        / 290px minmax(0, 1fr) auto;
        column-gap: 24px; padding: 20px 24px 32px; box-sizing: border-box; width: 100%; max-width: 1480px;
        margin: 0 auto; align-items: start; align-content: start; flex: none !important;
        height: max-content !important; max-height: none !important; }
.search { grid-area: search; }
.find { grid-area: find; align-self: center; margin-bottom: 16px; }
.find.alone { grid-column: tabs / find; justify-self: start; }
.finder { grid-area: content; }
.facts { grid-area: facts; }
.tabs { grid-area: tabs; align-self: end; margin-bottom: 16px; }
.content { grid-area: content; }
.content.whole { grid-column: 1 / -1; }
.record { grid-area: record; }
@media print { .search, .find, .content.letter ~ .facts { display: none; } }
@media (max-width: 900px) {
  :host { grid-template: "search find" auto "tabs tabs" auto "content content" auto "facts facts" auto
          "record record" auto / minmax(0, 1fr) auto; column-gap: 10px; padding: 14px 14px 24px; }
  .search, .find { margin-bottom: 10px; }
  .find.alone { grid-column: auto; }
}
@media (max-width: 360px) {
  :host { grid-template: "search" auto "find" auto "tabs" auto "content" auto "facts" auto "record" auto
          / minmax(0, 1fr); }
}
"""
