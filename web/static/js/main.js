// The page: asks for the state after every tick and draws both phones.
import { badge } from "./dom.js";
import { facts, steps, wind } from "./guide.js";
import { listen, snapshot } from "./net.js";
import { Phone } from "./phone.js";

const main = document.getElementById("main");
const phones = new Map();
for (const seat of document.querySelectorAll(".seat")) phones.set(seat.dataset.platform, new Phone(seat, refresh));

let state = null;
let busy = false;
let again = false;

/** refresh is asked for freely; one request runs at a time and the last ask wins. */
async function refresh() {
  again = true;
  if (busy) return;
  busy = true;
  while (again) {
    again = false;
    try {
      const asked = Object.fromEntries([...phones].map(([name, p]) => [name, p.open]));
      const got = await snapshot(asked);
      if (!got) {
        for (const p of phones.values()) p.open = "";
        again = true;
      } else if ([...phones].every(([name, p]) => p.open === asked[name])) {
        draw((state = got));
      } else again = true; // somebody else took a phone meanwhile
    } catch {
      link(false);
    }
  }
  busy = false;
}

function draw(got) {
  for (const view of got.phones) {
    const seat = phones.get(view.platform);
    if (!seat) continue;
    const seen = document.visibilityState === "visible" && seat.seat.offsetParent !== null;
    seat.draw(view, got.time, seen);
    const tab = document.querySelector(`.tabs [data-tab="${view.platform}"] .badge`);
    badge(tab, view.chats.reduce((n, c) => n + (c.id === view.open && seen ? 0 : c.unread), 0));
  }
  facts(got);
}

function show(tab) {
  main.dataset.tab = tab;
  for (const b of document.querySelectorAll(".tabs button")) b.setAttribute("aria-pressed", String(b.dataset.tab === tab));
  phones.get(tab)?.talk.bottom();
  if (state) draw(state);
}

function link(up) {
  document.getElementById("link").classList.toggle("lost", !up);
  document.getElementById("link-text").textContent = up ? "Đang chạy" : "Mất kết nối, đang nối lại…";
}

for (const b of document.querySelectorAll(".tabs button")) b.addEventListener("click", () => show(b.dataset.tab));
show(main.dataset.tab);
steps(phones, () => state, show);
wind();
listen(refresh, link);
setInterval(() => document.visibilityState === "visible" && refresh(), 15000); // the clock moves without a change
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
