// A form that htmx opens in a line takes the focus. Done, left or closed by Escape, its place is empty again; asked for
// once more while it is open, it stays as it is with what was typed.
const placeOf = (element) => element.closest?.("[data-place]")
const focusOn = (place) => place.querySelector(".in-place__title")?.focus()
const leave = (place) => {
  place.replaceChildren()
  document.querySelector(`[hx-target="#${place.id}"]`)?.focus()
}
let opener = ""
document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-leave]") && placeOf(event.target)
  if (!place) return
  event.preventDefault()
  leave(place)
})
document.addEventListener("keydown", (event) => {
  const place = event.key === "Escape" && placeOf(event.target)
  if (place) leave(place)
})
document.addEventListener("htmx:before:request", (event) => {
  const place = document.querySelector(`[data-place]${event.target.getAttribute("hx-target") ?? ""}`)
  if (!place?.hasChildNodes() || placeOf(event.target) || place.dataset.opener !== event.target.href) return
  event.preventDefault()
  focusOn(place)
})
document.addEventListener("htmx:before:swap", (event) => {
  const { request, response } = event.detail.ctx
  const place = placeOf(event.target)
  opener = place?.dataset.opener ?? event.target.href ?? ""
  if (request.method === "POST" && response.status < 400) place?.replaceChildren()
})
document.addEventListener("htmx:after:swap", (event) => {
  const place = document.getElementById(event.detail.ctx.target?.id ?? "")
  if (!place?.matches("[data-place]")) return
  place.dataset.opener = opener
  if (!place.querySelector("[data-module=nhsuk-error-summary]")) focusOn(place)
})
