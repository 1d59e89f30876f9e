// Building blocks of the page. Text always becomes a text node.

const SVG = "http://www.w3.org/2000/svg";

/** make("p", "note", child or text, ...) is an element with a class. */
export function make(tag, cls, ...kids) {
  const e = document.createElement(tag);
  if (cls) e.className = cls;
  e.append(...kids.filter((k) => k !== null && k !== undefined));
  return e;
}

/** A button that does something. */
export function button(cls, onclick, ...kids) {
  const b = make("button", cls, ...kids);
  b.type = "button";
  b.addEventListener("click", onclick);
  return b;
}

export function icon(name, cls = "icon") {
  const s = document.createElementNS(SVG, "svg");
  s.setAttribute("class", cls);
  s.setAttribute("aria-hidden", "true");
  const u = document.createElementNS(SVG, "use");
  u.setAttribute("href", "#i-" + name);
  s.append(u);
  return s;
}

/** The round picture of a person or group: initials on a colour of its own. */
export function face(chat) {
  let n = 0;
  for (const c of chat.title) n = (n * 31 + c.codePointAt(0)) % 997;
  const e = make("span", "face c" + (n % 6));
  if (chat.group) e.append(icon("users"));
  else e.append(initials(chat.title));
  return e;
}

function initials(title) {
  const words = title.split(/[\s–-]+/).filter((w) => /\p{L}/u.test(w));
  return words.slice(-1).map((w) => [...w][0].toUpperCase()).join("");
}

export function badge(e, n) {
  e.hidden = n === 0;
  e.textContent = n > 99 ? "99+" : String(n);
  e.setAttribute("aria-label", n + " tin chưa đọc");
}

/** Opens and closes a panel from its button: outside click and Esc close it. */
export function popup(opener, panel, onopen) {
  const set = (open) => {
    panel.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open && onopen) onopen();
  };
  const enter = () => panel.querySelector("button")?.focus();
  opener.addEventListener("click", (e) => {
    set(panel.hidden);
    if (!panel.hidden && !onopen && e.detail === 0) enter(); // by the keyboard
  });
  opener.addEventListener("keydown", (e) => {
    if (e.key !== "ArrowDown" || panel.hidden) return;
    e.preventDefault();
    enter();
  });
  document.addEventListener("pointerdown", (e) => {
    if (!panel.hidden && !panel.contains(e.target) && !opener.contains(e.target)) set(false);
  });
  const esc = (e) => {
    if (e.key === "Escape" && !panel.hidden) {
      set(false);
      opener.focus();
    }
  };
  opener.addEventListener("keydown", esc);
  panel.addEventListener("keydown", (e) => {
    esc(e);
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!step) return;
    e.preventDefault();
    const all = [...panel.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement);
    all[(at + step + all.length) % all.length]?.focus();
  });
  return () => set(false);
}

/**
 * Brings the children of parent to the wanted list [{key, sig, make}], touching
 * only those whose sig changed, so focus, selection and scroll stay.
 */
export function reconcile(parent, wanted, kept) {
  let at = parent.firstChild;
  const live = new Set();
  for (const w of wanted) {
    live.add(w.key);
    let k = kept.get(w.key);
    if (!k || k.sig !== w.sig) {
      const node = w.make();
      if (k) {
        if (at === k.node) at = node;
        const had = k.node.contains(document.activeElement);
        k.node.replaceWith(node);
        if (had) (node.querySelector("button:enabled") || parent).focus({ preventScroll: true });
      }
      k = { sig: w.sig, node };
      kept.set(w.key, k);
    }
    if (k.node === at) at = at.nextSibling;
    else parent.insertBefore(k.node, at);
  }
  for (const [key, k] of kept) {
    if (live.has(key)) continue;
    k.node.remove();
    kept.delete(key);
  }
}
