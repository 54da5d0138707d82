// One message to the server at a time: while it answers, only the latest of those that follow is kept, so that a slow
// server never falls behind. `settled` is called when the last of them is answered. A line that was lost and came back
// draws the component anew: it counts on from what is answered, since the same number twice is no answer, and sends again
// the value that `unanswered` kept. A value can be sent twice; what is not one, such as undo, is never sent again.
function latest_message(model, settled, unanswered) {
  let serial = model.answered
  let waiting = false
  let next = null
  const about = () => new URLSearchParams(window.location.hash.replace(/^#/, "")).get("client") ?? ""
  const keep = message => {
    if (message.kind === "type" || message.kind === "move") { unanswered?.write({ about: about(), message }) } else { unanswered?.drop() }
  }
  const send = message => {
    keep(message)
    if (waiting) { next = message; return }
    serial += 1
    waiting = true
    model.send_msg({ ...message, serial })
  }
  model.on("answered", () => {
    if (model.answered !== serial) { return }
    waiting = false
    const message = next
    next = null
    if (message) { send(message) } else { unanswered?.drop(); settled() }
  })
  const left = unanswered?.read() ?? {}
  unanswered?.drop()
  if (left.message && left.about === about()) { send(left.message) }
  return { send, waiting: () => waiting }
}
