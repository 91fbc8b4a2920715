"""How things are told across ideas, one module a page: the monitor's words, and the specification on one sheet."""
