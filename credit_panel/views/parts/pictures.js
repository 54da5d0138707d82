// A block of HTML with pictures in the places that it leaves for them, each with its tools above it.
export function render({ model }) {
  const root = make("div")
  const known = new Map()
  const messages = messages_of(model)
  const fill = () => {
    for (const [key, picture] of known) { if (!(key in model.drawings)) { picture.drop(); known.delete(key) } }
    for (const key of Object.keys(model.drawings)) {
      if (!known.has(key)) { known.set(key, picture_of(key, model, messages)) }
    }
    for (const slot of root.querySelectorAll("[data-picture]")) {
      const holder = known.get(slot.dataset.picture)?.holder
      if (holder && holder.parentNode !== slot) { slot.replaceChildren(holder) }
    }
    for (const picture of known.values()) { picture.take() }
  }
  const draw = () => {
    const active = root.getRootNode().activeElement
    root.innerHTML = model.block
    fill()
    if (active && root.contains(active)) { active.focus() }
  }
  model.on("block", draw)
  model.on(["words", "kinds", "drawings", "numbers"], fill)
  root.addEventListener("toggle", fill, true)
  // a notebook says on its body alone what its theme is, and may change it at any time
  const tell = () => {
    const { dataset, classList } = document.body
    const dark = dataset.jpThemeLight === "false" || classList.contains("vscode-dark")
    const ground = "jpThemeLight" in dataset || [...classList].some(name => name.startsWith("vscode-")) ? (dark ? "dark" : "light") : ""
    if (ground && ground !== model.ground) { model.ground = ground }
  }
  const themes = new MutationObserver(tell)
  themes.observe(document.body, { attributeFilter: ["data-jp-theme-light", "class"] })
  tell()
  const prints = { beforeprint: "print", afterprint: "unprint" }
  const turn = event => { for (const picture of known.values()) { picture[prints[event.type]]() } }
  for (const moment of Object.keys(prints)) { window.addEventListener(moment, turn) }
  model.on("remove", () => {
    for (const moment of Object.keys(prints)) { window.removeEventListener(moment, turn) }
    themes.disconnect()
    for (const picture of known.values()) { picture.drop() }
  })
  draw()
  return root
}
