// What is typed into a box is its writer's until the server has answered it: no older answer writes over it, and no part
// of it is lost. `root` holds the boxes, each with a name of its own in data-stop. A text is taken, by `take`, at Enter or,
// `when_left`, when the box is left, and not when the whole window is; Escape gives it up, and `restore` puts the server's text back.
// `drafts` keeps what is not taken yet, since a line that was lost and came back draws the component anew.
function texts_of(root, { take, restore, drafts = null, when_left = true }) {
  const typed = new Map(Object.entries(drafts?.read() ?? {}).map(([stop, text]) => [stop, { text, sent: false }]))
  let drawing = false
  const is_box = node => node instanceof Element && node.matches("input[type=text][data-stop], input[type=search][data-stop]")
  const keep = () => {
    const open = [...typed].filter(([, { sent }]) => !sent).map(([stop, { text }]) => [stop, text])
    if (open.length) { drafts?.write(Object.fromEntries(open)) } else { drafts?.drop() }
  }
  const commit = box => {
    const held = typed.get(box.dataset.stop)
    if (!held || held.sent) { return }
    held.sent = true
    keep()
    take(box)
  }
  const give_up = box => {
    const held = typed.delete(box.dataset.stop)
    keep()
    return held
  }
  root.addEventListener("input", event => {
    if (!is_box(event.target)) { return }
    typed.set(event.target.dataset.stop, { text: event.target.value, sent: false })
    keep()
  })
  root.addEventListener("focusout", event => {
    if (when_left && !drawing && event.target.isConnected && document.hasFocus() && is_box(event.target)) { commit(event.target) }
  })
  root.addEventListener("keydown", event => {
    if (!is_box(event.target) || event.isComposing) { return }
    if (event.key === "Enter") { commit(event.target) }
    if (event.key === "Escape" && give_up(event.target)) { restore() }
  })
  const put = (box, text) => { if (box.value !== text) { box.value = text } }
  return {
    commit,
    give_up,
    newer: box => typed.has(box.dataset.stop),
    // writes the server's text, unless there is a newer one
    write(box, text) { put(box, typed.get(box.dataset.stop)?.text ?? text) },
    // the server has answered all that was taken
    settle() { for (const [stop, { sent }] of typed) { if (sent) { typed.delete(stop) } } },
    // draws the boxes anew, with the texts that are newer than what is drawn
    redraw(draw, otherwise) {
      const before = root.getRootNode().activeElement
      const at = is_box(before) ? [before.dataset.stop, before.selectionStart, before.selectionEnd] : null
      drawing = true
      try {
        keep_focus(root, draw, otherwise)
        for (const [stop, { text }] of typed) {
          const box = root.querySelector(`[data-stop="${CSS.escape(stop)}"]`)
          if (box) { put(box, text) }
        }
        const after = root.getRootNode().activeElement
        if (at && is_box(after) && after.dataset.stop === at[0] && typed.has(at[0])) { after.setSelectionRange(at[1], at[2]) }
      } finally { drawing = false }
    },
  }
}
