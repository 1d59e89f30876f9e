// Who is in a group, how the bot stands there, and what can be done about it.
import { button, face, make } from "./dom.js";

/** room draws the panel's content; act(act, who) does something. */
export function room(r, act) {
  const all = [make("p", r.out ? "stand out" : "stand", r.bot.charAt(0).toUpperCase() + r.bot.slice(1))];
  all.push(...r.deeds.map((d) => button("grave", () => act(d.act, ""), d.title)));
  all.push(...people("Trong nhóm (" + r.members.length + ")", r.members, act));
  all.push(...people("Chưa ở trong nhóm", r.waiting, act));
  return all;
}

function people(heading, members, act) {
  if (!members.length) return [];
  return [make("p", "heading", heading), ...members.map((m) => person(m, act))];
}

function person(m, act) {
  const names = make("span", "names", make("span", "name", m.name), m.note ? make("span", "role", m.note) : null);
  const deeds = m.deeds.map((d) => {
    const b = button("small-deed", () => act(d.act, m.id), d.title);
    b.setAttribute("aria-label", d.title + ": " + m.name);
    return b;
  });
  return make("div", "member", face({ title: m.name }), names, ...deeds);
}
