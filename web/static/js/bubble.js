// One message, drawn as the platform draws it; the style sheets do the rest.
import { attachments } from "./attach.js";
import { button, face, icon, make } from "./dom.js";

/**
 * place says how the bubble stands in its run: {first, last, group, human};
 * hand is what may be done with it: {press, edit, react, reactions}.
 */
export function bubble(b, place, here, hand) {
  if (b.service) return make("p", "service", make("span", "", b.text));
  const e = make("div", "line " + (b.mine ? "mine" : "theirs") + (place.first ? " first" : "") + (place.last ? " last" : ""));
  if (!b.mine) e.append(make("span", "pic", place.human ? face({ title: b.author }) : icon("bot")));
  const body = make("div", "bubble");
  if (place.group && b.author && place.first) body.append(make("p", "author", b.author));
  if (b.files) body.append(...attachments(b.files, here));
  if (b.text) body.append(make("p", "text", b.text));
  body.append(foot(b, hand));
  const stack = make("div", "stack", body);
  if (b.reaction) body.append(make("span", "thumb", b.reaction));
  if (b.buttons) stack.append(keys(b, hand.press));
  e.append(stack);
  return e;
}

function foot(b, hand) {
  const f = make("p", "time", (b.edited ? "đã sửa " : "") + b.time);
  if (b.mine) f.append(icon("ticks", "icon ticks"));
  if (b.canEdit) f.prepend(button("deed", () => hand.edit(b), "Sửa"));
  if (b.canReact) f.prepend(smile(b, hand));
  return f;
}

/** The small face that opens the row of reactions over the message's foot. */
function smile(b, hand) {
  const open = button("deed smile", () => show(row.hidden), icon("smile"));
  const row = make("span", "thumbs");
  row.hidden = true;
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Chọn biểu cảm");
  const show = (on) => {
    row.hidden = !on;
    open.setAttribute("aria-expanded", String(on));
    (on ? row.firstElementChild : open).focus();
  };
  const all = b.reaction ? [...hand.reactions, { code: "", show: "✕" }] : hand.reactions;
  for (const r of all) {
    const k = button("", () => (show(false), hand.react(b.id, r.code)), r.show);
    if (!r.code) k.setAttribute("aria-label", "Bỏ biểu cảm");
    row.append(k);
  }
  row.addEventListener("keydown", (e) => {
    if (e.key === "Escape") show(false);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (!step) return;
    const keys = [...row.children];
    keys[(keys.indexOf(document.activeElement) + step + keys.length) % keys.length].focus();
  });
  open.setAttribute("aria-label", "Bày tỏ biểu cảm");
  open.setAttribute("aria-expanded", "false");
  return make("span", "react", open, row);
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
