"""Reads, one module a noun: `licences`, `links` and `turf`, and how they stand by `partners`."""
