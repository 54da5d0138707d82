// One message to the server at a time: while it answers, only the latest of those that follow is kept, so that a slow
// server never falls behind. `settled` is called when the last of them is answered. A line that was lost and came back
// draws the component anew: it counts on from what is answered, since the same number twice is no answer.
function latest_message(model, settled) {
  let serial = model.answered
  let waiting = false
  let next = null
  const send = message => {
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
    if (message) { send(message) } else { settled() }
  })
  return { send, waiting: () => waiting }
}
