const rest_ms = 200

// A term explains itself on hover, focus and tap; the explanation stays under the pointer and leaves with Escape
function explain_terms() {
  let open = null
  let timer = null
  const along = (event, test) => event.composedPath().find(node => node instanceof Element && test(node))
  const term_of = event => along(event, node => node.matches("button[data-term]"))
  const tip_of = event => along(event, node => node.matches(".tip"))
  const hide = () => {
    clearTimeout(timer)
    if (!open) { return }
    open.nextElementSibling?.hidePopover?.()
    open.setAttribute("aria-expanded", "false")
    open = null
  }
  // the explanation is what screen readers say after the term
  let number = 0
  const describe = (button, tip) => {
    if (!tip.id) { tip.id = `tip-${number += 1}` }
    button.setAttribute("aria-describedby", tip.id)
  }
  const place = () => {
    const tip = open.nextElementSibling
    const at = open.getBoundingClientRect(), size = tip.getBoundingClientRect()
    const below = at.bottom + size.height + 8 < window.innerHeight || at.top < size.height + 8
    tip.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - size.width - 8))}px`
    tip.style.top = `${below ? at.bottom + 2 : at.top - size.height - 2}px`
  }
  const show = button => {
    clearTimeout(timer)
    if (open === button) { return }
    hide()
    const tip = button.nextElementSibling
    if (!tip?.showPopover) { return }
    open = button
    describe(button, tip)
    tip.showPopover()
    button.setAttribute("aria-expanded", "true")
    place()
  }
  // the focus itself scrolls its term into view: the explanation goes along, and leaves with a term scrolled away
  const follow = event => {
    if (!open || tip_of(event)) { return }
    const at = open.getBoundingClientRect()
    if (at.bottom < 0 || at.top > window.innerHeight || !open.isConnected) { hide() } else { place() }
  }
  const later = action => { clearTimeout(timer); timer = setTimeout(action, rest_ms) }
  const listeners = {
    pointerover: event => {
      if (event.pointerType === "touch") { return }
      const button = term_of(event)
      if (button) { later(() => show(button)) } else if (open && tip_of(event)) { clearTimeout(timer) }
    },
    pointerout: event => {
      if (event.pointerType !== "touch" && (term_of(event) || tip_of(event))) { later(hide) }
    },
    focusin: event => {
      listen_within(event)
      const button = term_of(event)
      if (button) { show(button) } else if (open && !tip_of(event)) { hide() }
    },
    click: event => {
      const button = term_of(event)
      if (button) { show(button) } else if (open && !tip_of(event)) { hide() }
      // Tab leads from a term to the next one; a press of Enter leads into the explanation, to its link
      if (button && event.detail === 0) { button.nextElementSibling?.querySelector("a")?.focus() }
    },
    keydown: event => {
      if (event.key !== "Escape" || !open) { return }
      const button = open
      if (tip_of(event)) { button.focus() }
      hide()
    },
    scroll: follow,
  }
  const ended = new AbortController()
  const always = { capture: true, signal: ended.signal }
  // a move of the focus within a shadow root is told inside that root alone
  const heard = new WeakSet()
  const listen_within = event => {
    for (const root of event.composedPath().filter(node => node instanceof ShadowRoot && !heard.has(node))) {
      heard.add(root)
      root.addEventListener("focusin", listeners.focusin, always)
    }
  }
  for (const [name, listener] of Object.entries(listeners)) { document.addEventListener(name, listener, always) }
  // the style sheets show explanations by themselves where no script does
  document.documentElement.style.setProperty("--tip-without-script", "none")
  return () => { hide(); ended.abort() }
}
