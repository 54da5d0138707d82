// A slider with a number box, for one value. What is being typed stays, see `texts_of`, which takes it by the box's
// data-key; a slider that moves keeps its place whatever the server says meanwhile.
function slider_box(key, described, texts, { move, take_back }) {
  const name = make("label", { for: `box-${key}`, class: "name" })
  const box = make("input", { id: `box-${key}`, class: "box", type: "text", inputmode: "decimal", autocomplete: "off",
    maxlength: "200", "data-stop": `box-${key}`, "data-key": key, "aria-describedby": `${described} wrong-${key}` })
  const slider = make("input", { class: "slider", type: "range" })
  const ends = [make("span", { "aria-hidden": "true" }), make("span", { "aria-hidden": "true" })]
  const back = make("button", { class: "back", type: "button" })
  const wrong = make("p", { class: "wrong", id: `wrong-${key}`, role: "alert" })

  const share = value => Math.min(Math.max((value - slider.min) / (slider.max - slider.min), 0), 1)
  const colour = () => slider.style.setProperty("--at", `${Math.round(share(slider.valueAsNumber) * 1000) / 10}%`)
  const fill = (state, moving) => {
    name.textContent = state.label
    ends[0].textContent = state.low_text
    ends[1].textContent = state.high_text
    back.textContent = state.back
    back.hidden = !state.changed
    wrong.textContent = state.wrong
    wrong.hidden = !state.wrong
    box.setAttribute("aria-invalid", String(Boolean(state.wrong)))
    box.disabled = slider.disabled = Boolean(state.disabled)
    box.placeholder = state.placeholder ?? ""
    texts.write(box, state.text)
    slider.setAttribute("aria-label", state.label)
    slider.setAttribute("aria-valuetext", state.spoken)
    if (moving) { return }
    Object.assign(slider, { min: state.low, max: state.high, step: state.step })
    slider.value = state.value
    slider.classList.toggle("missing", Boolean(state.missing))
    colour()
  }
  // A thumb that comes to scroll the page lands on sliders: until it slides along or lifts, nothing has been moved.
  const along_px = 8
  let thumb = null
  const meant = () => {
    const value = thumb?.value
    thumb = null
    if (value !== undefined && value !== slider.value) { move(slider.valueAsNumber) }
  }
  slider.addEventListener("pointerdown", event => {
    thumb = event.pointerType === "touch" ? { x: event.clientX, value: slider.value } : null
  })
  slider.addEventListener("pointermove", event => { if (thumb && Math.abs(event.clientX - thumb.x) > along_px) { meant() } })
  slider.addEventListener("pointerup", meant)
  slider.addEventListener("pointercancel", () => {
    if (thumb) { slider.value = thumb.value }
    thumb = null
    colour()
  })
  slider.addEventListener("input", () => {
    colour()
    if (!thumb) { move(slider.valueAsNumber) }
  })
  back.addEventListener("click", () => { texts.give_up(box); take_back(); box.focus() })
  return { name, box, slider, ends, back, wrong, share, fill }
}
