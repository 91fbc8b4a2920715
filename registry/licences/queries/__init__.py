"""Reads, one module a noun: `licences`, `links`, `givers` and `turf`, and how they stand by `partners`."""
