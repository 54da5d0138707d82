// Keys for those who work here all day, and a sheet that names them. They act while no box is typed in and can be turned
// off, since a key alone is spoken commands' and a tremor's worst enemy (WCAG 2.1.4). What a button names in data-go is
// gone to by the same way.
const shortcuts_key = "credit-panel-shortcuts"
const [look_again_ms, looks] = [100, 50]

function follow_shortcuts(model, sheet, copy_link) {
  const arrive = node => {
    if (!node) { return false }
    node.scrollIntoView({ block: "center" })
    node.focus()
    return true
  }
  // a tab that was just chosen shows what it holds when the server has answered; who does anything else meanwhile stays there
  let waiting = 0
  const stop_waiting = () => { clearTimeout(waiting); waiting = 0 }
  const arrive_soon = (selector, left = looks) => {
    if (!arrive(on_screen(selector)) && left) { waiting = setTimeout(() => arrive_soon(selector, left - 1), look_again_ms) }
    return true
  }
  const press = node => { node?.click(); return Boolean(node) }
  const goals = {
    search: () => arrive(on_screen("#number")),
    record: () => arrive_soon("#record-title"),
  }
  const keys = {
    "/": goals.search,
    d: goals.record,
    l: () => { copy_link(); return true },
    n: () => press(on_screen("a[data-page=application]")),
    "?": () => { sheet.open(); return true },
  }
  const is_on = () => { try { return window.localStorage.getItem(shortcuts_key) !== "off" } catch { return true } }
  const typing = event => event.composedPath().some(node => node instanceof Element
    && node.matches("input, select, textarea, dialog[open], [contenteditable=true], [role=slider]"))
  const keydown = event => {
    stop_waiting()
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event)) { return }
    if (!is_on() && event.key !== "?") { return }
    const tab = /^[1-9]$/.test(event.key) ? on_screen("[role=tab]", Number(event.key) - 1) : null
    const done = tab ? press(tab) : keys[event.key]?.()
    if (done) { event.preventDefault() }
  }
  const click = event => {
    const button = event.composedPath().find(node => node instanceof Element && node.matches("[data-go]"))
    if (button) { goals[button.dataset.go]?.() }
  }
  document.addEventListener("keydown", keydown)
  document.addEventListener("click", click)
  document.addEventListener("pointerdown", stop_waiting)
  return () => {
    stop_waiting()
    document.removeEventListener("keydown", keydown)
    document.removeEventListener("pointerdown", stop_waiting)
    document.removeEventListener("click", click)
  }
}

// The sheet that names the keys.
function shortcuts_sheet(model) {
  const title = make("h2", { id: "keys" })
  const list = make("dl", {})
  const on = make("input", { type: "checkbox", id: "keys-on" })
  const on_name = make("label", { for: "keys-on" })
  const close = make("button", { type: "button" })
  const tour = make("button", { type: "button" })
  const node = make("dialog", { class: "sheet", "aria-labelledby": "keys" }, title, list, make("p", {}, on, " ", on_name), make("p", { class: "buttons" }, close, tour))
  const say = () => {
    title.textContent = model.words.keys
    on_name.textContent = model.words.keys_on
    close.textContent = model.words.close_sheet
    tour.textContent = model.words.tour
    tour.hidden = model.page !== "client"
    list.replaceChildren(...(model.words.shortcuts ?? []).map(([key, words]) =>
      make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, words))))
  }
  on.addEventListener("change", () => { try { window.localStorage.setItem(shortcuts_key, on.checked ? "on" : "off") } catch { /* storage is off */ } })
  close.addEventListener("click", () => node.close())
  tour.addEventListener("click", () => { node.close(); model.tour = false; model.tour = true })
  return {
    node,
    say,
    open() {
      try { on.checked = window.localStorage.getItem(shortcuts_key) !== "off" } catch { on.checked = true }
      if (!node.open) { node.showModal(); close.focus() }
    },
  }
}

// Puts the address into the clipboard, also where the browser has no such interface, as on an address without TLS.
async function copy_address() {
  const address = window.location.href
  try {
    await navigator.clipboard.writeText(address)
    return true
  } catch { /* not allowed, or not there */ }
  const box = make("textarea", { readonly: true, style: "position: fixed; opacity: 0" })
  box.value = address
  document.body.append(box)
  box.select()
  const copied = document.execCommand("copy")
  box.remove()
  return copied
}
