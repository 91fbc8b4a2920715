// Starts the design system's components, at first and in whatever htmx brings later. A component that already runs says so
// by an InitError, which is no news.
const start = () => {
  document.body.classList.add("js-enabled", "nhsuk-frontend-supported")
  window.NHSUKFrontend.initAll({ onError: (error) => { if (error.name !== "InitError") console.error(error) } })
}
start()
document.addEventListener("htmx:after:swap", start)
