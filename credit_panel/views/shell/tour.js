// The tour takes no focus and covers nothing that has it: it stands last, is spoken as it changes, and Escape ends it.
const tour_key = "credit-panel-tour"

export function render({ model }) {
  const title = make("h2", { id: "tour" })
  const text = make("p", { role: "status" })
  const count = make("span", { class: "count" })
  const next = make("button", { type: "button", class: "next" })
  const back = make("button", { type: "button" })
  const skip = make("button", { type: "button" })
  const card = make("aside", { class: "card", "aria-labelledby": "tour" }, title, text,
    make("p", { class: "ways" }, next, " ", back, " ", skip, count))
  const frame = make("div", { class: "frame", "aria-hidden": "true", hidden: true })
  const root = make("div", {}, frame, card)
  let place = 0
  // a telephone's bar has no button for the keys and the link, of which the last step tells
  const steps = () => on_screen(".bar .help") ? model.steps : model.steps.slice(0, -1)

  const point = () => {
    const target = model.shown && model.steps[place]?.target ? on_screen(model.steps[place].target) : null
    frame.hidden = !target
    if (!target) { return }
    const box = target.getBoundingClientRect()
    Object.assign(frame.style, { left: `${box.left - 6}px`, top: `${box.top - 6}px`, width: `${box.width + 12}px`, height: `${box.height + 12}px` })
  }
  const draw = () => {
    const { words } = model
    const all = steps(), last = all.length - 1
    place = Math.min(place, last)
    card.hidden = !model.shown
    title.textContent = all[place].title
    text.textContent = place === 0 && last < model.steps.length - 1 ? words.brief : all[place].words
    next.textContent = place === 0 ? words.start : place === last ? words.end : words.next
    back.textContent = words.back
    back.hidden = place < 2
    skip.textContent = place === 0 ? words.skip : words.end
    skip.hidden = place === last
    count.textContent = place ? words.step.replace("{n}", place).replace("{count}", last) : ""
    card.setAttribute("aria-label", words.name)
    point()
  }
  const end = () => {
    let again = false
    try {
      again = window.localStorage.getItem(tour_key) !== null
      window.localStorage.setItem(tour_key, "seen")
    } catch { /* storage is off */ }
    const focused = card.contains(card.getRootNode().activeElement)
    place = 0
    model.shown = false
    if (!focused) { return }
    // whoever asked for it comes back to where they did, whoever was offered it to the file, or to where one is opened
    const places = [again ? ".bar .help" : "", "[role=tab][aria-selected=true]", "#number"]
    places.filter(Boolean).map(each => on_screen(each)).find(Boolean)?.focus()
  }
  const go = to => {
    place = to
    const target = model.steps[place].target ? on_screen(model.steps[place].target) : null
    target?.scrollIntoView({ block: "center" })
    draw()
    if (back.hidden && card.getRootNode().activeElement === back) { next.focus() }
  }
  next.addEventListener("click", () => { if (place === steps().length - 1) { end() } else { go(place + 1) } })
  back.addEventListener("click", () => go(place - 1))
  skip.addEventListener("click", end)
  card.addEventListener("keydown", event => { if (event.key === "Escape") { event.stopPropagation(); end() } })
  window.addEventListener("resize", point)
  document.addEventListener("scroll", point, true)
  model.on("shown", draw)
  model.on("steps", draw)
  model.on("words", draw)
  model.on("remove", () => {
    window.removeEventListener("resize", point)
    document.removeEventListener("scroll", point, true)
  })
  draw()
  return root
}
