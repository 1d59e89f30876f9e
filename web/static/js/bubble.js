// One message, drawn as the platform draws it; the style sheets do the rest.
import { button, face, icon, make } from "./dom.js";

/** place says how the bubble stands in its run: {first, last, group, human}. */
export function bubble(b, place, here, press) {
  if (b.service) return make("p", "service", make("span", "", b.text));
  const e = make("div", "line " + (b.mine ? "mine" : "theirs") + (place.first ? " first" : "") + (place.last ? " last" : ""));
  if (!b.mine) e.append(make("span", "pic", place.human ? face({ title: b.author }) : icon("bot")));
  const body = make("div", "bubble");
  if (place.group && b.author && place.first) body.append(make("p", "author", b.author));
  if (b.file) body.append(attachment(b, here));
  if (b.text) body.append(make("p", "text", b.text));
  body.append(foot(b));
  const stack = make("div", "stack", body);
  if (b.buttons) stack.append(keys(b, press));
  e.append(stack);
  return e;
}

function foot(b) {
  const f = make("p", "time", (b.edited ? "đã sửa " : "") + b.time);
  if (b.mine) f.append(icon("ticks", "icon ticks"));
  return f;
}

function keys(b, press) {
  const all = make("div", "keys");
  let n = 0;
  for (const row of b.buttons) {
    const r = make("div", "row");
    for (const k of row) {
      const at = n++;
      const x = button("key", () => press(b.id, at, x), make("span", "", k.text), icon("right"));
      x.disabled = !k.live;
      r.append(x);
    }
    all.append(r);
  }
  return all;
}

const kinds = { photo: "Ảnh", file: "Tệp", sticker: "Nhãn dán", voice: "Tin thoại" };

function attachment(b, here) {
  const f = b.file;
  const href = ["file", ...here, b.id].map(encodeURIComponent).join("/");
  if (f.kind === "sticker") return make("p", "sticker", "🌻");
  if (f.kind === "photo" && f.stored) {
    const i = make("img", "photo");
    i.src = href;
    i.alt = f.name || "Ảnh";
    return i;
  }
  if (f.kind === "photo") return make("p", "photo blank", icon("photo"), make("span", "", f.name || "Ảnh"));
  const name = make("span", "filename", make("b", "", f.name || kinds[f.kind] || "Tệp"), make("small", "", size(f.size)));
  const row = make(f.stored ? "a" : "p", "attached", make("span", "paper", icon(f.kind === "voice" ? "voice" : "file")), name);
  if (f.stored) {
    row.href = href;
    row.download = "";
  }
  return row;
}

function size(n) {
  if (!n) return "";
  if (n < 1024) return n + " byte";
  const kb = n / 1024;
  if (kb < 1024) return Math.ceil(kb) + " KB";
  return (kb / 1024).toFixed(1).replace(".", ",") + " MB";
}
