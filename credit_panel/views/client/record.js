const lost_after_ms = 4000
const PATHS = {
  accept: ["M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22Z", "M6.5 12.5l3.7 3.7 7.3-8"],
  review: ["M12 .7 23.3 12 12 23.3.7 12Z", "M9.3 9.6a2.7 2.7 0 1 1 3.9 2.4c-.8.4-1.2 1-1.2 1.9M12 17.2v.2"],
  refuse: ["M12 1.5 23 21.5H1Z", "M12 8.5v6M12 17.8v.2"],
}

function sign(outcome) {
  const svg = drawing(...PATHS[outcome])
  svg.setAttribute("class", `sign ${outcome}`)
  return svg
}

function remembered_person() {
  try { return window.localStorage.getItem("credit-panel-person") ?? "" } catch { return "" }
}

function remember_person(name) {
  try { window.localStorage.setItem("credit-panel-person", name) } catch { /* storage is off: it is asked for again */ }
}

// by client: half a decision is found again, whoever was opened meanwhile
const drafts = drafts_of("credit-panel-decision")

export function render({ model }) {
  const title = make("h2", { id: "record-title", tabindex: "-1" })
  const card = make("section", { class: "card", "aria-labelledby": "record-title" })
  const intro = make("p", { class: "mute" })
  const legend = make("legend")
  const options = make("div", { class: "options" })
  const wrong = Object.fromEntries(["outcome", "reason", "comment", "person", "form"].map(field =>
    [field, make("p", { class: "wrong", id: `wrong-${field}`, role: "alert" })]))
  const outcome = make("fieldset", { "aria-describedby": "wrong-outcome" }, legend, options, wrong.outcome)
  const reason_name = make("span"), reason_hint = make("span", { class: "hint", id: "reason-hint" })
  const reason = make("select", { id: "reason", "aria-describedby": "reason-hint wrong-reason" })
  const comment_name = make("span"), comment_hint = make("span", { class: "hint", id: "comment-hint" })
  const comment = make("textarea", { id: "comment", rows: "2", "aria-describedby": "comment-hint wrong-comment" })
  const person_name = make("span"), person_hint = make("span", { class: "hint", id: "person-hint" })
  const person = make("input", { type: "text", id: "person", autocomplete: "name", maxlength: "80", "aria-describedby": "person-hint wrong-person" })
  const who = make("div", { class: "field" }, make("label", { for: "person" }, person_name), person_hint, person, wrong.person)
  const check = make("button", { type: "submit", class: "primary" })
  const cancel = make("button", { type: "button" })
  const form = make("form", { novalidate: "" }, outcome,
    make("div", { class: "field" }, make("label", { for: "reason" }, reason_name), reason_hint, reason, wrong.reason),
    make("div", { class: "field" }, make("label", { for: "comment" }, comment_name), comment_hint, comment, wrong.comment),
    who, wrong.form, make("p", { class: "buttons" }, check, cancel))
  const done = make("div", { class: "done" })
  const correct = make("button", { type: "button" })
  const kept = make("p", { class: "mute" })
  const after = make("div", { class: "after" }, kept, make("p", { class: "buttons" }, correct))
  const question = make("h2", { id: "question" })
  const summary = make("dl"), manner = make("p")
  const yes = make("button", { type: "button", class: "primary" })
  const no = make("button", { type: "button" })
  const dialog = make("dialog", { "aria-labelledby": "question" }, question, manner, summary,
    make("p", { class: "buttons" }, yes, no))
  const trouble = make("p", { class: "notice", role: "alert" }), review = make("p", { class: "notice review" })
  card.append(title, trouble, review, intro, form, done, after, dialog)

  let about = null, correcting = false, serial = Date.now() % 1e9, waiting = null, retry = null
  const given = { outcome: "", reason: "" }
  const chosen = () => given.outcome
  const label_of = (list, key) => list.find(item => item.key === key)?.label ?? ""
  const departs = () => chosen() && !model.choices.find(choice => choice.key === chosen())?.proposed
  const entered = () => ({ client: about, outcome: chosen(), reason: given.reason, comment: comment.value.trim() })
  const keep_draft = () => drafts.write({ ...drafts.read(), [about]: entered() })
  const drop_draft = () => drafts.write({ ...drafts.read(), [about]: undefined })

  const say_wrong = found => {
    for (const [field, node] of Object.entries(wrong)) {
      node.textContent = found[field] ?? ""
      node.hidden = !found[field]
    }
    reason.setAttribute("aria-invalid", String(Boolean(found.reason)))
    comment.setAttribute("aria-invalid", String(Boolean(found.comment)))
    person.setAttribute("aria-invalid", String(Boolean(found.person)))
    outcome.classList.toggle("invalid", Boolean(found.outcome))
    const first = { outcome: options.querySelector("input"), reason, comment, person, form: check }[Object.keys(wrong).find(field => found[field])]
    return first
  }
  const offer_reasons = wanted => {
    const fitting = model.reasons.filter(item => !chosen() || item.fits.includes(chosen()))
    reason.replaceChildren(make("option", { value: "" }, model.words.choose),
      ...fitting.map(item => make("option", { value: item.key }, item.label)))
    reason.value = fitting.some(item => item.key === wanted) ? wanted : ""
    if (model.reasons.length) { given.reason = reason.value }
  }
  const follow = () => {
    reason_hint.textContent = departs() ? model.words.needed : model.words.optional
    reason.required = Boolean(departs())
    comment_hint.textContent = model.words.counter.replace("{n}", String(comment.value.length))
  }
  const pair = (name, value) => make("div", {}, make("dt", {}, name), make("dd", {}, value))

  const draw_form = () => {
    const { words } = model
    if (about !== model.client) {
      about = model.client
      correcting = false
      clearInterval(retry)
      waiting = null
      yes.disabled = no.disabled = false
      if (dialog.open) { dialog.close() }
      const draft = drafts.read()[about] ?? {}
      Object.assign(given, { outcome: draft.outcome ?? "", reason: draft.reason ?? "" })
      comment.value = draft.comment ?? ""
      say_wrong({})
    }
    title.textContent = words.title
    intro.textContent = words.intro
    legend.textContent = words.outcome
    reason_name.textContent = words.reason
    comment_name.textContent = words.comment
    check.textContent = words.check
    cancel.textContent = words.cancel
    comment.maxLength = model.longest
    who.hidden = !words.person
    person_name.textContent = words.person ?? ""
    person_hint.textContent = words.person_hint ?? ""
    if (person.getRootNode().activeElement !== person) { person.value = model.person }
    for (const [node, text] of [[trouble, words.trouble], [review, words.review]]) { node.textContent = text ?? ""; node.hidden = !text }
    const focused = options.contains(options.getRootNode().activeElement)
    options.replaceChildren(...model.choices.map(choice => {
      const radio = make("input", { type: "radio", name: "outcome", value: choice.key })
      radio.checked = choice.key === given.outcome
      const name = make("span", {}, choice.label)
      if (choice.proposed) { name.append(" ", make("small", {}, words.proposed)) }
      return make("label", { class: choice.key }, radio, sign(choice.key), name)
    }))
    if (focused) { options.querySelector("input:checked, input").focus() }
    offer_reasons(given.reason)
    follow()
  }
  const draw_done = () => {
    const { words } = model
    const time = new Intl.DateTimeFormat(model.language === "en" ? "en-GB" : model.language, { dateStyle: "long", timeStyle: "short" })
    const entry = (row, level) => {
      const at = make("time", { datetime: row.at }, time.format(new Date(row.at)))
      const list = make("dl", {}, pair(words.proposal, row.proposed), pair(words.reason, row.reason || words.none))
      if (row.person) { list.prepend(pair(words.by, row.person)) }
      if (row.comment) { list.append(pair(words.comment, row.comment)) }
      return make("div", { class: "entry" }, make(level, { class: "decided" }, sign(row.outcome), row.decided, " ", at), list)
    }
    const [last, ...earlier] = model.recorded
    done.replaceChildren()
    if (last) { done.append(entry(last, "h3")) }
    if (earlier.length) {
      done.append(make("details", {}, make("summary", {}, `${words.earlier} (${earlier.length})`), ...earlier.map(row => entry(row, "p"))))
    }
    kept.textContent = words.kept.replace("{n}", last?.number ?? "")
    correct.textContent = words.correct
    after.hidden = !last || correcting
    form.hidden = Boolean(last) && !correcting
    intro.hidden = form.hidden
    cancel.hidden = !last
    if (last && !correcting) { title.textContent = words.recorded }
  }
  const draw = () => {
    card.hidden = model.client === null || !model.words.title
    if (card.hidden) { return }
    draw_form()
    draw_done()
  }

  options.addEventListener("change", event => { given.outcome = event.target.value; offer_reasons(given.reason); follow(); say_wrong({}); keep_draft() })
  reason.addEventListener("change", () => { given.reason = reason.value; say_wrong({}); keep_draft() })
  comment.addEventListener("input", () => { follow(); keep_draft() })
  const give_name = () => { if (model.words.person && model.person !== person.value) { model.person = person.value } }
  // at the first letter, not when the box is left: what moves then is no longer under the pointer that left it
  person.addEventListener("input", () => say_wrong({}))
  person.addEventListener("change", give_name)
  form.addEventListener("submit", event => {
    event.preventDefault()
    give_name()
    const { words } = model, asked = entered(), found = {}
    if (!asked.outcome) { found.outcome = words.missing_outcome }
    else if (departs() && !asked.reason) { found.reason = words.missing_reason }
    if (asked.reason === "other" && !asked.comment) { found.comment = words.missing_comment }
    if (words.person && !person.value.trim()) { found.person = words.missing_person }
    const first = say_wrong(found)
    if (first) { first.focus(); return }
    question.textContent = words.confirm
    manner.textContent = departs() ? words.overrules : words.follows
    const proposed = model.choices.find(choice => choice.proposed)
    summary.replaceChildren(pair(words.client, String(about)), pair(words.proposal, proposed?.label ?? ""),
      pair(words.outcome, label_of(model.choices, asked.outcome)),
      pair(words.reason, label_of(model.reasons, asked.reason) || words.none), pair(words.comment, asked.comment || words.none))
    if (words.person) { summary.append(pair(words.person, person.value.trim())) }
    else if (words.by && model.person) { summary.append(pair(words.by, model.person)) }
    yes.textContent = words.record
    no.textContent = words.back
    yes.disabled = false
    dialog.showModal()
    no.focus()
  })
  no.addEventListener("click", () => dialog.close())
  dialog.addEventListener("cancel", event => { if (waiting !== null) { event.preventDefault() } })
  yes.addEventListener("click", () => {
    if (waiting !== null) { return }
    serial += 1
    waiting = serial
    yes.disabled = no.disabled = true
    yes.textContent = model.words.waiting
    const message = { ...entered(), serial }
    const post = () => model.send_msg(message)
    post()
    retry = setInterval(post, lost_after_ms)
  })
  model.on("answered", () => {
    if (model.answered !== waiting) { return }
    clearInterval(retry)
    waiting = null
    yes.disabled = no.disabled = false
    dialog.close()
    if (Object.keys(model.problems).length) {
      // somebody else's decision may have come: the form stays, with what was typed
      correcting = model.recorded.length > 0
      draw()
    }
    const first = say_wrong(model.problems)
    if (first) { first.focus(); return }
    drop_draft()
    correcting = false
    about = null
    draw()
    title.focus()
  })
  correct.addEventListener("click", () => { correcting = true; draw(); options.querySelector("input").focus() })
  cancel.addEventListener("click", () => { correcting = false; drop_draft(); about = null; draw(); correct.focus() })
  model.on("remove", () => clearInterval(retry))
  model.on("person", () => { if (model.words.person) { remember_person(model.person) } draw() })
  if (!model.person && remembered_person()) { model.person = remembered_person() }
  for (const name of ["client", "words", "choices", "reasons", "recorded", "language"]) { model.on(name, draw) }
  draw()
  return card
}
