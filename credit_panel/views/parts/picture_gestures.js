// A canvas as pictures have it: out of the order of the Tab key, since no key does anything on it and it has no name. A
// thumb that moves up or down scrolls the page; one that moves sideways draws.
function tame(canvas) {
  canvas.setAttribute("tabindex", "-1")
  Object.assign(canvas.style, { touchAction: "pan-y", outline: "none" })
  let start = null
  let sideways = false
  canvas.addEventListener("pointerdown", event => {
    if (event.isPrimary) { start = event.pointerType === "touch" ? [event.clientX, event.clientY] : null }
    sideways = false
  }, true)
  canvas.addEventListener("pointermove", event => {
    if (!start || sideways) { return }
    const [across, up] = [Math.abs(event.clientX - start[0]), Math.abs(event.clientY - start[1])]
    sideways = across > 10 && across > up
    if (!sideways) { event.stopImmediatePropagation() }
  }, true)
}

// Escape lifts what was drawn last on any picture, unless a box, a list or an open explanation has the key.
const typed_in = "input, select, textarea, dialog, [contenteditable=true], .term"
const drawn_last = (window.credit_panel_drawn ??= { lift: null, heard: false })
if (!drawn_last.heard) {
  drawn_last.heard = true
  document.addEventListener("keydown", event => {
    const elsewhere = event.defaultPrevented || event.composedPath().some(node => node instanceof Element && node.matches(typed_in))
    if (event.key !== "Escape" || !drawn_last.lift || elsewhere) { return }
    drawn_last.lift()
    drawn_last.lift = null
  })
}

// Has what a visitor draws on a figure, or where they tap it, sent to the server; a double click lifts what was drawn.
function listen(figure, key, gesture, messages) {
  if (gesture === "tap") {
    figure.on_event("tap", ({ x, y }) => messages.send({ kind: "tap", key, x, y }))
  } else if (gesture) {
    const lift = () => messages.send({ kind: "lift", key })
    figure.on_event("selectiongeometry", ({ geometry, final }) => {
      if (!final) { return }
      drawn_last.lift = lift
      messages.send({ kind: "drag", key, left: geometry.x0, bottom: geometry.y0, right: geometry.x1, top: geometry.y1 })
    })
    figure.on_event("doubletap", lift)
  } else { return }
  figure.document.event_manager.subscribed_models.add(figure) // Bokeh tells those alone that listened before it drew
}

// Counts as they are sent, as an array of Bokeh's, whose own makes it.
function counts_of({ counts, shape }, like) {
  const bytes = Uint8Array.from(atob(counts), letter => letter.charCodeAt(0))
  return new like.constructor(new Uint16Array(bytes.buffer), shape)
}
