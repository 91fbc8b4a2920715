// Shows a button that prints the page, where scripts run.
const show = () => {
  for (const button of document.querySelectorAll("[data-print][hidden]")) button.hidden = false
}
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print()
})
show()
document.addEventListener("htmx:after:swap", show)
