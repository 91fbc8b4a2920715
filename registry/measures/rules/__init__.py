"""Who counts what, and what is made of it. Source: MODEL, 'Measures and signals'; spc/RULES.md."""
