"""The verbs of measures, one module a noun. Each locks its measure first and ends by storing the result anew."""
