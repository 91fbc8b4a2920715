// The phone's menu closes by Escape and by a tap elsewhere.
const close = (menu) => { menu.open = false }
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("[data-menu][open]")
  if (menu) { close(menu); menu.querySelector("summary").focus() }
})
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) if (!menu.contains(event.target)) close(menu)
})
