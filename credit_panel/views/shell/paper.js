// What stands on every printed sheet: what it is of, when, by which model, and which sheet of how many it is. Only the
// margins of @page are on every sheet, and their texts are those of the moment of printing.
function mark_paper(model) {
  const style = make("style", { id: "paper" })
  document.head.append(style)
  const text = value => `"${String(value).replace(/[\\"]/g, "\\$&").replace(/\s+/g, " ")}"`
  const write = () => {
    const { words } = model
    const today = new Intl.DateTimeFormat(model.language === "en" ? "en-GB" : model.language, { dateStyle: "long" }).format(new Date())
    const number = (words.sheet ?? "").split(/(\{page\}|\{pages\})/).filter(Boolean)
      .map(part => ({ "{page}": "counter(page)", "{pages}": "counter(pages)" })[part] ?? text(part)).join(" ")
    const said = [model.heading, words.paper_model, model.synthetic ? words.synthetic : ""].filter(Boolean).join(" · ")
    style.textContent = `@page {
      margin: 16mm 14mm 18mm;
      @top-left { content: ${text("Credit Panel")}; font: 600 9pt sans-serif; }
      @top-right { content: ${text(today)}; font: 9pt sans-serif; }
      @bottom-left { content: ${text(said)}; font: 8pt sans-serif; width: 80%; text-align: left; }
      @bottom-right { content: ${number}; font: 8pt sans-serif; white-space: nowrap; }
    }`
  }
  window.addEventListener("beforeprint", write)
  for (const name of ["heading", "words"]) { model.on(name, write) }
  write()
  return () => {
    window.removeEventListener("beforeprint", write)
    style.remove()
  }
}
