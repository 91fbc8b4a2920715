"""The ledger's rules, one module a noun. Source: MODEL, 'Asks, pledges, deliveries: the ledger' and 'Ideas'."""
