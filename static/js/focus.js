// When a swap takes away what had the focus, the page's own place takes it: the keyboard stays, and what is new is read out.
document.addEventListener("htmx:after:swap", () => {
  if (document.activeElement === document.body) document.querySelector("[data-takes-focus]")?.focus()
})
