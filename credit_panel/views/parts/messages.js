// Messages to the server, numbered, one at a time: while it answers, those that follow wait, and a value that is set
// again takes the place of the one that waits, so that a slow server never falls behind and nothing is lost. `settled` is
// called when the last of them is answered. A line that was lost and came back draws the component anew: it counts on
// from what is answered, since the same number twice is no answer, and sends again the values that `unanswered` kept. A
// value can be sent twice; what is not one, such as undo, is never sent again.
function messages_of(model, settled = () => {}, unanswered = null) {
  let serial = model.answered
  let flying = null
  const waiting = []
  const sets = message => "value" in message || "text" in message
  const adds = message => message.kind === "step" || ("action" in message && message.value === "")
  const same = (one, other) => sets(one) && sets(other) && ["kind", "lever", "role", "action"].every(part => one[part] === other[part])
  const keep = () => {
    const values = [flying, ...waiting].filter(message => message && sets(message) && !adds(message))
    if (values.length) { unanswered?.write({ values }) } else { unanswered?.drop() }
  }
  const next = () => {
    flying = waiting.shift() ?? null
    keep()
    if (!flying) { settled(); return }
    serial += 1
    model.send_msg({ ...flying, serial })
  }
  const send = message => {
    if (waiting.length && same(waiting.at(-1), message)) { waiting.pop() }
    waiting.push(message)
    if (flying) { keep() } else { next() }
  }
  model.on("answered", () => { if (flying && model.answered === serial) { next() } })
  const left = unanswered?.read().values ?? []
  for (const value of left) { send(value) }
  return { send, waiting: () => flying !== null }
}
