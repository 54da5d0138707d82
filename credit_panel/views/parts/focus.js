// Draws anew what stands in `root`, and gives the focus back to the stop of the same name; where that is gone, to what
// `otherwise` finds.
function keep_focus(root, draw, otherwise = () => null) {
  const held = root.getRootNode().activeElement?.dataset?.stop
  draw()
  if (!held) { return }
  const again = root.querySelector(`[data-stop="${CSS.escape(held)}"]:not([disabled])`)
  ;(again ?? otherwise())?.focus({ preventScroll: true })
}
