// nodes are kept and filled anew, so that the focus stays where it is
function keep(parent, count, build) {
  while (parent.children.length > count) { parent.lastElementChild.remove() }
  while (parent.children.length < count) { parent.append(build()) }
  return [...parent.children]
}

export function render({ model }) {
  const root = make("div", { class: "comparing" })
  const eyebrow = make("span", { class: "eyebrow" })
  const title = document.createTextNode("")
  const problem = make("p", { class: "problem", role: "alert" })

  const legend = make("legend", {})
  const radios = make("div", { class: "radios" })
  const told = make("p", { class: "whose" })
  const clear = make("button", { type: "button", class: "plain" })
  const group = make("fieldset", {}, legend, radios)
  const none = make("span", {})
  const link = make("a", {})
  const near_words = make("span", { id: "near" })
  const near = make("span", { class: "chips", role: "group", "aria-labelledby": "near" })
  const cohort = make("p", { class: "cohort" }, none, link, clear)
  const quick = make("div", { class: "quick" }, near_words, near)

  const strongest = make("span", { id: "strongest" })
  const chips = make("div", { class: "chips", role: "group", "aria-labelledby": "strongest" })
  const feature_words = make("label", { for: "feature" })
  const feature = make("select", { id: "feature" })
  const against_words = make("label", { for: "against" })
  const against = make("select", { id: "against" })
  const choice = make("div", { class: "choice" }, group,
    make("div", { class: "field" }, feature_words, feature), make("div", { class: "field" }, against_words, against))
  root.append(make("h1", {}, eyebrow, title), problem, choice, make("div", { class: "whom" }, told, cohort),
    quick, make("div", { class: "quick" }, strongest, chips))

  const messages = messages_of(model, () => {
    root.setAttribute("aria-busy", "false")
    choose()
  })
  const send = (kind, value) => {
    root.setAttribute("aria-busy", "true")
    messages.send({ kind, value })
  }

  const option = () => {
    const input = make("input", { type: "radio", name: "group" })
    const label = make("label", {}, input, make("span", { class: "name" }), make("span", { class: "size" }))
    input.addEventListener("change", () => { if (input.checked) { send("group", input.value) } })
    return label
  }
  const button = kind => () => {
    const node = make("button", { type: "button", class: "chip" })
    node.addEventListener("click", () => send(kind, node.value))
    return node
  }
  const fill_select = (select, themes) => {
    select.replaceChildren(...themes.map(theme => make("optgroup", { label: theme.label },
      ...theme.options.map(([key, label]) => make("option", { value: key }, label)))))
  }
  feature.addEventListener("change", () => send("feature", feature.value))
  against.addEventListener("change", () => send("against", against.value))
  clear.addEventListener("click", () => { send("clear", ""); radios.querySelector("input")?.focus() })

  const choose = () => {
    for (const input of radios.querySelectorAll("input")) { input.checked = input.value === model.group }
    for (const chip of chips.children) { chip.setAttribute("aria-pressed", String(chip.value === model.feature)) }
    feature.value = model.feature
    against.value = model.against
  }
  const draw_groups = () => {
    keep(radios, model.groups.length, option).forEach((label, i) => {
      const [input, name, size] = label.children
      input.value = model.groups[i].key
      name.textContent = model.groups[i].label
      size.textContent = model.groups[i].size
    })
    choose()
  }
  const draw_buttons = (parent, kind, given) => keep(parent, given.length, button(kind)).forEach((node, i) => {
    node.value = given[i].key
    node.textContent = given[i].label
  })
  const draw_near = () => draw_buttons(near, "near", model.near)
  const draw_chips = () => { draw_buttons(chips, "feature", model.chips); choose() }
  const draw_features = () => { fill_select(feature, model.features); choose() }
  const draw_numbers = () => { fill_select(against, model.numbers); choose() }
  const say = () => {
    const words = model.words
    eyebrow.textContent = words.client ?? ""
    title.textContent = words.title ?? ""
    problem.textContent = words.problem ?? ""
    problem.hidden = !words.problem
    legend.textContent = words.group ?? ""
    told.textContent = words.told ?? ""
    none.textContent = words.none ?? ""
    link.textContent = words.choose ?? ""
    link.hidden = !words.link
    clear.textContent = words.clear ?? ""
    clear.hidden = !words.clear
    near_words.textContent = words.near ?? ""
    strongest.textContent = words.feature ?? ""
    feature_words.textContent = words.more ?? ""
    against_words.textContent = words.against ?? ""
    point()
  }
  // the client and the cohort of the address go along to the portfolio page
  const point = () => { if (model.words.link) { link.href = model.words.link + window.location.hash } }
  link.addEventListener("focus", point)
  link.addEventListener("pointerenter", point)

  model.on("groups", draw_groups)
  model.on("group", choose)
  model.on("near", draw_near)
  model.on("chips", draw_chips)
  model.on("features", draw_features)
  model.on("feature", choose)
  model.on("numbers", draw_numbers)
  model.on("against", choose)
  model.on("words", say)
  draw_groups()
  draw_near()
  draw_chips()
  draw_features()
  draw_numbers()
  say()
  return root
}
