"""What goes in and out of pages across ideas, one module a page."""
