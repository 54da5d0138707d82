// Lets a test wait until the server has done all it was asked: it answers in turn, so a question is put last.
(() => {
  const waiting = new Map(), Plain = window.WebSocket
  let swallowed = 0, socket = null, number = 0
  window.WebSocket = class extends Plain {
    constructor(...all) {
      super(...all)
      socket = this
      this.addEventListener("message", event => {
        const answered = typeof event.data === "string" && event.data.match(/"reqid": "(ask-\d+)"/)
        if (answered) { swallowed = 3; waiting.get(answered[1])() }
        if (swallowed > 0) { swallowed -= 1; event.stopImmediatePropagation() }
      })
    }
  }
  const ask = () => new Promise(answer => {
    const id = `ask-${number += 1}`
    waiting.set(id, answer)
    for (const part of [JSON.stringify({ msgid: id, msgtype: "SERVER-INFO-REQ" }), "{}", "{}"]) { socket.send(part) }
  })
  const frame = () => new Promise(requestAnimationFrame)
  window.settled = async () => {
    do {
      await frame()
      await frame()
      await ask()
      await new Promise(done => setTimeout(done, 80)) // Panel gathers changes for 50 ms
      await ask()
      await ask()
      await frame()
    } while (!Bokeh.documents[0].is_idle)
  }
})()
