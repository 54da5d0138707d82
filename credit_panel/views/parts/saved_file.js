// Saves each file that the server sends as a message of its own: `name`, `kind` (its media type) and `content` in base 64.
function saves_files_of(model) {
  model.on("msg:custom", event => {
    const { name, kind, content } = event.data ?? event
    const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0))
    const address = URL.createObjectURL(new Blob([bytes], { type: kind }))
    const link = document.createElement("a")
    link.href = address
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
  })
}
