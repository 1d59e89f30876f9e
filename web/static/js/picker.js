// Who holds the phone: the card above it, the list, and who else has news.
import { badge, button, face, make, popup } from "./dom.js";

export class Picker {
  constructor(seat, choose) {
    this.choose = choose;
    this.who = seat.querySelector(".who");
    this.people = seat.querySelector(".people");
    this.news = seat.querySelector(".news");
    this.drawn = "";
    this.close = popup(this.who, this.people, () => {
      const now = this.people.querySelector("[aria-pressed=true]");
      now?.focus({ preventScroll: true });
      if (now) this.people.scrollTop = now.offsetTop - this.people.clientHeight / 2;
    });
  }

  draw(chats, open) {
    const sig = JSON.stringify([open, chats.map((c) => [c.id, c.title, c.subtitle, c.section, c.unread, c.started, c.blocked, c.room?.out])]);
    if (sig === this.drawn) return;
    this.drawn = sig;
    const now = chats.find((c) => c.id === open);
    const others = chats.filter((c) => c.id !== open && c.unread > 0);

    this.who.querySelector(".face").replaceWith(face(now));
    this.who.querySelector(".name").textContent = now.title;
    this.who.querySelector(".role").textContent = now.subtitle;
    badge(this.who.querySelector(".badge"), others.reduce((n, c) => n + c.unread, 0));

    const focus = this.people.contains(document.activeElement);
    this.people.replaceChildren(...this.list(chats, open));
    if (focus) this.people.querySelector("[aria-pressed=true]")?.focus();

    // Freshest first is not known here; the city's order is stable, so chips do not jump.
    const chips = others.slice(0, 2).map((c) => {
      const n = make("span", "badge");
      badge(n, c.unread);
      return button(c.title.length > 12 ? "chip long" : "chip", () => this.take(c.id), make("span", "chip-name", c.title), n);
    });
    if (others.length > 2) chips.push(button("chip", () => this.who.click(), "+" + (others.length - 2)));
    this.news.replaceChildren(...chips);
  }

  list(chats, open) {
    const all = [];
    let section = null;
    for (const s of [...new Set(chats.map((c) => c.section))]) {
      section = make("div", "section", make("p", "heading", s));
      for (const c of chats.filter((c) => c.section === s)) {
        const n = make("span", "badge");
        badge(n, c.id === open ? 0 : c.unread);
        const names = make("span", "names", make("span", "name", c.title), make("span", "role", c.subtitle + state(c)));
        const b = button("person", () => this.take(c.id), face(c), names, n);
        b.setAttribute("aria-pressed", String(c.id === open));
        section.append(b);
      }
      all.push(section);
    }
    return all;
  }

  take(id) {
    this.close();
    this.choose(id);
    this.who.focus();
  }
}

function state(c) {
  if (c.room?.out) return " · " + c.room.bot;
  if (c.blocked) return " · đã chặn";
  if (!c.started && !c.group) return " · chưa bắt đầu";
  return "";
}
