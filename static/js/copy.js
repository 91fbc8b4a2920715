// Shows a button that copies a field, where the browser allows it.
const begin = () => {
  if (!navigator.clipboard) return
  for (const button of document.querySelectorAll("[data-copy] button[hidden]")) button.hidden = false
}
document.addEventListener("click", async (event) => {
  const field = event.target.closest("[data-copy] button")?.closest("[data-copy]")
  if (!field) return
  const input = field.querySelector("input")
  input.select()
  await navigator.clipboard.writeText(input.value)
  field.querySelector("[role=status]").textContent = "Copied."
})
begin()
document.addEventListener("htmx:after:swap", begin)
