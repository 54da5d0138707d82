export function render({ model }) {
  const root = make("div", { class: "card-head" })
  let opened = false

  const select_of = row => {
    const select = make("select", { "data-stop": `column-${row.role}`, "data-role": row.role, "data-kind": "column", "aria-label": row.name })
    for (const [key, label] of row.columns) { select.append(make("option", { value: key, selected: key === row.selected }, label)) }
    return select
  }
  const box_of = (row, end) => make("label", { class: "end" }, make("span", {}, row[end].label),
    make("input", { type: "text", inputmode: "decimal", autocomplete: "off", value: row[end].text, placeholder: row[end].placeholder,
      "data-stop": `${end}-${row.role}`, "data-role": row.role, "data-kind": end, "aria-label": row[end].name,
      "aria-invalid": row[end].wrong ? "true" : null, "aria-describedby": row[end].wrong ? `wrong-${row.role}` : null }))
  const range_row = row => {
    const parts = [select_of(row)]
    if (row.low) {
      parts.push(make("span", { class: "ends" }, box_of(row, "low"), box_of(row, "high"),
        make("button", { type: "button", class: "lift", "data-stop": `lift-${row.role}`, "data-role": row.role, "data-kind": "lift",
          "aria-label": row.lift, title: row.lift, disabled: !row.set }, "×")))
    }
    if (row.missing) {
      const box = make("input", { type: "checkbox", "data-stop": `missing-${row.role}`, "data-role": row.role, "data-kind": "missing", "aria-label": row.missing.name })
      box.checked = row.missing.on
      parts.push(make("label", { class: "missing" }, box, make("span", { "aria-hidden": "true" }, row.missing.label)))
    }
    const line = make("div", { class: "line" }, ...parts)
    return row.wrong ? make("div", {}, line, make("p", { class: "wrong", id: `wrong-${row.role}`, role: "alert" }, row.wrong)) : line
  }
  const levels_of = () => {
    const list = make("div", { class: "levels", role: "group", "aria-label": model.content.levels_name })
    model.content.levels.forEach((level, i) => {
      list.append(make("label", {}, make("input", { type: "checkbox", checked: level.on, "data-stop": `level-${i}`, "data-kind": "level", value: String(i) }),
        make("span", {}, level.label)))
    })
    const details = make("details", { open: opened }, make("summary", { "data-stop": "levels" }, model.content.levels_words), list)
    details.addEventListener("toggle", () => { opened = details.open })
    return details
  }
  const draw = () => texts.redraw(() => {
    root.replaceChildren(make("h3", {}, model.content.title), ...model.content.rows.map(range_row), ...(model.content.levels ? [levels_of()] : []),
      ...(model.content.note ? [make("p", { class: "note" }, model.content.note)] : []))
    for (const input of root.querySelectorAll("input[data-kind=level]")) { input.checked = model.content.levels[Number(input.value)].on }
  })
  const name = `credit-panel-brush-${model.content.rows.map(row => row.role).join("-")}`
  const messages = messages_of(model, () => { texts.settle(); draw() }, drafts_of(name))
  const send = (node, value) => messages.send({ kind: node.dataset.kind, role: node.dataset.role ?? "", value, on: node.checked === true })
  const texts = texts_of(root, { take: box => send(box, box.value), restore: draw, drafts: drafts_of(`${name}-text`) })
  root.addEventListener("change", event => {
    if (event.target.matches("select[data-kind], input[type=checkbox][data-kind]")) { send(event.target, event.target.value) }
  })
  root.addEventListener("click", event => { const b = event.target.closest("button[data-kind]"); if (b) { send(b, "") } })
  root.addEventListener("keydown", event => {
    const kind = event.target.dataset.kind
    if ((kind === "low" || kind === "high") && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault()
      texts.commit(event.target)
      messages.send({ kind: "step", role: event.target.dataset.role, value: kind, on: event.key === "ArrowUp" })
    }
  })
  model.on("content", draw)
  draw()
  return root
}
