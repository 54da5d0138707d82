const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

export function render({ model }) {
  const title = make("h1"), lead = make("p", { class: "mute" })
  const name = make("label", { for: "search" })
  const box = make("input", { id: "search", type: "search", autocomplete: "off", spellcheck: "false" })
  const found = make("p", { class: "mute", role: "status" })
  const list = make("div")
  const root = make("div", { class: "page" }, title, lead, make("div", { class: "search" }, name, box), found, list)

  const filter = () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean)
    let count = 0
    for (const section of list.querySelectorAll("section")) {
      let shown = 0
      for (const entry of section.querySelectorAll(".entry")) {
        const text = entry.dataset.text ??= plain(entry.textContent)
        entry.hidden = !words.every(word => text.includes(word))
        shown += entry.hidden ? 0 : 1
      }
      section.hidden = shown === 0
      count += shown
    }
    const { one, many, none } = model.words
    found.textContent = !words.length ? "" : count === 0 ? none : (count === 1 ? one : many).replace("{n}", String(count))
  }
  const point = () => {
    for (const entry of list.querySelectorAll(".entry.wanted")) { entry.classList.remove("wanted") }
    if (!model.term) { return }
    const entry = list.querySelector(`[data-entry="${CSS.escape(model.term)}"]`)
    if (!entry) { return }
    if (entry.hidden) { box.value = ""; filter() }
    entry.classList.add("wanted")
    const show = () => { entry.scrollIntoView({ block: "center" }); entry.focus({ preventScroll: true }) }
    setTimeout(show, 60)
  }
  const say = () => {
    title.textContent = model.words.title ?? ""
    lead.textContent = model.words.lead ?? ""
    name.textContent = model.words.search ?? ""
    filter()
  }
  const draw = () => { list.innerHTML = model.block; filter(); point() }
  box.addEventListener("input", filter)
  model.on("block", draw)
  model.on("words", say)
  model.on("term", point)
  say()
  draw()
  return root
}
