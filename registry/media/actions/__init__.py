"""pictures: drawn anew and kept    recordings: drawn anew by another process, kept in pieces"""
