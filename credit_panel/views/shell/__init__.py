"""What surrounds every page: header, tabs, foot, glossary, accessibility statement, faults."""
