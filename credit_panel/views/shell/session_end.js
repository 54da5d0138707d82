const noted_ms = 60000
const looked_ms = 15000

// A session ends when nothing is done for a while. The server hears of what is sent alone: whoever types or reads on is
// told of here. Whoever is away finds a warning, and after it the login; what was typed waits in the tab.
function watch_session_end(model, warning) {
  if (!model.visitor) { return () => {} }
  let timer = null
  let noted = Date.now()
  let seen = false
  const later = ms => { clearTimeout(timer); timer = setTimeout(ask, ms) }
  const ask = async (method = "GET") => {
    clearTimeout(timer)
    try {
      const body = method === "POST" ? new URLSearchParams() : undefined
      const answer = await fetch("session", { method, body, cache: "no-store" })
      if (answer.status === 401) { window.location.reload(); return }
      const { seconds, warned, last } = await answer.json()
      if (seconds > warned) { warning.close() } else if (!(last && seen)) { warning.open(seconds, last) }
      later(seconds > warned ? Math.min((seconds - warned) * 1000 + 500, 10 * noted_ms) : Math.min(seconds * 1000 + 500, looked_ms))
    } catch { later(noted_ms) }  // no answer: the bar says that the line is lost
  }
  const stay = () => { noted = Date.now(); ask("POST") }
  const active = () => { if (!warning.is_open() && Date.now() - noted > noted_ms) { stay() } }
  const back = () => { if (document.visibilityState === "visible") { ask() } }
  warning.on_answer(last => { if (last) { seen = true } else { stay() } })
  for (const kind of ["pointerdown", "keydown", "scroll"]) { window.addEventListener(kind, active, { capture: true, passive: true }) }
  document.addEventListener("visibilitychange", back)
  later(noted_ms)
  return () => {
    clearTimeout(timer)
    for (const kind of ["pointerdown", "keydown", "scroll"]) { window.removeEventListener(kind, active, { capture: true }) }
    document.removeEventListener("visibilitychange", back)
  }
}

// What warns of it. The last end of a day of work comes whatever is done, and is told once.
function session_warning(model) {
  const title = make("h2", { id: "session-ends" })
  const words = make("p", { id: "session-ends-words" })
  const stay = make("button", { type: "button" })
  const node = make("dialog", { class: "sheet", role: "alertdialog", "aria-labelledby": "session-ends", "aria-describedby": "session-ends-words" },
    title, words, stay)
  let told = null
  let answer = () => {}
  const say = () => {
    if (told === null) { return }
    const { session } = model.words
    const minutes = Math.ceil(told.seconds / 60)
    title.textContent = session.title
    const when = minutes > 1 ? session.minutes.replace("{n}", minutes) : session.minute
    words.textContent = `${when} ${told.last ? session.last : session.idle}`
    stay.textContent = told.last ? session.close : session.stay
  }
  const close = () => { if (node.open) { node.close() } }
  const answered = () => { close(); answer(told.last) }
  stay.addEventListener("click", answered)
  node.addEventListener("cancel", event => { event.preventDefault(); answered() })
  return {
    node,
    say,
    close,
    is_open: () => node.open,
    on_answer: then => { answer = then },
    open(seconds, last) {
      told = { seconds, last }
      say()
      if (!node.open) { node.showModal(); stay.focus() }
    },
  }
}
