"""Co-governance: education of the public, events, typical cases (LN 2(8))."""
