"""The verbs of the ledger, one module a noun; `settling` holds what follows from each of them."""
