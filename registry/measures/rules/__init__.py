"""What is counted, when, by whom, and what the charts make of it. Source: MODEL, 'Measures and signals'; spc/RULES.md."""
