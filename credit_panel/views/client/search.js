const looked_ms = 120
const whole = new Set(["insertFromPaste", "insertFromDrop"])

export function render({ model }) {
  const name = make("label", { for: "number" })
  const box = make("input", { id: "number", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
    maxlength: "200", "data-stop": "number", "aria-autocomplete": "list", "aria-controls": "found", "aria-expanded": "false",
    "aria-describedby": "wrong" })
  const clear = make("button", { type: "button", class: "clear", tabindex: "-1" }, "×")
  const list = make("ul", { id: "found", role: "listbox", hidden: true })
  const nobody = make("p", { class: "none-found", role: "status" })
  const wrong = make("p", { class: "wrong", id: "wrong" }) // the page says it as an alert
  const root = make("div", { class: "finding" }, name, make("div", { class: "holder" }, box, clear, list, nobody), wrong)

  let timer = null
  let chosen = -1
  const messages = messages_of(model, () => { texts.settle(); fill(); offer() }, drafts_about_client("credit-panel-search"))
  const texts = texts_of(root, {
    take: () => open(box.value),
    restore: () => { close(); fill() },
    drafts: drafts_about_client("credit-panel-search-text"),
  })
  // a number that was pasted or dropped is whole, one that is typed may be only its beginning
  root.addEventListener("input", event => { if (whole.has(event.inputType)) { texts.commit(box) } })
  const open = text => {
    clearTimeout(timer)
    close()
    if (!text.trim()) { texts.give_up(box); fill(); return }
    messages.send({ kind: "open", text })
  }
  const close = () => {
    chosen = -1
    list.hidden = true
    nobody.textContent = ""
    box.setAttribute("aria-expanded", "false")
    box.removeAttribute("aria-activedescendant")
  }
  // what an older text would have found is not offered
  const offer = () => {
    const text = box.value
    const asked = texts.newer(box) && text.trim() && text === model.asked && box.getRootNode().activeElement === box
    if (!asked) { close(); return }
    nobody.textContent = model.note
    list.replaceChildren(...model.found.map(({ kind, key, text: label, size }, i) => make("li", { id: `found-${i}`, role: "option",
      "aria-selected": "false", class: kind, "data-key": key }, make("span", {}, label), ...(size ? [" ", make("span", { class: "size" }, size)] : []))))
    list.hidden = !model.found.length
    box.setAttribute("aria-expanded", String(!list.hidden))
    mark(-1)
  }
  const mark = to => {
    chosen = to
    for (const [i, option] of [...list.children].entries()) { option.setAttribute("aria-selected", String(i === chosen)) }
    if (chosen < 0) { box.removeAttribute("aria-activedescendant") } else { box.setAttribute("aria-activedescendant", `found-${chosen}`) }
  }
  const choose = option => {
    texts.give_up(box)
    if (option.matches(".criteria")) {
      clearTimeout(timer)
      close()
      messages.send({ kind: "find", text: option.dataset.key })
      return
    }
    box.value = option.dataset.key
    open(option.dataset.key)
  }
  const fill = () => {
    texts.write(box, model.text)
    clear.hidden = !box.value
  }
  const say = () => {
    const { words } = model
    name.textContent = words.label
    box.placeholder = words.placeholder
    list.setAttribute("aria-label", words.label)
    clear.setAttribute("aria-label", words.clear)
    clear.title = words.clear
  }
  const complain = () => {
    wrong.textContent = model.wrong
    wrong.hidden = !model.wrong
    box.setAttribute("aria-invalid", String(Boolean(model.wrong)))
  }
  box.addEventListener("input", () => {
    clear.hidden = !box.value
    close()
    clearTimeout(timer)
    if (box.value.trim()) { timer = setTimeout(() => messages.send({ kind: "look", text: box.value }), looked_ms) }
  })
  box.addEventListener("keydown", event => {
    const count = list.hidden ? 0 : list.children.length
    const to = { ArrowDown: chosen + 1, ArrowUp: chosen - 1 }[event.key]
    if (to !== undefined && count) { event.preventDefault(); mark((to + count + (chosen < 0 && to < 0 ? 1 : 0)) % count) }
    if (event.key === "Enter" && chosen >= 0) { event.stopPropagation(); choose(list.children[chosen]) }
  })
  // the box keeps the focus: it would be left otherwise, and what stands in it taken
  for (const node of [list, clear]) { node.addEventListener("mousedown", event => event.preventDefault()) }
  list.addEventListener("click", event => { const option = event.target.closest("li"); if (option) { choose(option) } })
  clear.addEventListener("click", () => {
    box.value = ""
    box.dispatchEvent(new Event("input", { bubbles: true }))
    box.focus()
  })
  model.on("asked", offer)
  model.on("found", offer)
  model.on("note", offer)
  model.on("text", fill)
  model.on("words", () => { say(); offer() })
  model.on("wrong", complain)
  model.on("remove", () => clearTimeout(timer))
  say()
  complain()
  fill()
  return root
}
