"""stories: who reads which, in lists and alone    links: through which they are told, and by which they are kept"""
