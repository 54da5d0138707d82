"""A line on which every message takes its time in both directions, as between two towns or over a bad network."""

DELAYED = """
{
  const ms = %d
  const Line = window.WebSocket
  window.WebSocket = class extends Line {
    send(data) { setTimeout(() => { if (this.readyState === 1) { super.send(data) } }, ms) }
    set onmessage(hear) { super.onmessage = event => setTimeout(() => hear(event), ms) }
  }
}
"""


def slow_line(ms: int) -> str:
    """Return a script that delays each message by `ms` on its way to the server, and again on its way back."""
    return DELAYED % ms
