const asked_again_ms = 3000

// Bokeh tries five times in half a minute to come back to the session; then this asks until the server answers, and
// loads the page again: the address and the drafts of the tab say where it was. A session that has ended, or a role that
// was taken away, closes the line too: then the page is loaded again at once, which leads to the login or says why
function watch_connection(document_model, show) {
  let lost = false
  let timer = null
  const ask = async () => {
    timer = null
    try {
      const answer = await fetch(new URL("static/extensions/panel/images/favicon.ico", window.location.href), { cache: "no-store" })
      if (answer.ok) { window.location.reload(); return }
    } catch { /* no answer yet */ }
    timer = setTimeout(ask, asked_again_ms)
  }
  const ask_whether_refused = async () => {
    try {
      const answer = await fetch(`${window.location.pathname.replace(/\/$/, "")}/ws`, { cache: "no-store" })
      if (answer.status === 401 || answer.status === 403) { window.location.reload() }
    } catch { /* no answer: the line was cut */ }
  }
  const on_lost = (_, event) => {
    if (!lost) { ask_whether_refused() }
    lost = true
    show(true)
    if (event.timeout === null && timer === null) { timer = setTimeout(ask, asked_again_ms) }
  }
  const on_found = () => {
    lost = false
    clearTimeout(timer)
    timer = null
    show(false)
  }
  const on_offline = () => show(true)
  const on_online = () => show(lost)
  keep_to_itself(document_model)
  document_model.on_event("connection_lost", on_lost)
  document_model.on_event("client_reconnected", on_found)
  window.addEventListener("offline", on_offline)
  window.addEventListener("online", on_online)
  return () => {
    clearTimeout(timer)
    window.removeEventListener("offline", on_offline)
    window.removeEventListener("online", on_online)
  }
}

// When a line that was cut has come back, BokehJS takes the whole page anew, and sends all of it back to the server, which
// has it: up to two megabytes, more than any message may have, so that the line would be closed again, on and on.
function keep_to_itself(document_model) {
  const { add_root } = Object.getPrototypeOf(document_model)
  document_model.add_root = root => add_root.call(document_model, root, { sync: false })
}
