export function render({ model }) {
  const eyebrow = make("span", { class: "eyebrow" })
  const title = document.createTextNode("")
  const intro = make("p", { class: "mute" })
  const mark = make("span", { class: "mark", "aria-hidden": "true" })
  const shipped = make("p", { class: "shipped", id: "shipped" })
  const messages = messages_of(model, () => { texts.settle(); fill(); choose() }, drafts_of("credit-panel-ratio"))
  const holder = make("div", { class: "ratio" })
  const texts = texts_of(holder, {
    take: box => messages.send({ kind: "type", text: box.value }),
    restore: () => fill(),
    drafts: drafts_of("credit-panel-ratio-text"),
  })
  const ratio = slider_box("ratio", "shipped", texts, {
    move: value => messages.send({ kind: "move", value }),
    take_back: () => messages.send({ kind: "back" }),
  })
  holder.append(ratio.name, ratio.box, make("div", { class: "track" }, ratio.slider, mark), make("p", { class: "under" }, ...ratio.ends),
    ratio.wrong, shipped, ratio.back)
  const level = make("select", { id: "review-level" })
  const level_name = make("label", { for: "review-level" })
  const missing = make("input", { id: "review-missing", type: "checkbox" })
  const missing_name = make("label", { for: "review-missing" })
  const legend = make("legend", {})
  const reviews = make("fieldset", { class: "reviews" }, legend, level_name, level, make("p", { class: "choice" }, missing, missing_name))
  level.addEventListener("change", () => messages.send({ kind: "level", value: Number(level.value) }))
  missing.addEventListener("change", () => messages.send({ kind: "missing", review: missing.checked }))
  const root = make("section", { class: "card board", "aria-labelledby": "board-title" },
    make("h1", { id: "board-title" }, eyebrow, title), intro, holder, reviews)

  const fill = () => {
    if (model.ratio.value === undefined) { return }
    ratio.fill(model.ratio, messages.waiting())
    mark.style.setProperty("--at", String(ratio.share(model.ratio.shipped)))
  }
  const choose = () => {
    const review = model.review
    if (review.value === undefined) { return }
    legend.textContent = review.legend
    level_name.textContent = review.label
    missing_name.textContent = review.missing_label
    level.replaceChildren(...review.levels.map(([value, text]) => new Option(text, value)))
    if (messages.waiting()) { return }
    level.value = review.value
    missing.checked = review.missing
  }
  const say = () => {
    eyebrow.textContent = model.words.eyebrow ?? ""
    title.textContent = model.words.title ?? ""
    intro.textContent = model.words.intro ?? ""
    shipped.textContent = model.words.shipped ?? ""
  }
  model.on("ratio", fill)
  model.on("review", choose)
  model.on("words", say)
  say()
  fill()
  choose()
  return root
}
