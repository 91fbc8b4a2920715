"""Telling a story through a link without an account, and the storyteller's own page."""

from registry.pages.telling import addresses, own, pictures, recordings

routes = [*own.routes, *pictures.routes, *recordings.routes, *addresses.routes]
