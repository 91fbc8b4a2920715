// Says that something is on its way after one second, and what is happening after ten.
const place = document.querySelector("[data-waiting]")
let timers = []
const stop = () => { timers.forEach(clearTimeout); timers = []; place.textContent = "" }
const begin = (event) => {
  stop()
  const say = (words, after) => timers.push(setTimeout(() => { place.textContent = words }, after))
  say("On its way…", 1000)
  say(event.target.dataset?.waits || "This takes longer than it should. What you typed is still here.", 10000)
}
if (place) {
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) begin(event) })
  document.addEventListener("htmx:before:request", begin)
  document.addEventListener("htmx:finally:request", stop)
  window.addEventListener("pageshow", stop)
}
