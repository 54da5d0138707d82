const ICONS = {
  undo: "M9 14 4 9l5-5M4 9h9a6 6 0 0 1 0 12h-3",
  redo: "M15 14l5-5-5-5M20 9h-9a6 6 0 0 0 0 12h3",
  reset: "M4 4v6h6M4.5 10A8 8 0 1 1 4 14",
}
const same_gesture_ms = 700

export function render({ model }) {
  const eyebrow = make("span", { class: "eyebrow" })
  const title = document.createTextNode("")
  const intro = make("p", { class: "mute" })
  const tools = make("div", { class: "tools", role: "group" })
  const result = make("p", { class: "result" }) // in view while a slider moves, where the effect lies below
  const list = make("div", { class: "levers" })
  const root = make("section", { class: "board", "aria-labelledby": "board-title" },
    make(model.heading, { id: "board-title" }, eyebrow, title), intro, tools, result, list)

  const messages = messages_of(model, () => { texts.settle(); fill() }, drafts_about_client("credit-panel-lever"))
  const texts = texts_of(list, {
    take: box => messages.send({ kind: "type", lever: box.dataset.key, text: box.value }),
    restore: () => fill(),
    drafts: drafts_about_client("credit-panel-lever-text"),
  })
  const buttons = {}
  for (const name of ["undo", "redo", "reset"]) {
    const text = make("span")
    const button = make("button", { type: "button", "data-tool": name }, drawing(ICONS[name]), text)
    button.addEventListener("click", () => { if (button.getAttribute("aria-disabled") !== "true") { messages.send({ kind: name }) } })
    buttons[name] = { button, text }
    tools.append(button)
  }

  // moves of one slider that follow each other closely are undone as one
  let gesture = 0
  let moved = { key: null, at: 0 }
  const gesture_of = key => {
    const now = performance.now()
    if (moved.key !== key || now - moved.at > same_gesture_ms) { gesture += 1 }
    moved = { key, at: now }
    return gesture
  }

  const levers = {}
  const build = key => {
    const lever = slider_box(key, `note-${key}`, texts, {
      move: value => messages.send({ kind: "move", lever: key, value, gesture: gesture_of(key) }),
      take_back: () => messages.send({ kind: "back", lever: key }),
    })
    const note = make("span", { class: "note", id: `note-${key}` })
    const under = make("p", { class: "under" }, lever.ends[0], note, lever.ends[1])
    const node = make("div", { class: "lever", "data-lever": key }, lever.name, lever.box, lever.slider, under, lever.back, lever.wrong)
    list.append(node)
    return { ...lever, note, node }
  }
  const fill = () => {
    for (const state of model.levers) {
      const lever = levers[state.key] ??= build(state.key)
      lever.node.classList.toggle("changed", state.changed)
      lever.note.textContent = state.note
      lever.fill(state, messages.waiting() && moved.key === state.key)
    }
  }
  const say = () => {
    eyebrow.textContent = model.words.client ?? ""
    title.textContent = model.words.title ?? ""
    intro.textContent = model.words.intro ?? ""
    result.textContent = model.words.result ?? ""
    result.hidden = !model.words.result
    tools.setAttribute("aria-label", model.words.tools ?? "")
    for (const [name, { text }] of Object.entries(buttons)) { text.textContent = model.words[name] ?? "" }
  }
  const enable = () => {
    for (const [name, able] of Object.entries(model.able)) { buttons[name]?.button.setAttribute("aria-disabled", String(!able)) }
  }
  model.on("levers", fill)
  model.on("words", say)
  model.on("able", enable)
  say()
  enable()
  fill()
  return root
}
