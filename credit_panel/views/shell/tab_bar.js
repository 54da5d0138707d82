export function render({ model, el }) {
  const bar = document.createElement("div")
  bar.className = "tabs"
  bar.setAttribute("role", "tablist")

  const choose = (key, focus) => {
    model.selected = key
    if (focus) { bar.querySelector(`[data-key="${key}"]`)?.focus() }
  }
  const draw = () => {
    bar.setAttribute("aria-label", model.label)
    const wanted = Object.entries(model.names)
    while (bar.children.length > wanted.length) { bar.lastChild.remove() }
    wanted.forEach(([key, name], i) => {
      const tab = bar.children[i] ?? bar.appendChild(document.createElement("button"))
      tab.type = "button"
      tab.dataset.key = key
      tab.textContent = name
      tab.setAttribute("role", "tab")
    })
    mark()
  }
  const mark = () => {
    for (const tab of bar.children) {
      const selected = tab.dataset.key === model.selected
      tab.setAttribute("aria-selected", String(selected))
      tab.tabIndex = selected ? 0 : -1
    }
  }
  bar.addEventListener("click", event => {
    const key = event.target.closest("[data-key]")?.dataset.key
    if (key) { choose(key, false) }
  })
  bar.addEventListener("keydown", event => {
    const keys = Object.keys(model.names)
    const now = keys.indexOf(model.selected)
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: keys.length - 1 }[event.key]
    if (to === undefined) { return }
    event.preventDefault()
    choose(keys[(to + keys.length) % keys.length], true)
  })
  model.on("names", draw)
  model.on("selected", mark)
  draw()
  return bar
}
