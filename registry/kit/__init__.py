"""Tools that know no domain: the database, the four errors, form fields, the clock, words for amounts and dates,
paging.
"""
