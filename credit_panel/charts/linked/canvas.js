// What a picture's canvas does in the browser, run by Bokeh once it is there and at each change of its width.
const canvas = cb_context.index.find_one(cb_obj)?.canvas_view.events_el
if (canvas && !canvas.dataset.tamed) {
  canvas.dataset.tamed = "yes"
  // out of the order of the Tab key: no key does anything on it, and it has no name
  canvas.setAttribute("tabindex", "-1")
  // a thumb that moves up or down scrolls the page; one that moves sideways brushes
  canvas.style.touchAction = "pan-y"
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
