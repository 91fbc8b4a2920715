// Records sound or film into a file field, which the form then sends like any chosen file.
const FORMS = { sound: ["audio/mp4", "audio/webm"], film: ["video/mp4", "video/webm"] }
const WANTED = {
  sound: { audio: true },
  film: { audio: true, video: { facingMode: "user", width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24 } } },
}
const SAID = {
  NotAllowedError: "Your browser does not let this page listen. Allow it in the browser, or choose a file.",
  NotFoundError: "We found no microphone or camera. Choose a file instead.",
}
const canRecord = () => Boolean(window.MediaRecorder && window.DataTransfer && navigator.mediaDevices?.getUserMedia)
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`

const start = (place) => {
  const find = (selector) => place.querySelector(selector)
  const input = find("input[type=file]")
  const [said, time, seen, heard] = [".recorder__said", ".recorder__time", ".recorder__seen", ".recorder__heard"].map(find)
  const buttons = place.querySelectorAll("[data-record]")
  let recorder = null
  let ticking = 0
  let address = ""
  find(".recorder__buttons").hidden = false

  const show = (isRecording) => {
    for (const button of buttons) button.hidden = isRecording
    find("[data-stop]").hidden = !isRecording
    time.hidden = !isRecording
    if (isRecording) find("[data-stop]").focus()
  }
  const play = (blob, kind) => {
    URL.revokeObjectURL(address)
    address = URL.createObjectURL(blob)
    const player = kind === "film" ? seen : heard
    player.srcObject = null
    player.src = address
    player.muted = false
    player.controls = true
    player.hidden = false
    seen.setAttribute("aria-label", "What you recorded")
  }
  const forget = () => {
    for (const player of [seen, heard]) { player.removeAttribute("src"); player.load(); player.hidden = true }
  }
  const keep = (parts, kind) => {
    const blob = new Blob(parts, { type: recorder.mimeType })
    const files = new DataTransfer()
    files.items.add(new File([blob], `my-story.${recorder.mimeType.includes("mp4") ? "mp4" : "webm"}`, { type: blob.type }))
    input.files = files.files
    play(blob, kind)
    said.textContent = "Recorded. Play it here, record it again, or send it below."
    buttons[0].focus()
  }
  const record = async (kind) => {
    let stream
    try {
      stream = await navigator.mediaDevices.getUserMedia(WANTED[kind])
    } catch (error) {
      said.textContent = SAID[error.name] || "Recording did not work here. Choose a file instead."
      return
    }
    const parts = []
    const longest = Number(kind === "film" ? place.dataset.longestFilm : place.dataset.longestSound)
    const mimeType = FORMS[kind].find((form) => MediaRecorder.isTypeSupported(form))
    recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 64000, videoBitsPerSecond: 1000000 })
    recorder.addEventListener("dataavailable", (event) => { if (event.data.size) parts.push(event.data) })
    recorder.addEventListener("stop", () => {
      clearInterval(ticking)
      for (const track of stream.getTracks()) track.stop()
      show(false)
      forget()
      keep(parts, kind)
    })
    forget()
    if (kind === "film") {
      Object.assign(seen, { srcObject: stream, muted: true, controls: false, hidden: false })
      seen.setAttribute("aria-label", "What the camera sees")
      seen.play()
    }
    const began = Date.now()
    const tick = () => {
      const seconds = Math.floor((Date.now() - began) / 1000)
      time.textContent = `${clock(seconds)} of ${clock(longest)}`
      if (seconds >= longest && recorder.state === "recording") recorder.stop()
    }
    ticking = setInterval(tick, 250)
    tick()
    recorder.start(1000)
    show(true)
    said.textContent = kind === "film" ? "The camera and the microphone are on." : "The microphone is on. Speak now."
  }
  for (const button of buttons) button.addEventListener("click", () => record(button.dataset.record))
  find("[data-stop]").addEventListener("click", () => { if (recorder.state === "recording") recorder.stop() })
  input.addEventListener("change", () => { forget(); said.textContent = "" })
  window.addEventListener("pagehide", () => { if (recorder?.state === "recording") recorder.stop() })
}

if (canRecord()) for (const place of document.querySelectorAll("[data-recorder]")) start(place)
