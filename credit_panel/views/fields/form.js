const typing_ms = 350
const lost_after_ms = 4000

const drafts = drafts_of("credit-panel-application")

export function render({ model, el }) {
  const table = model.table
  const controls = {}
  const unsent = {}
  let sent = {}
  let serial = model.answered
  let waiting = false
  let timer = null
  let retry = null
  const queue = []

  // one message at a time; one that is not answered is sent again, since a lost connection loses it
  const pump = () => {
    if (waiting) { return }
    let message = queue.shift()
    if (!message && Object.keys(unsent).length) { message = { kind: "enter", texts: { ...unsent } } }
    if (!message) { return }
    if (message.kind === "enter") {
      for (const key of Object.keys(message.texts)) { delete unsent[key] }
      sent = message.texts
    }
    serial += 1
    waiting = true
    const post = () => { model.send_msg({ ...message, serial }) }
    post()
    retry = setInterval(post, lost_after_ms)
  }
  const send = message => {
    clearTimeout(timer)
    if (Object.keys(unsent).length) {
      queue.push({ kind: "enter", texts: { ...unsent } })
      for (const key of Object.keys(unsent)) { delete unsent[key] }
    }
    if (message) { queue.push(message) }
    pump()
  }
  const answered = () => {
    if (model.answered !== serial) { return }
    clearInterval(retry)
    waiting = false
    sent = {}
    origin.settle()
    fill()
    keep()
    pump()
  }
  const keep = () => {
    if (!model.draft) { return }
    const texts = {}
    for (const [key, { box }] of Object.entries(controls)) { if (box.value) { texts[key] = box.value } }
    if (Object.keys(texts).length) { drafts.write({ language: model.language, origin: model.origin, texts }) } else { drafts.drop() }
  }
  const typed = (key, box, at_once) => {
    unsent[key] = box.value
    keep()
    clearTimeout(timer)
    if (at_once) { send() } else { timer = setTimeout(pump, typing_ms) }
  }

  const root = make(table ? "details" : "div", { class: table ? "fields table" : "fields" })
  const unfold = make("summary")
  const result = make("p", { class: "result" })
  const eyebrow = make("span", { class: "eyebrow" })
  const title = document.createTextNode("")
  const intro = make("p", { class: "mute" })
  const number = make("input", { id: "origin", class: "box", type: "text", maxlength: "200", "data-stop": "origin", inputmode: "numeric", autocomplete: "off", "aria-describedby": "origin-note" })
  const number_label = make("label", { for: "origin" })
  const copy = make("button", { type: "submit" })
  const note = make("p", { class: "note", id: "origin-note" })
  const start = make("form", { class: "start", novalidate: "" }, number_label, make("div", {}, number, copy), note)
  const clear = make("button", { type: "button", class: "clear" })
  const summary = make("div", { class: "summary", role: "status" })
  const body = make("div", { class: "body" })
  if (table) {
    root.append(unfold, result, summary, body)
    root.addEventListener("toggle", () => send({ kind: root.open ? "open" : "close" }))
  } else {
    root.append(make("h1", {}, eyebrow, title), intro, start, result, summary, body, clear)
  }
  const origin = texts_of(start, { take: () => {}, restore: () => copied(), when_left: false })
  start.addEventListener("submit", event => {
    event.preventDefault()
    origin.commit(number)
    send({ kind: "start", text: number.value })
  })
  clear.addEventListener("click", () => {
    for (const { box } of Object.values(controls)) { box.value = "" }
    for (const key of Object.keys(unsent)) { delete unsent[key] }
    number.value = ""
    drafts.drop()
    send({ kind: "clear" })
    number.focus()
  })

  const go_to = key => {
    const { box, fold } = controls[key]
    if (fold) { fold.open = true }
    box.scrollIntoView({ block: "center" })
    box.focus()
  }
  const control = (field, fold) => {
    const id = `field-${field.key}`
    const box = field.options.length
      ? make("select", { id, class: "box" })
      : make("input", { id, class: "box", type: "text", autocomplete: "off", spellcheck: "false", maxlength: "200" })
    const name = make("span", { class: "name" })
    const hint = make("span", { class: "hint", id: `hint-${field.key}` })
    const help = make("p", { class: "note", id: `help-${field.key}` })
    const wrong = make("p", { class: "wrong", id: `wrong-${field.key}` })
    const back = make("button", { type: "button", class: "back" })
    box.setAttribute("aria-describedby", `wrong-${field.key} hint-${field.key} help-${field.key}`)
    box.addEventListener("input", () => typed(field.key, box, field.options.length > 0))
    box.addEventListener("change", () => { if (field.key in unsent) { send() } })
    box.addEventListener("blur", () => { if (!(field.key in unsent)) { fill() } })
    box.addEventListener("keydown", event => {
      if (event.key === "Enter") { send() }
      if (event.key === "Escape" && field.key in unsent) { delete unsent[field.key]; show(field.key, true) }
    })
    back.addEventListener("click", () => { send({ kind: "back", field: field.key }); box.focus() })
    const own = make("td", { class: "own" })
    const label = make("div", { class: "said" }, make("label", { for: id }, name), hint)
    const node = table
      ? make("tr", { "data-field": field.key }, make("th", { scope: "row" }, label), own, make("td", {}, box, back, help, wrong))
      : make("div", { class: "field", "data-field": field.key }, label, box, help, wrong)
    controls[field.key] = { node, box, name, hint, help, wrong, back, own, fold }
    return node
  }
  const folds = {}
  const heads = {}
  const helps = {}
  const build = () => {
    const rows = make("table", {}, make("caption", { class: "unseen" }), make("thead", {}, make("tr", {}, ...["field", "own", "now"].map(key => {
      heads[key] = make("th", { scope: "col" })
      return heads[key]
    }))))
    heads.caption = rows.firstChild
    for (const section of model.sections) {
      const legend = make("span")
      heads[section.key] = legend
      if (table) {
        const first = make("tr", { class: "theme" }, make("th", { scope: "rowgroup", colspan: "3" }, legend))
        rows.append(make("tbody", {}, first, ...section.rest.map(field => control(field, null))))
        continue
      }
      const help = make("p", { class: "note" })
      helps[section.key] = help
      const group = make("fieldset", { "data-section": section.key }, make("legend", {}, make("h2", {}, legend)), help)
      if (section.shown.length) { group.append(make("div", { class: "grid" }, ...section.shown.map(field => control(field, null)))) }
      if (section.rest.length) {
        const words = make("span")
        const whose = make("span", { class: "unseen" })
        const fold = make("details", {}, make("summary", {}, words, whose))
        fold.append(make("div", { class: "grid" }, ...section.rest.map(field => control(field, fold))))
        folds[section.key] = { words, whose }
        group.append(fold)
      }
      body.append(group)
    }
    if (table) { body.append(make("div", { class: "scroll" }, rows)) }
  }
  const say_fields = () => {
    if (!Object.keys(controls).length && model.sections.length) { build() }
    for (const section of model.sections) {
      heads[section.key].textContent = section.title
      if (helps[section.key]) { helps[section.key].textContent = section.help; helps[section.key].hidden = !section.help }
      if (folds[section.key]) {
        const { words, whose } = folds[section.key]
        words.textContent = section.more
        whose.textContent = `(${section.title})` // "6 fields" alone is said of several themes
      }
      for (const field of [...section.shown, ...section.rest]) {
        const { box, name, hint, help } = controls[field.key]
        name.textContent = field.label
        hint.textContent = [field.required && !table ? model.words.required : "", field.hint, field.unused].filter(Boolean).join(" · ")
        help.textContent = table ? "" : field.help
        help.hidden = table || !field.help
        if (!field.options.length) { continue }
        const chosen = box.value
        box.replaceChildren(...field.options.map(([value, text]) => { const option = make("option", { value }); option.textContent = text; return option }))
        box.value = chosen
      }
    }
  }
  const show = (key, always) => {
    const entry = model.entries[key]
    const { node, box, wrong, back, own } = controls[key]
    node.classList.toggle("changed", Boolean(entry?.changed))
    wrong.textContent = entry?.wrong ?? ""
    wrong.hidden = !entry?.wrong
    box.setAttribute("aria-invalid", String(Boolean(entry?.wrong)))
    back.textContent = entry?.back ?? ""
    back.hidden = !entry?.changed
    own.textContent = entry?.own ?? ""
    const focused = box.getRootNode().activeElement === box && box.tagName === "INPUT"
    const newer = key in unsent || key in sent || queue.some(({ texts }) => texts && key in texts)
    if (!newer && (always || !focused)) { box.value = entry?.text ?? "" }
  }
  const fill = always => { for (const key of Object.keys(controls)) { show(key, always === true) } }
  const summarise = () => {
    summary.replaceChildren(...model.summary.map(({ kind, title: sentence, links }) => {
      const list = make("ul", {}, ...links.map(([key, text]) => {
        const link = make("button", { type: "button", "data-to": key })
        link.textContent = text
        link.addEventListener("click", () => go_to(key))
        return make("li", {}, link)
      }))
      const heading = make("p")
      heading.textContent = sentence
      return make("div", { class: kind }, heading, list)
    }))
  }
  const say = () => {
    const { words } = model
    eyebrow.textContent = words.eyebrow ?? ""
    title.textContent = words.title ?? ""
    intro.textContent = words.intro ?? ""
    number_label.textContent = words.start ?? ""
    copy.textContent = words.copy ?? ""
    clear.textContent = words.clear ?? ""
    unfold.textContent = words.fold ?? ""
    result.textContent = words.result ?? ""
    result.hidden = !words.result
    if (heads.caption) { heads.caption.textContent = words.caption ?? "" }
    for (const key of ["field", "own", "now"]) { if (heads[key]) { heads[key].textContent = words[key] ?? "" } }
    note.textContent = words.note ?? ""
    note.classList.toggle("wrong", Boolean(words.unknown))
    number.setAttribute("aria-invalid", String(Boolean(words.unknown)))
  }
  const copied = () => { if (model.origin) { origin.write(number, model.origin) } }
  model.on("sections", () => { say_fields(); say(); fill(true) })
  model.on("entries", () => { fill(); keep() })
  model.on("summary", summarise)
  model.on("words", say)
  model.on("origin", copied)
  model.on("answered", answered)
  model.on("remove", () => { clearInterval(retry); clearTimeout(timer) })
  say_fields()
  say()
  fill(true)
  summarise()
  copied()
  const draft = model.draft ? drafts.read() : {}
  if (draft.texts) { send({ kind: "restore", ...draft }) }
  return root
}
