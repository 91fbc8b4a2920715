"""What the ledger is asked, one module a noun. Every read stays inside the actor's organisation."""
