function base64_of(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
}

export function render({ model }) {
  const text = make("span", { class: "text" })
  const choose = make("span", { class: "choose" })
  const limits = make("span", { class: "limits", id: "limits" })
  const input = make("input", { type: "file", accept: model.accept, "aria-describedby": "limits" })
  input.multiple = model.multiple
  const zone = make("label", { class: "zone" }, choose, text, limits, input)
  const bar = make("progress", { max: "1", hidden: "" })
  const root = make("div", { class: "drop" }, zone, bar)

  let serial = model.answered
  let sending = null
  let waiting = []
  const post = message => { serial += 1; model.send_msg({ ...message, serial }) }
  const begin = file => {
    sending = { file, at: 0 }
    bar.hidden = false
    bar.value = 0
    post({ kind: "begin", name: file.name, size: file.size })
    // what is too large is announced and never read: the server says so in words
    if (file.size > model.words.most) { end() }
  }
  const end = () => {
    sending = null
    bar.hidden = true
    input.value = ""
    if (waiting.length) { begin(waiting.shift()) }
  }
  const give = files => {
    if (!files.length) { return }
    waiting = model.multiple ? [...waiting, ...files] : [files[0]]
    if (!model.multiple || !sending) { begin(waiting.shift()) }
  }
  const next = async () => {
    if (model.answered !== serial || !sending) { return }
    const { file, at } = sending
    const upto = Math.min(at + model.part, file.size)
    try {
      const data = await base64_of(file.slice(at, upto))
      if (sending?.file !== file) { return }
      sending.at = upto
      bar.value = file.size ? upto / file.size : 1
      const last = upto >= file.size
      post({ kind: "part", data, last })
      if (last) { end() }
    } catch { end() }
  }
  input.addEventListener("change", () => give(input.files))
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, event => { event.preventDefault(); zone.classList.add("over") })
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"))
  zone.addEventListener("drop", event => {
    event.preventDefault()
    zone.classList.remove("over")
    give(event.dataTransfer.files)
  })
  const say = () => {
    choose.textContent = model.words.choose ?? ""
    text.textContent = model.words.drop ?? ""
    limits.textContent = model.words.limits ?? ""
    bar.setAttribute("aria-label", model.words.progress ?? "")
  }
  model.on("words", say)
  model.on("answered", next)
  say()
  return root
}
