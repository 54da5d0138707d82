// What is typed is kept in the browser's tab alone and gone with it, so that a reload or a new connection loses nothing.
function drafts_of(key) {
  return {
    read() { try { return JSON.parse(window.sessionStorage.getItem(key)) ?? {} } catch { return {} } },
    write(draft) { try { window.sessionStorage.setItem(key, JSON.stringify(draft)) } catch { /* storage is off */ } },
    drop() { try { window.sessionStorage.removeItem(key) } catch { /* storage is off */ } },
  }
}
