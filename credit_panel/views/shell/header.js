const NAMES = { fr: "Français", en: "English" }
const MOON = "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z"
const SUN = "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10ZM12 1v3M12 20v3M1 12h3M20 12h3M4 4l2 2M18 18l2 2M4 20l2-2M18 6l2-2"

const CHAIN = "M10 13a5 5 0 0 0 7.5.5l3-3a5 5 0 0 0-7-7l-1.7 1.7M14 11a5 5 0 0 0-7.5-.5l-3 3a5 5 0 0 0 7 7l1.7-1.7"
const EYE = "M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7S2 12 2 12ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z"

const copied_ms = 2500

function remembered(key) {
  try { return window.localStorage.getItem(key) } catch { return null }
}

function remember(key, value) {
  try { window.localStorage.setItem(key, value) } catch { /* storage is off: nothing is kept */ }
}

export function render({ model, el, view }) {
  const bar = make("div", { class: "bar" })
  const skip = make("button", { class: "skip", type: "button" })
  const brand = make("span", { class: "brand" }, "Credit Panel")
  const pages = make("nav", { class: "pages" })
  const links = model.pages.map((key) => {
    const to_page = make("a", { "data-page": key })
    if (key === model.page) { to_page.setAttribute("aria-current", "page") }
    pages.append(to_page)
    return to_page
  })
  const badge = make("span", { class: "badge" })
  const language = make("select", { class: "language" })
  for (const [code, name] of Object.entries(NAMES)) { language.append(make("option", { value: code, lang: code }, name)) }
  const theme = make("button", { class: "round theme", type: "button" })
  theme.append(drawing(MOON))
  const shape = theme.querySelector("path")
  const to_client = make("button", { class: "mode", type: "button" })
  const to_client_name = make("span", {})
  to_client.append(drawing(EYE), to_client_name)
  const print = make("button", { class: "mode", type: "button" })
  const to_advisor = make("button", { class: "small", type: "button" })
  const link = make("button", { class: "round link", type: "button" })
  link.append(drawing(CHAIN))
  const help = make("button", { class: "round help", type: "button" }, "?")
  const account = make("a", { class: "account", href: "account" }, model.visitor)
  account.hidden = !model.visitor
  const sheet = shortcuts_sheet(model)
  const leaving = leaving_sheet(model)
  const warning = session_warning(model)
  const live = make("div", { class: "live", role: "status", "aria-live": "polite" })
  const lost = make("p", { class: "lost", role: "alert" })
  const notice = make("p", { class: "notice", role: "alert" })
  const close = make("button", { type: "button" }, "×")
  const notice_text = make("span", {})
  notice.append(notice_text, close)
  bar.append(skip, brand, pages, badge, to_client, print, link, help, language, theme, account, to_advisor, live, sheet.node, leaving.node, warning.node,
    make("div", { class: "told" }))
  bar.lastChild.append(lost, notice)

  const draw_words = () => {
    skip.textContent = model.words.skip
    pages.setAttribute("aria-label", model.words.pages)
    for (const to_page of links) { to_page.textContent = model.words[to_page.dataset.page] }
    badge.textContent = model.words.synthetic
    badge.hidden = !model.synthetic
    language.setAttribute("aria-label", model.words.language)
    language.value = model.language
    document.documentElement.lang = model.language
    to_client_name.textContent = to_client.title = model.words.to_client
    to_advisor.textContent = model.words.to_advisor
    print.textContent = model.words.print
    close.setAttribute("aria-label", model.words.close)
    account.title = model.words.account
    account.setAttribute("aria-label", `${model.words.account}: ${model.visitor}`)
    link.title = model.words.copy_link
    link.setAttribute("aria-label", model.words.copy_link)
    help.title = model.words.keys
    help.setAttribute("aria-label", model.words.keys)
    sheet.say()
    leaving.say()
    warning.say()
    if (lost.textContent) { show_lost(true) }
  }
  const draw_mode = () => {
    const client = model.mode === "client"
    bar.classList.toggle("client", client)
    pages.hidden = link.hidden = help.hidden = client
    account.hidden = client || !model.visitor
    to_client.hidden = model.mode !== "advisor"
    print.hidden = to_advisor.hidden = !client
  }
  const draw_notice = () => {
    notice_text.textContent = model.notice
    notice.hidden = !model.notice
  }
  const show_lost = on => {
    lost.textContent = on ? model.words.lost : ""
    lost.hidden = !on
  }
  // the client and the cohort of the address go along to the other pages
  const draw_links = () => { for (const to_page of links) { to_page.href = to_page.dataset.page + link_parts() } }
  const link_parts = () => {
    const parts = new URLSearchParams(window.location.hash.replace(/^#/, ""))
    for (const own of ["mode", "term"]) { parts.delete(own) }
    const fragment = parts.toString().replaceAll("+", "%20")
    return fragment ? `#${fragment}` : ""
  }
  const draw_theme = () => {
    document.documentElement.style.colorScheme = model.dark ? "dark" : "light"
    theme.setAttribute("aria-label", model.dark ? model.words.to_light : model.words.to_dark)
    theme.title = theme.getAttribute("aria-label")
    shape.setAttribute("d", model.dark ? SUN : MOON)
  }
  const draw_title = () => { document.title = model.heading ? `${model.heading} – Credit Panel` : "Credit Panel" }
  const speak = () => { live.textContent = model.announcement }

  language.addEventListener("change", () => { remember("credit-panel-language", language.value); model.language = language.value })
  theme.addEventListener("click", () => { remember("credit-panel-dark", String(!model.dark)); model.dark = !model.dark })
  skip.addEventListener("click", () => {
    let node = el
    while (node && !(node instanceof Document)) {
      const main = node.querySelector?.("main")
      if (main) { main.tabIndex = -1; main.focus(); return }
      const root = node.getRootNode()
      const found = root.querySelector?.("main")
      if (found) { found.tabIndex = -1; found.focus(); return }
      node = root.host
    }
  })
  model.on("words", () => { draw_words(); draw_theme() })
  model.on("dark", draw_theme)
  model.on("heading", draw_title)
  model.on("announcement", speak)
  model.on("mode", draw_mode)
  model.on("notice", draw_notice)
  to_client.addEventListener("click", () => { model.mode = "client" })
  to_advisor.addEventListener("click", () => leaving.open())
  print.addEventListener("click", () => window.print())
  close.addEventListener("click", () => { model.notice = "" })
  const copy_link = async () => {
    const copied = await copy_address()
    live.textContent = copied ? model.words.link_copied : model.words.link_kept
    link.title = live.textContent
    link.classList.toggle("done", copied)
    setTimeout(() => { link.classList.remove("done"); link.title = model.words.copy_link }, copied_ms)
  }
  link.addEventListener("click", copy_link)
  help.addEventListener("click", () => sheet.open())

  show_lost(false)
  draw_mode()
  draw_notice()
  draw_words()
  draw_title()
  const kept_language = remembered("credit-panel-language")
  if (kept_language in NAMES && kept_language !== model.language) { model.language = kept_language }
  // paper is light, whatever the screen
  const on_paper = () => { document.documentElement.style.colorScheme = "light" }
  window.addEventListener("beforeprint", on_paper)
  window.addEventListener("afterprint", draw_theme)
  const leave_paper = () => {
    window.removeEventListener("beforeprint", on_paper)
    window.removeEventListener("afterprint", draw_theme)
  }
  // before the address is followed, so that who was opened before stands behind who is opened now
  const memory = drafts_of("credit-panel-session")
  const { text: before = "" } = memory.read()
  model.on("kept", () => { memory.write({ text: model.kept }) })
  if (before && before !== model.kept) { model.kept = before }
  const stops = [leave_paper, hold_client_view(model), follow_address(model, draw_links), watch_connection(view.model.document, show_lost), explain_terms(),
    offer_tour(model), follow_shortcuts(model, sheet, copy_link), mark_paper(model), offer_excel(),
    watch_session_end(model, warning)]
  if (model.dark === null) {
    // said last, so that pictures which wait for it are drawn in the language and of the columns of this page;
    // forced colours have a ground of their own, and the browser says whether it is dark
    const forced = window.matchMedia("(forced-colors: active)").matches
    const kept = forced ? null : remembered("credit-panel-dark")
    model.dark = kept === null ? window.matchMedia("(prefers-color-scheme: dark)").matches : kept === "true"
  }
  draw_theme()
  model.on("remove", () => { for (const stop of stops) { stop() } })
  return bar
}
