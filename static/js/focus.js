// When a swap takes away what had the focus, its line takes it, or the next one, or the page's own place: the keyboard
// stays, and what is new is read out. What could not be done is said within sight.
let lines = []
document.addEventListener("htmx:before:swap", (event) => {
  lines = []
  for (let line = event.target.closest?.(".lines > [id]"); line; line = line.nextElementSibling) lines.push(line.id)
})
document.addEventListener("htmx:after:swap", (event) => {
  document.querySelector("[id$=-said] > [role=alert]")?.scrollIntoView({ block: "nearest" })
  if (document.activeElement !== document.body) return
  const line = lines.map((id) => document.getElementById(id)).find(Boolean)
  const next = line?.querySelector("a, button") ?? document.querySelector("[data-takes-focus]")
  next?.focus()
})
