"""HTML doors, one module a noun: read the folder and you have the site map."""
