"""What ideas are asked, one module a noun. Every read stays inside the actor's organisation."""
